/**
 * Files inside a directory: no link leads out of it.
 *
 * @module
 */

import { StoreError } from "../core/store_error.ts";
import { ioError, isMissing } from "./_io_error.ts";
import { chunksOf, openRegular } from "./_open_regular.ts";

/**
 * Where a path inside a directory leads.
 *
 * @param folder The directory, which may be a link itself.
 * @param path From it; without `..`.
 * @returns A path without any link in it; null where nothing is there.
 * @throws {StoreError} `PATH_UNSAFE`: a link leads out of the directory. `PERMISSION`, `IO`.
 */
export function pathInside(folder: string, path: string): string | null {
  let root: string;
  let real: string;
  try {
    root = Deno.realPathSync(folder);
    real = Deno.realPathSync(`${folder}/${path}`);
  } catch (error) {
    if (isMissing(error)) return null;
    throw ioError(error, "read", `${folder}/${path}`);
  }
  if (real.startsWith(root === "/" ? "/" : `${root}/`)) return real;
  throw new StoreError(
    "PATH_UNSAFE",
    `Cannot read "${path}": a symbolic link leads out of "${folder}"`,
    {
      hint: "Do not use this store, and tell who made it.",
      at: `${folder}/${path}`,
    },
  );
}

/**
 * Opens a regular file and reads it in pieces, each in memory of its own.
 *
 * @returns Null where there is no such file.
 * @throws {StoreError} `PERMISSION`, or `IO`: it is not a regular file, or cannot be read.
 */
export function readPieces(
  path: string,
): Generator<Uint8Array<ArrayBuffer>, void> | null {
  const open = openRegular(path);
  return open === null ? null : chunksOf(open, path);
}
