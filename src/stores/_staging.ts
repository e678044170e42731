/**
 * The directory in a store where a change is made ready, and what a change that was broken off left behind.
 *
 * A journal in it names all that a change makes or no longer needs. It is written before anything is made, and goes
 * last: so whoever comes next finds every leftover without looking through the store.
 *
 * @module
 */

import { StoreError } from "../core/store_error.ts";
import { pathProblem } from "../extensions/safe_path.ts";
import { sha256Hex, signaturePath } from "../extensions/store_signature.ts";
import type { Disk } from "../sys/disk.ts";
import { readBytes } from "../sys/read_file.ts";
import { listNames, lookAt } from "../sys/store_files.ts";

/** Name of the directory, in the store's root. */
export const STAGING_FOLDER = ".storectl";
const JOURNAL = "journal.json";
/** Bytes of a journal: it names a handful of paths. */
const JOURNAL_MAX_BYTES = 64 * 1024;

/** Where versions lie; the part behind `_r` counts overwrites. */
const VERSION_FOLDER_REGEXP = /^extensions\/[^/]+\/[^/]+$/;
const SIGNATURE_REGEXP = /^signatures\/[0-9a-f]{64}\.json$/;

/** What a change makes, or no longer needs: it goes unless `store.json` lists it when all is done. */
export interface Journal {
  /** Directories of versions, from the store's root. */
  readonly folders: readonly string[];
  /** Signatures, from the store's root. */
  readonly signatures: readonly string[];
}

/** Writes a file and sees to it that it survives a crash. */
export function writeWhole(disk: Disk, path: string, bytes: Uint8Array): void {
  const file = disk.create(path);
  try {
    for (let done = 0; done < bytes.length;) {
      done += file.write(bytes.subarray(done));
    }
    file.sync();
  } finally {
    file.close();
  }
}

/** Removes a directory with all that is in it; no link is followed. */
export function removeTree(disk: Disk, path: string): void {
  const entry = lookAt(path);
  if (entry === undefined) return;
  if (entry.kind !== "directory") return disk.removeFile(path);
  for (const name of listNames(path).names) removeTree(disk, `${path}/${name}`);
  disk.removeFolder(path);
}

/** Whether a path of a store leads through real directories only. */
export function isReal(store: string, path: string): boolean {
  const names = path.split("/").slice(0, -1);
  return names.every((_, index) => {
    const part = names.slice(0, index + 1).join("/");
    const kind = lookAt(`${store}/${part}`)?.kind;
    return kind === undefined || kind === "directory";
  });
}

/** Removes the directory of a version, and those above it that are empty then. */
function removeVersion(disk: Disk, store: string, folder: string): void {
  if (!isReal(store, folder)) return;
  removeTree(disk, `${store}/${folder}`);
  for (
    let parent = parentOf(folder);
    parent !== "";
    parent = parentOf(parent)
  ) {
    const path = `${store}/${parent}`;
    if (lookAt(path)?.kind !== "directory") continue;
    const { names, isListed } = listNames(path);
    if (!isListed || names.length > 0) return;
    disk.removeFolder(path);
  }
}

function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf("/")));
}

/** Starts a change: nothing may be made before. */
export function beginChange(
  disk: Disk,
  store: string,
  journal: Journal,
): void {
  const staging = `${store}/${STAGING_FOLDER}`;
  disk.makeFolder(staging);
  writeWhole(
    disk,
    `${staging}/${JOURNAL}`,
    new TextEncoder().encode(JSON.stringify(journal)),
  );
  disk.syncFolder(staging);
  disk.syncFolder(store);
}

/** Reads the journal of a change that was broken off; one that is cut stood there before anything was made. */
function readJournal(staging: string): Journal {
  const nothing: Journal = { folders: [], signatures: [] };
  const path = `${staging}/${JOURNAL}`;
  if (lookAt(path)?.kind !== "file") return nothing;
  try {
    const bytes = readBytes(path, { maxBytes: JOURNAL_MAX_BYTES });
    if (bytes === null) return nothing;
    const journal: unknown = JSON.parse(new TextDecoder().decode(bytes));
    if (typeof journal !== "object" || journal === null) return nothing;
    const { folders, signatures } = journal as Record<string, unknown>;
    const paths = (value: unknown, form: RegExp) =>
      (Array.isArray(value) ? value : []).filter((path) =>
        typeof path === "string" && form.test(path) &&
        pathProblem(path) === undefined
      );
    return {
      folders: paths(folders, VERSION_FOLDER_REGEXP),
      signatures: paths(signatures, SIGNATURE_REGEXP),
    };
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof StoreError) {
      return nothing;
    }
    throw error;
  }
}

/** What `store.json` says now. */
export interface Present {
  /** Its bytes; null where there is none. */
  read(): Uint8Array<ArrayBuffer> | null;
  /** Whether it lists anything in a directory. */
  lists(folder: string): boolean;
}

/**
 * Ends a change, whether it was done, failed, or was broken off: what is not needed goes, the journal last.
 *
 * @throws {StoreError} Something cannot be removed; then the journal stays, for the next one.
 */
export async function endChange(
  disk: Disk,
  store: string,
  present: Present,
): Promise<void> {
  const staging = `${store}/${STAGING_FOLDER}`;
  const kind = lookAt(staging)?.kind;
  if (kind === undefined) return;
  if (kind !== "directory") return disk.removeFile(staging);
  const { folders, signatures } = readJournal(staging);
  for (const folder of folders) {
    if (!present.lists(folder)) removeVersion(disk, store, folder);
  }
  for (const signature of signatures) {
    const bytes = present.read();
    const used = bytes && signaturePath(await sha256Hex(bytes));
    if (signature !== used && isReal(store, signature)) {
      removeTree(disk, `${store}/${signature}`);
    }
  }
  for (const name of listNames(staging).names) {
    if (name !== JOURNAL) removeTree(disk, `${staging}/${name}`);
  }
  removeTree(disk, staging);
}
