/**
 * The names in a directory, in one fixed order.
 *
 * @module
 */

import { ioError } from "./_io_error.ts";

/** Whether a UTF-16 code unit is half of a character beyond the basic plane. */
function isSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdfff;
}

/**
 * Compares as the UTF-8 bytes would compare: `sort()` alone puts U+1F600 before U+E000.
 *
 * @returns Negative, zero or positive, as `sort()` wants it.
 */
export function compareUtf8(a: string, b: string): number {
  const shorter = Math.min(a.length, b.length);
  for (let index = 0; index < shorter; index++) {
    const left = a.charCodeAt(index);
    const right = b.charCodeAt(index);
    if (left === right) continue;
    if (isSurrogate(left) !== isSurrogate(right)) {
      return isSurrogate(left) ? 1 : -1;
    }
    return left - right;
  }
  return a.length - b.length;
}

/**
 * The names in a directory, of files of every kind, in the order of their UTF-8 bytes.
 *
 * A name that is not UTF-8 is there too, with U+FFFD for what cannot be decoded; opening it by that name finds nothing.
 *
 * @returns The names, or null when there is no such directory.
 * @throws {StoreError} `PERMISSION`, or `IO`: not a directory, or a failure of the file system.
 */
export function listDirectory(path: string): string[] | null {
  try {
    return Array.from(Deno.readDirSync(path), ({ name }) => name)
      .sort(compareUtf8);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw ioError(error, "list", path);
  }
}
