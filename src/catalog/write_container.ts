/**
 * Lays sections out as a container.
 *
 * @module
 */

import type { Pieces } from "../core/join_bytes.ts";
import {
  aligned,
  BLOCK_BYTES,
  FORMAT_VERSION,
  headChecksum,
  HEADER_BYTES,
  MAGIC,
} from "./_container_format.ts";
import type { Place } from "./_container_format.ts";
import { checksum } from "./checksum.ts";

/** Sections in blocks. */
class Blocks {
  readonly places: Record<string, Place> = {};
  /** Whole blocks each; none is a copy that is as large as a section. */
  readonly pieces: Uint8Array[] = [];
  /** Bytes of the sections, with what aligns them. */
  #length = 0;
  /** The block that is filled with what fills none. */
  #block = new Uint8Array(0);

  /** Adds a section behind the others. */
  add(name: string, section: ArrayBufferView): void {
    const { buffer, byteOffset, byteLength } = section;
    // what is read in windows reads no block twice
    this.#length = aligned(
      this.#length,
      byteLength < BLOCK_BYTES ? 8 : BLOCK_BYTES,
    );
    this.places[name] = [this.#length, byteLength];
    const bytes = new Uint8Array(buffer, byteOffset, byteLength);
    const whole = byteLength < BLOCK_BYTES
      ? 0
      : byteLength - byteLength % BLOCK_BYTES;
    if (whole > 0) {
      const blocks = bytes.subarray(0, whole);
      // checksums are made of words
      this.pieces.push(byteOffset % 4 === 0 ? blocks : blocks.slice());
      this.#length += whole;
    }
    this.#copy(bytes.subarray(whole));
  }

  /** Copies a part of a section, one block and a bit of the next one at most. */
  #copy(bytes: Uint8Array): void {
    for (let done = 0; done < bytes.length;) {
      const at = this.#length % BLOCK_BYTES;
      if (at === 0) {
        this.#block = new Uint8Array(BLOCK_BYTES);
        this.pieces.push(this.#block);
      }
      const part = bytes.subarray(done, done + BLOCK_BYTES - at);
      this.#block.set(part, at);
      this.#length += part.length;
      done += part.length;
    }
  }
}

/** The checksums of all blocks. */
function blockSums(pieces: Pieces): Uint32Array {
  const sums: number[] = [];
  for (const { buffer, byteOffset, byteLength } of pieces) {
    for (let at = 0; at < byteLength; at += BLOCK_BYTES) {
      sums.push(
        checksum(new Uint32Array(buffer, byteOffset + at, BLOCK_BYTES / 4)),
      );
    }
  }
  return Uint32Array.from(sums);
}

/**
 * Lays sections out as a file.
 *
 * @param facts What the head carries besides, as JSON.
 * @param sections By name.
 * @returns The file in pieces, each a multiple of 8 bytes; views of the sections where those fill blocks.
 */
export function writeContainer(
  facts: unknown,
  sections: ReadonlyMap<string, ArrayBufferView>,
): Pieces {
  const blocks = new Blocks();
  for (const [name, section] of sections) blocks.add(name, section);
  const { places, pieces } = blocks;
  const sums = blockSums(pieces);
  const directory = new TextEncoder().encode(
    JSON.stringify({ facts, sections: places }),
  );
  const headBytes = aligned(sums.byteLength + directory.length, 8);
  const head = new Uint8Array(HEADER_BYTES + headBytes);
  head.fill(32, HEADER_BYTES); // JSON may end in blanks
  head.set(new Uint8Array(sums.buffer), HEADER_BYTES);
  head.set(directory, HEADER_BYTES + sums.byteLength);
  const words = new Uint32Array(head.buffer);
  words.set([MAGIC, FORMAT_VERSION, headBytes, BLOCK_BYTES, sums.length, 0, 0]);
  words[HEADER_BYTES / 4 - 1] = headChecksum(words);
  return [head, ...pieces];
}
