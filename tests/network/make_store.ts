/**
 * Stores for tests: right in every link, small, and the same each time.
 *
 * @module
 */

import { digestBytes } from "../../src/sys/digest.ts";

/** The files of a store, by path from its root. */
export type StoreFiles = Map<string, Uint8Array<ArrayBuffer>>;

/** What a store is to hold. */
export interface StorePlan {
  /** Changes so far; a store without a count unless given. */
  readonly serial?: number;
  /** Time of the last change, as ISO 8601. */
  readonly updated?: string;
  /** `id@version`; `one@1.0.0` unless given. */
  readonly extensions?: readonly string[];
  /** Bytes of each component. */
  readonly size?: number;
  /** Assets of each extension besides its README. */
  readonly assets?: number;
}

const ENCODER = new TextEncoder();

function jsonBytes(value: unknown): Uint8Array<ArrayBuffer> {
  return ENCODER.encode(`${JSON.stringify(value, null, 2)}\n`);
}

/** Bytes that begin as a component does, and differ from those of other names. */
function component(name: string, size: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(size);
  let state = [...name].reduce(
    (sum, letter) => sum * 31 + letter.charCodeAt(0) | 0,
    7,
  );
  for (let index = 0; index < size; index++) {
    state = Math.imul(state, 1_103_515_245) + 12_345 | 0;
    bytes[index] = state >>> 16;
  }
  bytes.set([0, 0x61, 0x73, 0x6d, 0x0d, 0, 1, 0].slice(0, size));
  return bytes;
}

async function linkOf(path: string, bytes: Uint8Array) {
  const checksum = `blake3:${await digestBytes("blake3", bytes)}`;
  return { path, checksum, size: bytes.length };
}

/** Makes a store. */
export async function makeStore(plan: StorePlan = {}): Promise<StoreFiles> {
  const {
    serial,
    updated,
    extensions = ["one@1.0.0"],
    size = 5000,
    assets = 0,
  } = plan;
  const files: StoreFiles = new Map();
  const summaries = [];
  for (const extension of extensions) {
    const [id = "", version = ""] = extension.split("@");
    const home = `extensions/${id}/${version}`;
    const wasm = component(extension, size);
    const readme = ENCODER.encode(`# ${id} ${version}\n`);
    files.set(`${home}/extension.wasm`, wasm);
    files.set(`${home}/README.md`, readme);
    const more = [];
    for (let index = 0; index < assets; index++) {
      const path = `assets/${index}.bin`;
      const bytes = component(`${extension} ${index}`, 100);
      files.set(`${home}/${path}`, bytes);
      more.push({ name: path, ...await linkOf(path, bytes), type: "asset" });
    }
    const manifest = jsonBytes({
      id,
      name: `Extension ${id}`,
      version,
      description: `What ${id} does.`,
      author: "Somebody",
      wasm_file: await linkOf("extension.wasm", wasm),
      assets: [{
        name: "README.md",
        ...await linkOf("README.md", readme),
        type: "documentation",
      }, ...more],
    });
    files.set(`${home}/manifest.json`, manifest);
    const { path, checksum } = await linkOf(`${home}/manifest.json`, manifest);
    summaries.push({
      id,
      name: `Extension ${id}`,
      version,
      description: `What ${id} does.`,
      author: "Somebody",
      manifest_path: path,
      manifest_checksum: checksum,
    });
  }
  files.set(
    "store.json",
    jsonBytes({
      name: "A store",
      version: "1.0.0",
      ...(serial === undefined ? {} : { serial }),
      ...(updated === undefined ? {} : { updated }),
      extensions: summaries,
    }),
  );
  return files;
}

/** Writes the files of a store below a directory. */
export function writeStore(folder: string, files: StoreFiles): void {
  for (const [path, bytes] of files) {
    const whole = `${folder}/${path}`;
    Deno.mkdirSync(whole.slice(0, whole.lastIndexOf("/")), { recursive: true });
    Deno.writeFileSync(whole, bytes);
  }
}
