/**
 * The files of a directory tree as they lie on disk: nothing is followed, nothing but regular files is opened.
 *
 * @module
 */

import { isMissing, isRefused } from "./_io_error.ts";

/** What lies at a path; a link is not followed. */
export interface FileEntry {
  /** `other`: a pipe, a socket, a device. */
  readonly kind: "file" | "directory" | "link" | "other";
  /** Bytes. */
  readonly size: number;
  /** Number of the device. */
  readonly device: number;
  /** Number of the file within its device. */
  readonly inode: number;
  /** Where a link points, as it is written. */
  readonly target?: string;
}

/**
 * Looks at a path without following it.
 *
 * @returns Undefined where nothing is, or where the system does not say: a name that is too long, a directory that may
 *   not be searched.
 */
export function lookAt(path: string): FileEntry | undefined {
  try {
    const info = Deno.lstatSync(path);
    const kind = info.isSymlink
      ? "link"
      : info.isFile
      ? "file"
      : info.isDirectory
      ? "directory"
      : "other";
    const facts = {
      kind,
      size: info.size,
      device: info.dev,
      inode: info.ino ?? 0,
    } as const;
    return kind === "link"
      ? { ...facts, target: Deno.readLinkSync(path) }
      : facts;
  } catch (error) {
    if (isMissing(error) || isRefused(error)) return undefined;
    if (error instanceof Error && "code" in error) return undefined;
    throw error;
  }
}

/** What became of reading a file. */
export type FileContent =
  | { readonly state: "read"; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly state: "missing" | "refused" | "replaced" | "failed" | "large" };

/**
 * Reads a whole file that was looked at before.
 *
 * @param entry What it was then; another file under its name now is not read.
 * @param maxBytes The most bytes to accept.
 */
export function readEntry(
  path: string,
  entry: FileEntry,
  maxBytes: number,
): FileContent {
  if (entry.size > maxBytes) return { state: "large" };
  try {
    using file = Deno.openSync(path);
    const info = file.statSync();
    if (
      !info.isFile || info.dev !== entry.device ||
      (info.ino ?? 0) !== entry.inode
    ) return { state: "replaced" };
    // one byte more than expected tells the end of the file from a file that grew
    let buffer = new Uint8Array(Math.min(info.size, maxBytes) + 1);
    let length = 0;
    for (;;) {
      const count = file.readSync(buffer.subarray(length)) ?? 0;
      if (count === 0) break;
      length += count;
      if (length > maxBytes) return { state: "large" };
      if (length < buffer.length) continue;
      const larger = new Uint8Array(Math.min(maxBytes + 1, length * 2));
      larger.set(buffer);
      buffer = larger;
    }
    return { state: "read", bytes: buffer.subarray(0, length) };
  } catch (error) {
    if (isMissing(error)) return { state: "missing" };
    if (isRefused(error)) return { state: "refused" };
    if (error instanceof Error && "code" in error) return { state: "failed" };
    throw error;
  }
}

/** Names in a directory, and those of them that could not be listed. */
export interface DirectoryNames {
  /** In no order. */
  readonly names: readonly string[];
  /** Whether the directory could be listed. */
  readonly isListed: boolean;
}

/** Lists a directory; one that is gone or refused gives no names. */
export function listNames(path: string): DirectoryNames {
  try {
    return {
      names: Array.from(Deno.readDirSync(path), ({ name }) => name),
      isListed: true,
    };
  } catch (error) {
    if (isMissing(error)) return { names: [], isListed: true };
    if (isRefused(error) || (error instanceof Error && "code" in error)) {
      return { names: [], isListed: false };
    }
    throw error;
  }
}
