/**
 * How a container is laid out as a file.
 *
 * Layout, little-endian: a header of 32 bytes (magic, format version, length of the head, block size, number of
 * blocks, checksum of the head), then the head (a checksum for each block, and the directory as JSON), then the
 * blocks. Sections start at multiples of 8 bytes from the first block, those that fill one at a block.
 *
 * @module
 */

import { checksum } from "./checksum.ts";

/** What the file begins with. */
export const MAGIC = 0x4c544353; // "SCTL"
/** Raised with every change of what stands in the file. */
export const FORMAT_VERSION = 6;
/** Bytes of the header. */
export const HEADER_BYTES = 32;
/** Bytes that are read and checked at once. */
export const BLOCK_BYTES = 8 * 1024;

/** Where a section lies: offset from the first block, and length, in bytes. */
export type Place = readonly [offset: number, length: number];

/** What the head says. */
export interface Directory<Facts> {
  /** What the head carries besides the sections. */
  readonly facts: Facts;
  /** Where the sections lie. */
  readonly sections: Readonly<Record<string, Place>>;
}

/** A length with what aligns it. */
export function aligned(length: number, to: number): number {
  return Math.ceil(length / to) * to;
}

/** Checksum of header and head; the header's last word, which holds it, does not count. */
export function headChecksum(words: Uint32Array): number {
  const before = checksum(words.subarray(0, HEADER_BYTES / 4 - 1));
  return (checksum(words.subarray(HEADER_BYTES / 4)) ^ before) >>> 0;
}
