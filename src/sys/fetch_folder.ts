/**
 * Filling a directory with files that arrived elsewhere in it.
 *
 * @module
 */

import { ioError, isMissing } from "./_io_error.ts";

/**
 * Makes a directory; the one that holds it must exist.
 *
 * @throws {StoreError} `PERMISSION`, or `IO`: it cannot be made, or is there.
 */
export function makeFolder(path: string): void {
  try {
    Deno.mkdirSync(path, { mode: 0o755 });
  } catch (error) {
    throw ioError(error, "make", path);
  }
}

/**
 * Removes a directory and all that is in it, where it is there.
 *
 * @throws {StoreError} `PERMISSION`, or `IO`: it cannot be removed.
 */
export function removeFolder(path: string): void {
  try {
    Deno.removeSync(path, { recursive: true });
  } catch (error) {
    if (!isMissing(error)) throw ioError(error, "remove", path);
  }
}

/**
 * Writes a file that is not there yet.
 *
 * @throws {StoreError} `PERMISSION`, or `IO`: it cannot be written, or is there.
 */
export function writeNewFile(path: string, bytes: Uint8Array): void {
  try {
    Deno.writeFileSync(path, bytes, { createNew: true, mode: 0o644 });
  } catch (error) {
    throw ioError(error, "write", path);
  }
}

/**
 * Gives a file its name below a directory, and makes the directories on the way.
 *
 * @param path From the directory; without `..`.
 * @throws {StoreError} `PERMISSION`, or `IO`: it cannot be moved.
 */
export function renameInto(file: string, folder: string, path: string): void {
  const to = `${folder}/${path}`;
  try {
    const home = to.slice(0, to.lastIndexOf("/"));
    if (home !== folder) Deno.mkdirSync(home, { recursive: true, mode: 0o755 });
    Deno.renameSync(file, to);
  } catch (error) {
    throw ioError(error, "write", to);
  }
}
