/**
 * Where the bytes of a catalog come from: a file, of which only ranges are read, or memory.
 *
 * @module
 */

import type { Pieces } from "../core/join_bytes.ts";
import { StoreError } from "../core/store_error.ts";

/** Bytes that can be read in ranges. */
export interface ByteSource {
  /** Bytes in all. */
  readonly length: number;
  /**
   * Fills `into` with the bytes from `offset` on.
   *
   * @throws {StoreError} `DATA_CORRUPT`: there are fewer.
   */
  read(offset: number, into: Uint8Array): void;
}

/** A file in memory. */
export class MemorySource implements ByteSource {
  /** Bytes in all. */
  readonly length: number;

  /** @param pieces The file; taken as it is. */
  constructor(readonly pieces: Pieces) {
    this.length = pieces.reduce((sum, piece) => sum + piece.length, 0);
  }

  /**
   * Copies a range.
   *
   * @throws {StoreError} `DATA_CORRUPT`: there are fewer bytes.
   */
  read(offset: number, into: Uint8Array): void {
    if (offset + into.length > this.length) {
      throw new StoreError(
        "DATA_CORRUPT",
        "Cannot use the catalog: it ends early",
      );
    }
    let start = offset;
    let done = 0;
    for (const piece of this.pieces) {
      if (done === into.length) return;
      if (start < piece.length) {
        const part = piece.subarray(start, start + into.length - done);
        into.set(part, done);
        done += part.length;
      }
      start = Math.max(0, start - piece.length);
    }
  }
}
