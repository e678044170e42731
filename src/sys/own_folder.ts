/**
 * Directories of the cache that hold more than files of our own: counted, replaced and removed whole.
 *
 * @module
 */

import { ioError, isMissing } from "./_io_error.ts";
import { listDirectory } from "./list_directory.ts";

/** How many names a directory has; 0 where there is none. */
export function countNames(folder: string): number {
  return listDirectory(folder)?.length ?? 0;
}

/**
 * Bytes of a file, or of all files below a directory. Links are neither followed nor counted.
 *
 * @returns Null where there is neither.
 */
export function bytesBelow(path: string): number | null {
  let info;
  try {
    info = Deno.lstatSync(path);
  } catch {
    return null;
  }
  if (info.isFile) return info.size;
  if (!info.isDirectory) return null;
  let sum = 0;
  for (const name of listDirectory(path) ?? []) {
    sum += bytesBelow(`${path}/${name}`) ?? 0;
  }
  return sum;
}

/**
 * Removes a directory with all that is in it; links are removed, not followed.
 *
 * @throws {StoreError} `PERMISSION`, or `IO`: a part of it cannot be removed.
 */
export function removeTree(path: string): void {
  try {
    Deno.removeSync(path, { recursive: true });
  } catch (error) {
    if (!isMissing(error)) throw ioError(error, "remove", path);
  }
}

/**
 * Puts a directory in the place of another one, which is removed.
 *
 * @throws {StoreError} `PERMISSION`, or `IO`: the other one cannot be removed, or the directory not renamed.
 */
export function replaceTree(path: string, by: string): void {
  removeTree(path);
  try {
    Deno.renameSync(by, path);
  } catch (error) {
    throw ioError(error, "replace", path);
  }
}

/** A directory that is removed when the process ends by itself. */
export function temporaryFolder(): string {
  const folder = Deno.makeTempDirSync({ prefix: "storectl-" });
  globalThis.addEventListener("unload", () => removeTree(folder));
  return folder;
}
