/**
 * Reads and fetches one version of a tree, each byte verified by the link that leads to it.
 *
 * @module
 */

import { parseChecksum } from "../core/checksum.ts";
import { LIMITS } from "../core/limits.ts";
import { StoreError } from "../core/store_error.ts";
import type {
  ExtensionManifest,
  FileReference,
} from "../extensions/extension_manifest.ts";
import { readExtensionManifest } from "../extensions/read_extension_manifest.ts";
import type { ExtensionSummary } from "../extensions/store_manifest.ts";
import { digestBytes } from "../sys/digest.ts";
import {
  makeFolder,
  removeFolder,
  renameInto,
  writeNewFile,
} from "../sys/fetch_folder.ts";
import type { LinkedSource } from "./_linked_index.ts";
import type { AskOptions, FetchedVersion } from "./store.ts";

/** A manifest and its bytes. */
interface ReadManifest {
  readonly manifest: ExtensionManifest;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Says what is wrong with a version. */
function refused(
  { tree }: LinkedSource,
  { id, version }: ExtensionSummary,
  path: string,
  code: "CHECKSUM_MISMATCH" | "STORE_INVALID",
  state: string,
): StoreError {
  return new StoreError(
    code,
    `Cannot use "${id}" ${version}: ${state}`,
    {
      hint:
        "Do not use it, and tell who publishes the store: storectl verify finds what is wrong.",
      at: `${tree.place}/${path}`,
    },
  );
}

/**
 * Reads the manifest of a version.
 *
 * @throws {StoreError} `CHECKSUM_MISMATCH`: it is not what its summary links. `STORE_INVALID`: it is missing, or wrong.
 */
export async function readVersion(
  source: LinkedSource,
  summary: ExtensionSummary,
  options: AskOptions,
): Promise<ReadManifest> {
  const { manifestPath: path, manifestChecksum, id, version } = summary;
  const bytes = await source.tree.readFile(
    path,
    LIMITS.manifestBytes,
    options,
    manifestChecksum,
  );
  if (bytes === null) {
    const state = "its manifest does not exist";
    throw refused(source, summary, path, "STORE_INVALID", state);
  }
  const { algorithm, hex } = parseChecksum(manifestChecksum)!;
  const actual = await digestBytes(algorithm, bytes);
  if (actual !== hex) {
    const state =
      `its manifest is ${algorithm}:${actual}, store.json says ${manifestChecksum}`;
    throw refused(source, summary, path, "CHECKSUM_MISMATCH", state);
  }
  const { manifest, problems } = readExtensionManifest(bytes, path, {
    id,
    version,
  });
  if (manifest !== undefined) return { manifest, bytes };
  const state = problems[0]?.message ?? "its manifest is wrong";
  throw refused(source, summary, path, "STORE_INVALID", state);
}

/**
 * Runs `action` for all items, so many at a time. When one fails the others are ended, and nothing is at work any more
 * when that failure is thrown.
 *
 * @param outer Ends all of them, too.
 */
async function inParallel<Item>(
  items: readonly Item[],
  width: number,
  outer: AbortSignal | undefined,
  action: (item: Item, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const rest = items.values();
  const failed = new AbortController();
  const signal = outer === undefined
    ? failed.signal
    : AbortSignal.any([outer, failed.signal]);
  await Promise.allSettled(
    Array.from({ length: Math.min(width, items.length) }, async () => {
      try {
        for (const item of rest) {
          signal.throwIfAborted();
          await action(item, signal);
        }
      } catch (error) {
        failed.abort(error);
      }
    }),
  );
  failed.signal.throwIfAborted();
}

/** The files of a version, and under which name each is kept. */
function filesOf(
  source: LinkedSource,
  summary: ExtensionSummary,
  { wasmFile, assets }: ExtensionManifest,
): readonly FileReference[] {
  const files = [wasmFile, ...assets];
  const names = new Set(files.map(({ path }) => path.toLowerCase()));
  names.add("manifest.json");
  for (const { path } of files) {
    const own = path.toLowerCase();
    const isManifest = own === "manifest.json";
    const folder = foldersOf(own).find((folder) => names.has(folder));
    if (!isManifest && folder === undefined) continue;
    const state = isManifest
      ? `its file "${path}" would replace its manifest`
      : `its file "${path}" is inside another file, "${folder}"`;
    throw refused(source, summary, path, "STORE_INVALID", state);
  }
  return files;
}

/** The directories on the way of a path: `a` and `a/b` of `a/b/c`. */
function foldersOf(path: string): readonly string[] {
  const names = path.split("/");
  return names.slice(1).map((_, index) => names.slice(0, index + 1).join("/"));
}

/**
 * Brings all files of a version into a directory.
 *
 * They arrive in a directory inside it, and get their names when the last one is verified.
 *
 * @param into An empty directory.
 */
export async function fetchVersion(
  source: LinkedSource,
  summary: ExtensionSummary,
  into: string,
  options: AskOptions,
): Promise<FetchedVersion> {
  const { tree } = source;
  const { manifest, bytes } = await readVersion(source, summary, options);
  const files = filesOf(source, summary, manifest);
  const home = summary.manifestPath.slice(
    0,
    summary.manifestPath.lastIndexOf("/") + 1,
  );
  // a name that no file of the version can have
  const arriving = `${into}/.${crypto.randomUUID()}`;
  makeFolder(arriving);
  try {
    await inParallel(
      [...files.entries()],
      tree.parallel,
      options.signal,
      async ([index, { path, checksum, size }], signal) => {
        const isThere = await tree.bringFile(
          home + path,
          { checksum, size },
          `${arriving}/${index}`,
          { ...options, signal },
        );
        if (isThere) return;
        const state = `its file "${path}" does not exist`;
        throw refused(source, summary, home + path, "STORE_INVALID", state);
      },
    );
    writeNewFile(`${arriving}/manifest`, bytes);
    for (const [index, { path }] of files.entries()) {
      renameInto(`${arriving}/${index}`, into, path);
    }
    renameInto(`${arriving}/manifest`, into, "manifest.json");
  } finally {
    removeFolder(arriving);
  }
  return {
    manifest,
    manifestChecksum: summary.manifestChecksum,
    paths: [...files.map(({ path }) => path), "manifest.json"].sort(),
  };
}
