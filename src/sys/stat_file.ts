/**
 * What identifies one state of a file.
 *
 * @module
 */

import { ioError, isMissing } from "./_io_error.ts";

/** Facts about a file; two equal ones mean that it did not change, as far as the file system can tell. */
export interface FileFacts {
  /** Bytes. */
  readonly size: number;
  /** Last change of the content, in milliseconds since 1970; 0 where the file system does not keep it. */
  readonly mtime: number;
  /** Number of the file within its device; 0 where there is none. */
  readonly inode: number;
  /** Number of the device. */
  readonly device: number;
  /** User id of the owner; null where files have none. */
  readonly owner: number | null;
  /** Permission bits; null where files have none. */
  readonly mode: number | null;
  /** A regular file. */
  readonly isFile: boolean;
  /** A directory. */
  readonly isDirectory: boolean;
}

/**
 * Asks for the facts about a file, after following symbolic links.
 *
 * @returns The facts, or null when there is no such file, which is also said of a dangling link.
 * @throws {StoreError} `PERMISSION`, or `IO`: a failure of the file system.
 */
export function statFile(path: string): FileFacts | null {
  try {
    const info = Deno.statSync(path);
    return {
      size: info.size,
      mtime: info.mtime?.getTime() ?? 0,
      inode: info.ino ?? 0,
      device: info.dev,
      owner: info.uid,
      mode: info.mode === null ? null : info.mode & 0o7777,
      isFile: info.isFile,
      isDirectory: info.isDirectory,
    };
  } catch (error) {
    if (isMissing(error)) return null;
    throw ioError(error, "read", path);
  }
}

/** The path of a directory without links and relative parts; the path itself where there is no such directory. */
export function realPath(path: string): string {
  try {
    return Deno.realPathSync(path);
  } catch {
    return path;
  }
}
