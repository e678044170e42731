/**
 * Makes extension stores and machines that use them, for the tests of what is installed.
 *
 * @module
 */

import { digestBytes } from "../../src/sys/digest.ts";

/** One version in a store. */
export interface StoreVersion {
  /** Ranges by id. */
  readonly dependencies?: Readonly<Record<string, string>>;
  /** Text in its component; other texts make other bytes. */
  readonly text?: string;
  /** Bytes of an asset besides. */
  readonly assetBytes?: number;
}

/** Versions by id and number. */
export type StoreContent = Readonly<
  Record<string, Readonly<Record<string, StoreVersion>>>
>;

const encoder = new TextEncoder();
/** Magic and version of a component. */
const HEADER = [0, 0x61, 0x73, 0x6d, 0x0d, 0, 1, 0];

/** Writes a file, and returns the link to it. */
async function write(
  folder: string,
  path: string,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<{ path: string; checksum: string; size: number }> {
  await Deno.mkdir(`${folder}/${path}/..`.replace(/[^/]+\/\.\.$/, ""), {
    recursive: true,
  });
  await Deno.writeFile(`${folder}/${path}`, bytes);
  const checksum = `blake3:${await digestBytes("blake3", bytes)}`;
  return { path, checksum, size: bytes.length };
}

/** Writes one version, and returns its summary. */
async function writeVersion(
  store: string,
  id: string,
  version: string,
  { dependencies, text = "", assetBytes }: StoreVersion,
): Promise<Record<string, unknown>> {
  const home = `extensions/${id}/${version}`;
  const folder = `${store}/${home}`;
  const words = encoder.encode(`${id} ${version} ${text}`);
  const manifest = {
    id,
    name: `Name of ${id}`,
    version,
    author: "Tests",
    wasm_file: await write(
      folder,
      "extension.wasm",
      new Uint8Array([...HEADER, ...words]),
    ),
    assets: [
      {
        name: "README.md",
        ...await write(folder, "README.md", encoder.encode(`# ${id}\n`)),
        type: "documentation",
      },
      ...(assetBytes === undefined ? [] : [{
        name: "data.bin",
        ...await write(
          folder,
          "assets/data.bin",
          new Uint8Array(assetBytes).fill(id.length),
        ),
        type: "asset",
      }]),
    ],
    ...(dependencies === undefined ? {} : { dependencies }),
  };
  const link = await write(
    folder,
    "manifest.json",
    encoder.encode(JSON.stringify(manifest)),
  );
  return {
    id,
    name: manifest.name,
    version,
    author: "Tests",
    manifest_path: `${home}/manifest.json`,
    manifest_checksum: link.checksum,
  };
}

/** Makes a store, or replaces one. */
export async function makeStore(
  folder: string,
  content: StoreContent,
): Promise<void> {
  await Deno.mkdir(folder, { recursive: true });
  const extensions = [];
  for (const [id, versions] of Object.entries(content)) {
    for (const [version, what] of Object.entries(versions)) {
      extensions.push(await writeVersion(folder, id, version, what));
    }
  }
  await Deno.writeTextFile(
    `${folder}/store.json`,
    JSON.stringify({ name: "A store", version: "1.0.0", extensions }),
  );
}

/** A store that a machine uses. */
export interface UsedStore {
  /** What it offers. */
  readonly content: StoreContent;
  /** Whether it goes before those that are not trusted. */
  readonly trusted?: boolean;
  /** Higher goes first. */
  readonly priority?: number;
}

/** A directory in memory where the machine has one: thousands of fsyncs are not what is tested. */
async function makeFolder(inMemory: boolean): Promise<string> {
  const options = { prefix: "storectl-installed-" };
  if (!inMemory) return await Deno.makeTempDir(options);
  try {
    return await Deno.makeTempDir({ ...options, dir: "/dev/shm" });
  } catch {
    return await Deno.makeTempDir(options);
  }
}

/** A machine with extension stores; gone with the end of the test. */
export class Machine implements AsyncDisposable {
  /** Its root. */
  readonly root: string;

  private constructor(readonly folder: string) {
    this.root = `${folder}/root`;
  }

  /**
   * Makes a machine.
   *
   * @param inMemory Only for what runs in this process: the program may not use `/dev`.
   */
  static async make(
    stores: Readonly<Record<string, UsedStore>>,
    { inMemory = false }: { readonly inMemory?: boolean } = {},
  ): Promise<Machine> {
    const machine = new Machine(await makeFolder(inMemory));
    await Deno.mkdir(`${machine.root}/etc/storectl`, { recursive: true });
    for (const [name, { content }] of Object.entries(stores)) {
      await machine.fill(name, content);
    }
    await machine.use(stores);
    return machine;
  }

  /** Makes or replaces what a store offers. */
  async fill(name: string, content: StoreContent): Promise<void> {
    await makeStore(this.storePath(name), content);
  }

  /** Writes the list of stores. */
  async use(stores: Readonly<Record<string, UsedStore>>): Promise<void> {
    const list = Object.entries(stores).map((
      [name, { trusted = true, priority = 0 }],
    ) => ({
      name,
      kind: "local",
      location: this.storePath(name),
      trusted,
      priority,
    }));
    await Deno.writeTextFile(
      `${this.root}/etc/storectl/stores.json`,
      JSON.stringify({ stores: list }),
    );
  }

  /** Directory of a store. */
  storePath(name: string): string {
    return `${this.folder}/stores/${name}`;
  }

  /** Directory of what is installed. */
  get data(): string {
    return `${this.root}/var/lib/storectl`;
  }

  /** Removes the machine. */
  async [Symbol.asyncDispose](): Promise<void> {
    await Deno.remove(this.folder, { recursive: true });
  }
}
