/**
 * Where the bytes of a catalog come from: a file, of which only ranges are read, or memory.
 *
 * @module
 */

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

/** Bytes in memory. */
export class MemorySource implements ByteSource {
  /** Takes the bytes as they are. */
  constructor(readonly bytes: Uint8Array) {}

  /** Bytes in all. */
  get length(): number {
    return this.bytes.length;
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
    into.set(this.bytes.subarray(offset, offset + into.length));
  }
}
