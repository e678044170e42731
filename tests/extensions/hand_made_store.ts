/**
 * An extension store written by hand, link by link, without any of the code that publishes.
 *
 * @module
 */

import { createHash } from "node:crypto";
import { createBLAKE3 } from "hash-wasm";

const blake3 = await createBLAKE3();

/** The link text of some bytes. */
export function checksumOf(
  bytes: Uint8Array | string,
  algorithm = "blake3",
): string {
  const hex = algorithm === "blake3"
    ? blake3.init().update(bytes).digest()
    : createHash(algorithm).update(bytes).digest("hex");
  return `${algorithm}:${hex}`;
}

/** JSON that a test may change in any way. */
// deno-lint-ignore no-explicit-any -- broken stores have any shape
export type Json = any;

/** A file of a version. */
export interface HandMadeFile {
  /** From the manifest. */
  readonly path: string;
  /** What is in it. */
  readonly content: Uint8Array | string;
  /** Type of the asset; the component has none. */
  readonly type?: string;
}

/** Component and assets of every version; contents differ by version, sizes do not. */
function filesOf(id: string, version: string): HandMadeFile[] {
  const text = (name: string): string => `${name} of ${id} ${version}\n`;
  const wasm = new Uint8Array(300);
  wasm.set([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);
  wasm.set(new TextEncoder().encode(text("code")), 8);
  return [
    { path: "extension.wasm", content: wasm },
    { path: "README.md", content: text("readme"), type: "documentation" },
    { path: "assets/icon.svg", content: text("<svg/>"), type: "icon" },
    { path: "assets/data/table.bin", content: text("table"), type: "asset" },
    { path: "assets/data/other.bin", content: text("other"), type: "asset" },
  ];
}

function bytesOf(content: Uint8Array | string): Uint8Array {
  return typeof content === "string"
    ? new TextEncoder().encode(content)
    : content;
}

/** A store in memory, which tests change before or after it is written. */
export class HandMadeStore {
  /** `store.json`. */
  index: Json = { name: "hand-made", version: "1.0.0", extensions: [] };
  /** Contents by path from the root; `store.json` is written last. */
  readonly files = new Map<string, Uint8Array>();

  /** Adds a version, linked all the way. */
  add(
    id: string,
    version: string,
    files: readonly HandMadeFile[] = filesOf(id, version),
  ): void {
    const folder = `extensions/${id}/${version}`;
    const links = files.map(({ path, content, type }) => ({
      ...(type === undefined ? {} : { name: path.split("/").at(-1) }),
      path,
      checksum: checksumOf(bytesOf(content)),
      size: bytesOf(content).length,
      ...(type === undefined ? {} : { type }),
    }));
    const [wasm, ...assets] = links;
    const manifest = {
      id,
      name: `The ${id}`,
      version,
      wasm_file: wasm,
      assets,
      dependencies: { "org.other": "^1.2.0" },
    };
    for (const { path, content } of files) {
      this.files.set(`${folder}/${path}`, bytesOf(content));
    }
    this.index.extensions.push({
      id,
      name: `The ${id}`,
      version,
      size: links.reduce((sum, { size }) => sum + size, 0),
      manifest_path: `${folder}/manifest.json`,
      manifest_checksum: "",
    });
    this.setManifest(id, version, manifest);
  }

  /** The folder of a version. */
  folder(id: string, version: string): string {
    return `extensions/${id}/${version}`;
  }

  /** The summary of a version. */
  summary(id: string, version: string): Json {
    return this.index.extensions.find((summary: Json) =>
      summary.id === id && summary.version === version
    );
  }

  /** The manifest of a version. */
  manifest(id: string, version: string): Json {
    const path = `${this.folder(id, version)}/manifest.json`;
    return JSON.parse(new TextDecoder().decode(this.files.get(path)!));
  }

  /** Replaces a manifest, and links it anew with its list of sums. */
  setManifest(id: string, version: string, manifest: Json): void {
    this.setManifestText(id, version, `${JSON.stringify(manifest, null, 2)}\n`);
  }

  /** The same with any bytes. */
  setManifestText(
    id: string,
    version: string,
    text: string | Uint8Array,
  ): void {
    const folder = this.folder(id, version);
    this.files.set(`${folder}/manifest.json`, bytesOf(text));
    const summary = this.summary(id, version);
    summary.manifest_checksum = checksumOf(bytesOf(text));
    const sums = this.sums(folder);
    this.files.set(`${folder}/SHA256SUMS`, bytesOf(sums));
    summary.sums_checksum = checksumOf(sums);
  }

  /** The list of sums that belongs to a folder. */
  sums(folder: string): string {
    return [...this.files].filter(([path]) =>
      path.startsWith(`${folder}/`) && !path.endsWith("/SHA256SUMS")
    ).map(([path, content]) =>
      `${checksumOf(content, "sha256").slice(7)}  ${
        path.slice(folder.length + 1)
      }\n`
    ).sort().join("");
  }

  /** Changes a manifest and links it anew. */
  changeManifest(
    id: string,
    version: string,
    change: (manifest: Json) => void,
  ): void {
    const manifest = this.manifest(id, version);
    change(manifest);
    this.setManifest(id, version, manifest);
  }

  /** Turns the index into the map of some stores in the wild. */
  toMap(): void {
    const map: Json = {};
    for (const summary of this.index.extensions) {
      map[summary.id] ??= { latest: summary.version, all_versions: {} };
      map[summary.id].all_versions[summary.version] = summary;
    }
    this.index.extensions = map;
  }

  /** Writes everything below a directory. */
  write(root: string): void {
    for (const [path, content] of this.files) {
      const full = `${root}/${path}`;
      Deno.mkdirSync(full.slice(0, full.lastIndexOf("/")), { recursive: true });
      Deno.writeFileSync(full, content);
    }
    Deno.writeTextFileSync(
      `${root}/store.json`,
      `${JSON.stringify(this.index, null, 2)}\n`,
    );
  }
}

/** A store with three versions of two extensions. */
export function handMadeStore(): HandMadeStore {
  const store = new HandMadeStore();
  store.add("org.alpha", "1.0.0");
  store.add("org.alpha", "1.1.0");
  store.add("beta", "0.1.0-rc.1");
  return store;
}

/** Gives a test a written store in a directory of its own. */
export async function withStore<Result>(
  store: HandMadeStore,
  body: (root: string) => Promise<Result>,
): Promise<Result> {
  const root = Deno.makeTempDirSync({ prefix: "storectl store " });
  try {
    store.write(root);
    return await body(root);
  } finally {
    Deno.removeSync(root, { recursive: true });
  }
}
