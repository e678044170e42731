/**
 * Whole files, read at once and within a limit.
 *
 * @module
 */

import { StoreError } from "../core/store_error.ts";
import { openRegular, readInto } from "./_open_regular.ts";

/** How much of a file is accepted. */
export interface ReadOptions {
  /** The most bytes to accept; without it, any number. */
  readonly maxBytes?: number;
  /** Gives the memory to read into; memory that it gives again begins with what stood there. */
  readonly allocate?: (bytes: number) => Uint8Array<ArrayBuffer>;
}

function newBytes(bytes: number): Uint8Array<ArrayBuffer> {
  return new Uint8Array(bytes);
}

/** A file is refused for its size. */
function overLimit(path: string, maxBytes: number): StoreError {
  return new StoreError(
    "LIMIT_EXCEEDED",
    `Cannot read "${path}": it is larger than the limit of ${maxBytes} bytes`,
    { at: path },
  );
}

/**
 * Reads a regular file, after following symbolic links.
 *
 * Of a file over the limit at most one byte more than the limit is read, also if it grows meanwhile.
 *
 * @returns Its bytes, or null when there is no such file, which is also said of a dangling link.
 * @throws {StoreError} `PERMISSION`, `LIMIT_EXCEEDED`, or `IO`: not a regular file, or a failure of the file system.
 */
export function readBytes(
  path: string,
  options: ReadOptions = {},
): Uint8Array<ArrayBuffer> | null {
  const { maxBytes = Infinity, allocate = newBytes } = options;
  using open = openRegular(path);
  if (open === null) return null;
  if (open.size > maxBytes) throw overLimit(path, maxBytes);
  // One byte more than expected tells the end of the file from a file that grew.
  let buffer = allocate(open.size + 1);
  let length = 0;
  for (;;) {
    const count = readInto(open.file, buffer.subarray(length), path);
    if (count === 0) return buffer.subarray(0, length);
    length += count;
    if (length > maxBytes) throw overLimit(path, maxBytes);
    if (length === buffer.length) {
      const capacity = Math.min(maxBytes + 1, Math.max(4096, length * 2));
      const larger = allocate(capacity);
      if (allocate === newBytes) larger.set(buffer);
      buffer = larger;
    }
  }
}

/**
 * Reads a regular file as UTF-8. Bytes that are not UTF-8 become U+FFFD; a byte order mark stays.
 *
 * @returns Its text, or null as for {@linkcode readBytes}.
 * @throws {StoreError} As {@linkcode readBytes}.
 */
export function readText(
  path: string,
  options: ReadOptions = {},
): string | null {
  const bytes = readBytes(path, options);
  if (bytes === null) return null;
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
}
