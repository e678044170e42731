/**
 * What a publisher hands in: a directory, its manifest, and the files it holds.
 *
 * @module
 */

import { LIMITS } from "../core/limits.ts";
import { StoreError } from "../core/store_error.ts";
import type { Warning } from "../core/warning.ts";
import { assetName, guessAssetType } from "../extensions/asset_type.ts";
import type {
  AssetReference,
  ExtensionManifest,
} from "../extensions/extension_manifest.ts";
import { SourceManifest, sumsText } from "../extensions/link_manifest.ts";
import type { ManifestFields } from "../extensions/link_manifest.ts";
import { readExtensionManifest } from "../extensions/read_extension_manifest.ts";
import { foldPath, pathProblem } from "../extensions/safe_path.ts";
import { WASM_HEADER_BYTES, wasmProblem } from "../extensions/wasm_header.ts";
import { digestBytes } from "../sys/digest.ts";
import { compareUtf8, listDirectory } from "../sys/list_directory.ts";
import { readBytes } from "../sys/read_file.ts";
import { statFile } from "../sys/stat_file.ts";
import { lookAt } from "../sys/store_files.ts";
import { sumFile } from "../sys/sum_file.ts";

/** What is published. */
export interface PublishSource {
  /** The directory. */
  readonly folder: string;
  /** What the command line says about the extension. */
  readonly fields: ManifestFields;
  /** The component, from the directory or from here; found by its name otherwise. */
  readonly wasm?: string | undefined;
  /** Types of assets, by path from the directory. */
  readonly types: ReadonlyMap<string, string>;
}

/** A file that is published. */
export interface SourceFile {
  /** Where it lies. */
  readonly from: string;
  /** Where it goes, from the manifest's directory. */
  readonly path: string;
  /** `component`, or the type of an asset. */
  readonly type: string;
  /** `blake3:` and hex. */
  readonly checksum: string;
  /** Bytes. */
  readonly size: number;
}

/** A version that is ready to be published. */
export interface PreparedVersion {
  /** What it says of itself. */
  readonly manifest: ExtensionManifest;
  /** Text of `manifest.json`. */
  readonly manifestBytes: Uint8Array<ArrayBuffer>;
  /** `blake3:` and hex of it. */
  readonly manifestChecksum: string;
  /** Text of `SHA256SUMS`. */
  readonly sumsBytes: Uint8Array<ArrayBuffer>;
  /** `blake3:` and hex of it. */
  readonly sumsChecksum: string;
  /** The component, then the assets in path order. */
  readonly files: readonly SourceFile[];
  /** Bytes of these files. */
  readonly size: number;
  /** What was left out. */
  readonly warnings: readonly Warning[];
}

const MANIFEST = "manifest.json";
const SUMS = "SHA256SUMS";

function refused(folder: string, states: readonly string[]): StoreError {
  return new StoreError(
    "EXTENSION_INVALID",
    `Cannot publish "${folder}": ${states.join("; ")}`,
    { at: folder },
  );
}

/** Lists regular files, and says what cannot be published. */
class SourceTree {
  readonly paths: string[] = [];
  readonly states: string[] = [];
  readonly warnings: Warning[] = [];

  constructor(readonly folder: string) {
    const facts = statFile(folder);
    if (!facts?.isDirectory) {
      const state = facts === null
        ? "it does not exist"
        : "it is not a directory";
      throw new StoreError(
        "NOT_FOUND",
        `Cannot publish "${folder}": ${state}`,
        { hint: "Name the directory that holds manifest.json.", at: folder },
      );
    }
    this.#walk("");
    this.paths.sort(compareUtf8);
  }

  #walk(prefix: string): void {
    for (const name of listDirectory(`${this.folder}/${prefix}`) ?? []) {
      const path = prefix + name;
      if (name.startsWith(".")) {
        this.warnings.push({
          code: "FILE_SKIPPED",
          message: `Cannot publish "${path}": its name starts with a dot`,
          path: `${this.folder}/${path}`,
        });
        continue;
      }
      const kind = lookAt(`${this.folder}/${path}`)?.kind;
      if (kind === "directory") this.#walk(`${path}/`);
      else if (kind === "file") this.paths.push(path);
      else {
        this.states.push(
          kind === "link"
            ? `"${path}" is a symbolic link`
            : `"${path}" is no regular file`,
        );
      }
    }
  }
}

/** Which file is the component, and where it lies. */
function findWasm(
  { folder, wasm }: PublishSource,
  paths: readonly string[],
  hint: string | undefined,
): { readonly from: string; readonly path: string } | string {
  if (wasm !== undefined) {
    const path = wasm.replace(/^\.\//, "");
    if (paths.includes(path)) return { from: `${folder}/${path}`, path };
    if (lookAt(wasm)?.kind === "file") {
      return { from: wasm, path: "extension.wasm" };
    }
    return `there is no file "${wasm}"`;
  }
  const top = paths.filter((path) => /^[^/]+\.wasm$/i.test(path));
  const path =
    [hint, "extension.wasm"].find((path) =>
      path !== undefined && paths.includes(path)
    ) ?? (top.length === 1 ? top[0] : undefined);
  if (path !== undefined) return { from: `${folder}/${path}`, path };
  return top.length === 0
    ? "there is no WebAssembly file in it"
    : `which of ${top.map((path) => `"${path}"`).join(", ")} is the component`;
}

/** Says which paths cannot be published. */
function* pathStates(paths: readonly string[]): Generator<string> {
  for (const path of paths) {
    const problem = pathProblem(path);
    if (problem !== undefined) {
      yield `the path ${JSON.stringify(path)} cannot be used: ${problem}`;
    }
    const folded = foldPath(path);
    if (folded === foldPath(MANIFEST) || folded === foldPath(SUMS)) {
      yield `"${path}" has a name that storectl gives itself`;
    }
  }
}

/** Ranges of dependencies; the package behind them is loaded where there are any. */
async function rangeStates(
  dependencies: Readonly<Record<string, string>>,
): Promise<readonly string[]> {
  const ranges = Object.entries(dependencies);
  if (ranges.length === 0) return [];
  const { isRange } = await import("../extensions/semver.ts");
  return ranges.filter(([, range]) => !isRange(range)).map(([id, range]) =>
    `"dependencies.${id}": expected a range of versions, found ${
      JSON.stringify(range)
    }`
  );
}

const bytesOf = (text: string) => new TextEncoder().encode(text);

/**
 * Reads, checks and links what is to be published; nothing is written.
 *
 * @throws {StoreError} `EXTENSION_INVALID`: something is wrong with it; the message has all that was found. `NOT_FOUND`,
 *   `LIMIT_EXCEEDED`, `PERMISSION`, `IO`.
 */
export async function prepareVersion(
  source: PublishSource,
): Promise<PreparedVersion> {
  const { folder, fields, types } = source;
  const tree = new SourceTree(folder);
  const own = new SourceManifest(
    readBytes(`${folder}/${MANIFEST}`, { maxBytes: LIMITS.manifestBytes }),
    `${folder}/${MANIFEST}`,
  );
  const { hints } = own;
  const paths = tree.paths.filter((path) => path !== MANIFEST && path !== SUMS);
  const states = [...tree.states, ...pathStates(paths)];
  const wasm = findWasm(source, paths, hints.wasmPath);
  if (typeof wasm === "string") throw refused(folder, [...states, wasm]);
  const assetPaths = paths.filter((path) => `${folder}/${path}` !== wasm.from);
  for (const path of types.keys()) {
    if (!assetPaths.includes(path)) {
      states.push(`there is no asset "${path}" to give a type`);
    }
  }
  const files: (SourceFile & { readonly sha256: string })[] = [];
  for (
    const { from, path } of [
      wasm,
      ...assetPaths.map((path) => ({ from: `${folder}/${path}`, path })),
    ]
  ) {
    const sums = await sumFile(from, WASM_HEADER_BYTES);
    if (path === wasm.path && from === wasm.from) {
      const problem = wasmProblem(sums.start);
      if (problem !== undefined) states.push(`"${from}": ${problem}`);
    }
    const type = from === wasm.from
      ? "component"
      : types.get(path) ?? hints.assets.get(path)?.type ?? guessAssetType(path);
    files.push({
      from,
      path,
      type,
      checksum: `blake3:${sums.blake3}`,
      size: sums.size,
      sha256: sums.sha256,
    });
  }
  const linkOf = ({ path, checksum, size }: SourceFile) => ({
    path,
    checksum,
    size,
  });
  const [component, ...others] = files;
  const assets = others.map((file): AssetReference => ({
    name: hints.assets.get(file.path)?.name ?? assetName(file.path),
    ...linkOf(file),
    type: file.type,
  }));
  const manifestBytes = bytesOf(own.link(fields, linkOf(component!), assets));
  if (manifestBytes.length > LIMITS.manifestBytes) {
    throw new StoreError(
      "LIMIT_EXCEEDED",
      `Cannot publish "${folder}": its manifest would be larger than the limit of ${LIMITS.manifestBytes} bytes`,
      { at: folder },
    );
  }
  const { manifest, problems } = readExtensionManifest(manifestBytes, MANIFEST);
  states.push(
    ...problems.map(({ message }) => message.replace(/^Cannot use /, "")),
    ...await rangeStates(manifest?.dependencies ?? {}),
  );
  if (manifest === undefined || states.length > 0) {
    throw refused(folder, [...new Set(states)]);
  }
  const sumsBytes = bytesOf(sumsText([
    ...files,
    { path: MANIFEST, sha256: await digestBytes("sha256", manifestBytes) },
  ]));
  return {
    manifest,
    manifestBytes,
    manifestChecksum: `blake3:${await digestBytes("blake3", manifestBytes)}`,
    sumsBytes,
    sumsChecksum: `blake3:${await digestBytes("blake3", sumsBytes)}`,
    files: files.map(({ sha256: _, ...file }) => file),
    size: files.reduce((sum, { size }) => sum + size, 0),
    warnings: tree.warnings,
  };
}
