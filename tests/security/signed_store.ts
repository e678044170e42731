/**
 * A store that is signed, on its way to a reader: a publisher who changes it, an attacker in between, and a reader who
 * remembers.
 *
 * @module
 */

import { StoreError } from "../../src/core/store_error.ts";
import { keyOf } from "../../src/extensions/_testing_keys.ts";
import { signStore } from "../../src/extensions/sign_store.ts";
import type { SignOptions } from "../../src/extensions/sign_store.ts";
import type { SigningKey } from "../../src/extensions/signing_key.ts";
import type { AskOptions, Store } from "../../src/stores/store.ts";
import type { StoreEntry } from "../../src/stores/store_entry.ts";
import { loadKind, STORE_KIND_NAMES } from "../../src/stores/store_kinds.ts";
import { isLeftOut } from "../../src/sys/_testing.ts";
import { digestBytes } from "../../src/sys/digest.ts";

/** The publisher's key, his next one, and that of somebody else. */
export const [OURS, NEXT, THEIRS]: readonly SigningKey[] = await Promise.all([
  keyOf(1),
  keyOf(2),
  keyOf(3),
]) as unknown as [SigningKey, SigningKey, SigningKey];

const HAS_NO_GIT = await isLeftOut("git");

/** The kinds of extension stores that can be tried here. */
export const KINDS: readonly { readonly kind: string }[] = STORE_KIND_NAMES
  .filter((kind) => kind !== "apt" && !(kind === "git" && HAS_NO_GIT))
  .map((kind) => ({ kind }));

/** A day, in milliseconds. */
export const DAY = 24 * 60 * 60 * 1000;

const ENCODER = new TextEncoder();

/** The smallest WASM component, and some bytes behind it. */
function wasmOf(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from([
    ...[0, 0x61, 0x73, 0x6d, 0x0d, 0, 1, 0],
    ...ENCODER.encode(text),
  ]);
}

/** What a link says of some bytes. */
export async function linkOf(
  bytes: Uint8Array<ArrayBuffer>,
): Promise<{ checksum: string; size: number }> {
  return {
    checksum: `blake3:${await digestBytes("blake3", bytes)}`,
    size: bytes.length,
  };
}

/** What a store holds: versions by id. */
export type Contents = Readonly<Record<string, string>>;

/** The files of a store by path. */
export type Files = Map<string, Uint8Array<ArrayBuffer>>;

/** Makes the files of a store, without a signature. */
export async function makeFiles(
  contents: Contents,
  serial: number,
  name = "Harbour",
): Promise<Files> {
  const files: Files = new Map();
  const extensions: unknown[] = [];
  for (const [id, version] of Object.entries(contents)) {
    const folder = `extensions/${id}/${version}`;
    const wasm = wasmOf(`${id} ${version}`);
    const manifest = ENCODER.encode(JSON.stringify({
      id,
      name: id,
      version,
      wasm_file: { path: "extension.wasm", ...await linkOf(wasm) },
      assets: [],
      dependencies: {},
    }));
    files.set(`${folder}/extension.wasm`, wasm);
    files.set(`${folder}/manifest.json`, manifest);
    extensions.push({
      id,
      name: id,
      version,
      manifest_path: `${folder}/manifest.json`,
      manifest_checksum: (await linkOf(manifest)).checksum,
    });
  }
  const store = { name, version: "1.0.0", serial, extensions };
  files.set("store.json", ENCODER.encode(JSON.stringify(store)));
  return files;
}

/** Signs the files of a store, and returns the path of the signature. */
export async function signFiles(
  files: Files,
  options: Partial<SignOptions> = {},
): Promise<string> {
  const bytes = files.get("store.json")!;
  const { name, serial } = JSON.parse(new TextDecoder().decode(bytes));
  const signed = await signStore(bytes, {
    store: name,
    keys: [OURS!],
    lastSerial: 3_000_000_000 + serial,
    time: Date.now(),
    lifetime: DAY,
    ...options,
  });
  files.set(signed.path, signed.bytes);
  return signed.path;
}

/** A store that is signed. */
export async function signedFiles(
  contents: Contents,
  serial: number,
  options: Partial<SignOptions> = {},
): Promise<Files> {
  const files = await makeFiles(contents, serial, options.store);
  await signFiles(files, options);
  return files;
}

/** Puts files into a directory that then holds nothing else. */
export async function writeFiles(folder: string, files: Files): Promise<void> {
  await Deno.mkdir(folder, { recursive: true });
  for await (const { name } of Deno.readDir(folder)) {
    if (name !== ".git") {
      await Deno.remove(`${folder}/${name}`, { recursive: true });
    }
  }
  for (const [path, bytes] of files) {
    const file = `${folder}/${path}`;
    await Deno.mkdir(file.slice(0, file.lastIndexOf("/")), { recursive: true });
    await Deno.writeFile(file, bytes);
  }
}

/** Runs git, with nothing of the caller's own. */
export async function runGit(
  folder: string,
  ...args: readonly string[]
): Promise<void> {
  const { success, stderr } = await new Deno.Command("git", {
    args: ["-c", "user.name=a", "-c", "user.email=a@b.example", ...args],
    cwd: folder,
    stdin: "null",
    stdout: "null",
    clearEnv: true,
    env: {
      PATH: "/usr/bin:/bin",
      GIT_CONFIG_GLOBAL: "/dev/null",
      GIT_CONFIG_SYSTEM: "/dev/null",
    },
  }).output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
}

/** Where a store is for its readers. */
export interface Place {
  /** What `stores add` takes. */
  readonly kind: string;
  /** What `stores add` takes. */
  readonly location: string;
  /** Makes the store hold these files and nothing else. */
  show(files: Files): Promise<void>;
}

/** Answers a request in place of the server; undefined to let it. */
export type Interference = (path: string) => Response | undefined;

/** A web server with an attacker before it. */
export interface HttpPlace extends Place {
  /** What the attacker does. */
  interfere: Interference;
}

/** A store on a web server of this machine. */
export function httpPlace(): HttpPlace & AsyncDisposable {
  let shown: Files = new Map();
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    (request) => {
      const path = decodeURIComponent(new URL(request.url).pathname).slice(1);
      const answer = place.interfere(path);
      if (answer !== undefined) return answer;
      const bytes = shown.get(path);
      return bytes === undefined
        ? new Response("none", { status: 404 })
        : new Response(bytes);
    },
  );
  const place: HttpPlace & AsyncDisposable = {
    kind: "http",
    location: `http://127.0.0.1:${server.addr.port}/`,
    interfere: () => undefined,
    show: (files) => {
      shown = files;
      return Promise.resolve();
    },
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
  return place;
}

/** A store in a directory. */
export function localPlace(folder: string): Place {
  return {
    kind: "local",
    location: `${folder}/store`,
    show: (files) => writeFiles(`${folder}/store`, files),
  };
}

/** A store in a git repository. */
export function gitPlace(folder: string): Place {
  const work = `${folder}/work`;
  const bare = `${folder}/bare.git`;
  let isMade = false;
  return {
    kind: "git",
    location: bare,
    show: async (files) => {
      if (!isMade) {
        await runGit(folder, "init", "--quiet", "--bare", "-b", "main", bare);
        await runGit(folder, "init", "--quiet", "-b", "main", work);
        isMade = true;
      }
      await writeFiles(work, files);
      await runGit(work, "add", "--all");
      await runGit(work, "commit", "--quiet", "--message", "state");
      await runGit(work, "push", "--quiet", "--force", bare, "main");
    },
  };
}

/** Runs `body` with a place of a kind, and a folder that goes away with it. */
export async function withPlace(
  kind: string,
  body: (place: Place, folder: string) => Promise<void>,
): Promise<void> {
  await withFolder(async (folder) => {
    if (kind === "http") {
      await using place = httpPlace();
      return await body(place, folder);
    }
    await body(kind === "git" ? gitPlace(folder) : localPlace(folder), folder);
  });
}

/** Runs `body` with a new folder. */
export async function withFolder(
  body: (folder: string) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "storectl_security_" });
  try {
    await body(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** A machine that has added a store. */
export class Reader {
  /** Its cache, which anybody may clear. */
  readonly cache: string;
  readonly #folder: string;
  #entry: StoreEntry;

  constructor(
    folder: string,
    { kind, location }: Place,
    more: Partial<StoreEntry> = {},
  ) {
    this.#folder = folder;
    this.cache = `${folder}/cache`;
    this.#entry = {
      name: "harbour",
      kind,
      location,
      priority: 0,
      trusted: false,
      enabled: true,
      keys: [OURS!.publicKey],
      requireSignature: false,
      scope: "user",
      ...more,
    };
  }

  /** Changes what the configuration says. */
  configure(more: Partial<StoreEntry>): void {
    this.#entry = { ...this.#entry, ...more };
  }

  /** Opens the store, as each run of the program does. */
  async open(): Promise<Store> {
    const kind = await loadKind(this.#entry.kind);
    const none = () => {
      throw new Error("An extension store does not ask APT");
    };
    const place = {
      root: this.#folder,
      cache: this.cache,
      data: `${this.#folder}/data`,
      readDefinitions: none,
      openCatalog: none,
      askCatalog: none,
    };
    const { location } = this.#entry;
    return await kind!.open({
      ...this.#entry,
      location: kind!.readLocation!(location, this.#folder),
    }, place);
  }

  /** Asks what there is: `id version` in order, codes of warnings, or the code of the refusal. */
  ask(options: AskOptions = {}): Promise<string> {
    return codeOf(async () => {
      const store = await this.open();
      const { items, warnings } = await store.list({
        refresh: true,
        ...options,
      });
      return [
        ...items.map(({ id, version }) => `${id} ${version}`),
        ...warnings.map(({ code }) => code),
      ].join(", ");
    });
  }

  /** Fetches a version: its files, or the code of the refusal; of that nothing may be left under its name. */
  fetch(id: string, version: string): Promise<string> {
    const into = `${this.#folder}/into`;
    return codeOf(async () => {
      const store = await this.open();
      await Deno.mkdir(into);
      try {
        return (await store.fetch(id, version, into, { refresh: true })).paths
          .join(", ");
      } catch (error) {
        const left = Array.from(Deno.readDirSync(into), ({ name }) => name);
        const named = left.filter((name) => name.startsWith("extension"));
        if (named.length > 0) throw new Error(`left behind: ${named.join()}`);
        throw error;
      } finally {
        await Deno.remove(into, { recursive: true });
      }
    });
  }
}

/** What is answered, or the code of what is thrown on purpose. */
async function codeOf(body: () => Promise<string>): Promise<string> {
  try {
    return await body();
  } catch (error) {
    if (error instanceof StoreError) return error.code;
    throw error;
  }
}
