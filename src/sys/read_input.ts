/**
 * Standard input, read whole and within a limit.
 *
 * @module
 */

import { StoreError } from "../core/store_error.ts";
import { ioError } from "./_io_error.ts";

/**
 * Reads standard input to its end.
 *
 * @throws {StoreError} `LIMIT_EXCEEDED`: it has more bytes; `IO`: it cannot be read.
 */
export function readInput(maxBytes: number): Uint8Array<ArrayBuffer> {
  const buffer = new Uint8Array(maxBytes + 1);
  let length = 0;
  try {
    while (length < buffer.length) {
      const count = Deno.stdin.readSync(buffer.subarray(length));
      if (count === null) return buffer.slice(0, length);
      length += count;
    }
  } catch (error) {
    throw ioError(error, "read", "standard input");
  }
  throw new StoreError(
    "LIMIT_EXCEEDED",
    `Cannot read standard input: it has more than the limit of ${maxBytes} bytes`,
  );
}
