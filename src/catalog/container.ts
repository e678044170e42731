/**
 * A file of named sections, of which any range can be read and checked by itself.
 *
 * It is laid out as `_container_format.ts` says.
 *
 * @module
 */

import { StoreError } from "../core/store_error.ts";
import {
  aligned,
  BLOCK_BYTES,
  FORMAT_VERSION,
  headChecksum,
  HEADER_BYTES,
  MAGIC,
} from "./_container_format.ts";
import type { Directory, Place } from "./_container_format.ts";
import type { ByteSource } from "./byte_source.ts";
import { blockRoom, firstDamaged } from "./kernel.ts";

/** Blocks that are checked at once where nothing of them is needed. */
const CHECKED_BLOCKS = 32;
/** The first read gets the head of every ordinary catalog. */
const FIRST_READ = 28 * 1024;

function refuse(state: string): never {
  throw new StoreError("DATA_CORRUPT", `Cannot use the catalog: ${state}`);
}

/** A container that is read as far as it is needed. */
export class Container<Facts> {
  /** What the head carries besides the sections. */
  readonly facts: Facts;
  readonly #sections: Readonly<Record<string, Place>>;
  readonly #sums: Uint32Array;
  readonly #dataStart: number;
  /** Blocks that small ranges were read from; neighbours are asked for next. */
  readonly #blocks = new Map<number, Uint8Array<ArrayBuffer>>();
  /** From which block to before which one all were checked. */
  readonly #checked: (readonly [first: number, last: number])[] = [];

  /**
   * Reads and checks the head.
   *
   * @throws {StoreError} `DATA_CORRUPT`: it is damaged, or of another format.
   */
  constructor(readonly source: ByteSource) {
    if (source.length < HEADER_BYTES) refuse("it is too short");
    let head = new Uint8Array(
      Math.min(aligned(FIRST_READ, 8), source.length - source.length % 4),
    );
    source.read(0, head);
    const header = new Uint32Array(head.buffer, 0, HEADER_BYTES / 4);
    const [magic, version, headBytes = 0, blockBytes, blocks = 0] = header;
    if (magic !== MAGIC) refuse("it is none");
    if (version !== FORMAT_VERSION || blockBytes !== BLOCK_BYTES) {
      refuse("it is of another format");
    }
    this.#dataStart = HEADER_BYTES + headBytes;
    if (
      headBytes % 8 !== 0 ||
      source.length !== this.#dataStart + blocks * BLOCK_BYTES
    ) refuse("its length is wrong");
    if (this.#dataStart > head.length) {
      head = new Uint8Array(this.#dataStart);
      source.read(0, head);
    }
    const words = new Uint32Array(head.buffer, 0, this.#dataStart / 4);
    if (headChecksum(words) !== words[HEADER_BYTES / 4 - 1]) {
      refuse("its head is damaged");
    }
    this.#sums = words.subarray(HEADER_BYTES / 4, HEADER_BYTES / 4 + blocks);
    const json = new TextDecoder().decode(
      head.subarray(HEADER_BYTES + blocks * 4, this.#dataStart),
    );
    const directory = JSON.parse(json) as Directory<Facts>;
    this.facts = directory.facts;
    this.#sections = directory.sections;
  }

  /** Whether there is a section. */
  has(name: string): boolean {
    return this.#sections[name] !== undefined;
  }

  /** Bytes of a section. */
  lengthOf(name: string): number {
    return this.#sections[name]![1];
  }

  /**
   * A range of a section.
   *
   * @throws {StoreError} `DATA_CORRUPT`: a block of it is damaged.
   */
  bytes(
    name: string,
    start = 0,
    end: number = this.lengthOf(name),
  ): Uint8Array<ArrayBuffer> {
    const [offset] = this.#sections[name]!;
    if (end <= start) return new Uint8Array(0);
    const first = Math.floor((offset + start) / BLOCK_BYTES);
    const last = Math.ceil((offset + end) / BLOCK_BYTES);
    const from = offset + start - first * BLOCK_BYTES;
    return this.#read(first, last).subarray(from, from + end - start);
  }

  /**
   * The same through memory that is used again, where it is large enough.
   *
   * @param space Room for all blocks of the range.
   * @returns Bytes that change with the next use of `space`.
   * @throws {StoreError} `DATA_CORRUPT`: a block of it is damaged.
   */
  bytesThrough(
    space: Uint8Array<ArrayBuffer>,
    name: string,
    start: number,
    end: number,
  ): Uint8Array<ArrayBuffer> {
    const [offset] = this.#sections[name]!;
    const first = Math.floor((offset + start) / BLOCK_BYTES);
    const last = Math.ceil((offset + end) / BLOCK_BYTES);
    const length = (last - first) * BLOCK_BYTES;
    if (length > space.length) return this.bytes(name, start, end);
    const bytes = space.subarray(0, length);
    this.#fill(bytes, first);
    const from = offset + start - first * BLOCK_BYTES;
    return bytes.subarray(from, from + end - start);
  }

  /**
   * Some values of a section of whole numbers of 8, 16 or 32 bits.
   *
   * @param count Number of its values.
   */
  column(
    name: string,
    count: number,
    start = 0,
    end = count,
  ): Uint8Array | Uint16Array | Uint32Array {
    const width = count === 0 ? 1 : this.lengthOf(name) / count;
    const bytes = this.bytes(name, start * width, end * width);
    if (width === 1) return bytes;
    const { buffer, byteOffset } = bytes;
    return width === 2
      ? new Uint16Array(buffer, byteOffset, end - start)
      : new Uint32Array(buffer, byteOffset, end - start);
  }

  /** A section of 32-bit numbers, or some of its values. */
  words32(
    name: string,
    start = 0,
    end: number = this.lengthOf(name) / 4,
  ): Uint32Array {
    const { buffer, byteOffset } = this.bytes(name, start * 4, end * 4);
    return new Uint32Array(buffer, byteOffset, end - start);
  }

  /** A section of floating-point numbers, or some of its values. */
  floats(
    name: string,
    start = 0,
    end: number = this.lengthOf(name) / 8,
  ): Float64Array {
    const { buffer, byteOffset } = this.bytes(name, start * 8, end * 8);
    return new Float64Array(buffer, byteOffset, end - start);
  }

  /** Bytes of the blocks that a section stands in. */
  blockBytesOf(name: string): number {
    const [offset, length] = this.#sections[name]!;
    const first = Math.floor(offset / BLOCK_BYTES);
    return (Math.ceil((offset + length) / BLOCK_BYTES) - first) * BLOCK_BYTES;
  }

  /**
   * Reads a section, or a range of it, through memory that is used again.
   *
   * @param space Whole blocks.
   * @param look Takes a part of the section: where it lies in the space.
   * @throws {StoreError} `DATA_CORRUPT`: a block of it is damaged.
   */
  scan(
    name: string,
    space: Uint8Array,
    look: (from: number, to: number) => void,
    start = 0,
    end: number = this.lengthOf(name),
  ): void {
    const [offset] = this.#sections[name]!;
    const last = Math.ceil((offset + end) / BLOCK_BYTES);
    const step = space.length / BLOCK_BYTES;
    let first = Math.floor((offset + start) / BLOCK_BYTES);
    for (; first < last; first += step) {
      const count = Math.min(step, last - first);
      this.#fill(space.subarray(0, count * BLOCK_BYTES), first);
      look(
        Math.max(0, offset + start - first * BLOCK_BYTES),
        Math.min(count * BLOCK_BYTES, offset + end - first * BLOCK_BYTES),
      );
    }
  }

  /**
   * Reads and checks all blocks, or those of a section; they are not checked again when they are read.
   *
   * @throws {StoreError} `DATA_CORRUPT`: one of them is damaged.
   */
  check(name?: string): void {
    const [offset, length] = name === undefined
      ? [0, this.#sums.length * BLOCK_BYTES]
      : this.#sections[name]!;
    const first = Math.floor(offset / BLOCK_BYTES);
    const last = Math.ceil((offset + length) / BLOCK_BYTES);
    const space = blockRoom(CHECKED_BLOCKS * BLOCK_BYTES);
    for (let block = first; block < last; block += CHECKED_BLOCKS) {
      const count = Math.min(CHECKED_BLOCKS, last - block);
      this.#fill(space.subarray(0, count * BLOCK_BYTES), block);
    }
    this.#checked.push([first, last]);
  }

  /** The blocks from `first` to before `last`, one behind the other. */
  #read(first: number, last: number): Uint8Array<ArrayBuffer> {
    if (last - first > 1) return this.#readChecked(first, last);
    let block = this.#blocks.get(first);
    if (!block) this.#blocks.set(first, block = this.#readChecked(first, last));
    return block;
  }

  #readChecked(first: number, last: number): Uint8Array<ArrayBuffer> {
    const bytes = new Uint8Array((last - first) * BLOCK_BYTES);
    this.#fill(bytes, first);
    return bytes;
  }

  /** Fills memory with blocks from `first` on, and checks them where they were not. */
  #fill(bytes: Uint8Array, first: number): void {
    this.source.read(this.#dataStart + first * BLOCK_BYTES, bytes);
    const end = first + bytes.length / BLOCK_BYTES;
    if (this.#checked.some(([from, to]) => first >= from && end <= to)) return;
    const damaged = firstDamaged(bytes, this.#sums.subarray(first, end));
    if (damaged >= 0) refuse(`block ${first + damaged} is damaged`);
  }
}
