/**
 * The loops of a query, which `kernel/kernel.ts` has for WebAssembly: sets, checksums, counts.
 *
 * Every call lays the memory out anew, so nothing here is kept from one call to the next.
 *
 * @module
 */

import { kernel, memory, padded, put, reserve } from "./_kernel.ts";

export { loadedKernel, useKernel } from "./_kernel.ts";
export type { LoadedKernel } from "./_kernel.ts";

/** A checksum of whole 32-bit words. */
export function sumWords(words: Uint32Array): number {
  reserve(words.byteLength);
  put(0, words);
  return kernel().checksum(0, words.length) >>> 0;
}

/** Room for blocks which `firstDamaged()` looks at where they are; whatever else the kernel does writes over it. */
export function blockRoom(bytes: number): Uint8Array<ArrayBuffer> {
  // behind them the sums are put
  reserve(padded(padded(bytes) + bytes / 512));
  return new Uint8Array(memory.buffer as ArrayBuffer, 0, bytes);
}

/**
 * Finds damage in blocks of one size.
 *
 * @param bytes The blocks; not copied where they are in `blockRoom()`, a `TextPair`, or the window of a `RankScan`.
 * @param sums A checksum for each of them.
 * @returns Number of the first damaged one; -1 where all are whole.
 */
export function firstDamaged(
  { buffer, byteOffset, byteLength }: Uint8Array,
  sums: Uint32Array,
): number {
  const isInside = buffer === memory.buffer;
  const at = isInside ? byteOffset : 0;
  const sumsAt = padded(at + byteLength);
  if (!isInside) {
    reserve(sumsAt + sums.byteLength);
    put(0, new Uint8Array(buffer, byteOffset, byteLength));
  }
  put(sumsAt, sums);
  const words = byteLength / sums.length / 4;
  const block = kernel().firstDamaged(at, sums.length, words, sumsAt);
  return block === sums.length ? -1 : block;
}

function combine(
  operation: "addAll" | "keepAll" | "removeAll",
  bits: Uint32Array,
  other: Uint32Array,
): void {
  const second = padded(bits.byteLength);
  reserve(2 * second);
  put(0, bits);
  put(second, other);
  kernel()[operation](0, second, bits.length);
  bits.set(new Uint32Array(memory.buffer, 0, bits.length));
}

/** Adds the bits of another set. */
export function addAll(bits: Uint32Array, other: Uint32Array): void {
  combine("addAll", bits, other);
}

/** Keeps the bits of another set. */
export function keepAll(bits: Uint32Array, other: Uint32Array): void {
  combine("keepAll", bits, other);
}

/** Takes the bits of another set away. */
export function removeAll(bits: Uint32Array, other: Uint32Array): void {
  combine("removeAll", bits, other);
}

/** Number of bits. */
export function countBits(bits: Uint32Array): number {
  reserve(bits.byteLength);
  put(0, bits);
  return kernel().countBits(0, bits.length);
}

/** Sets the bits of some rows. */
export function addRows(bits: Uint32Array, rows: Uint32Array): void {
  const second = padded(bits.byteLength);
  reserve(second + rows.byteLength);
  put(0, bits);
  put(second, rows);
  kernel().addRows(0, second, rows.length);
  bits.set(new Uint32Array(memory.buffer, 0, bits.length));
}

/** Numbers of bits: those behind the first `offset`, at most `limit` of them. */
export function listBits(
  bits: Uint32Array,
  offset: number,
  limit: number,
): Uint32Array {
  const into = padded(bits.byteLength);
  const most = Math.min(limit, bits.length * 32);
  reserve(into + most * 4);
  put(0, bits);
  const count = kernel().listBits(0, bits.length, offset, most, into);
  return new Uint32Array(memory.buffer, into, count).slice();
}

/**
 * Counts the values of a column over the rows of a set.
 *
 * @param values All values are below it.
 */
export function countValues(
  bits: Uint32Array,
  column: Uint8Array | Uint16Array | Uint32Array,
  values: number,
): Uint32Array {
  const second = padded(bits.byteLength);
  const counts = padded(second + column.byteLength);
  reserve(counts + values * 4);
  put(0, bits);
  put(second, column);
  const result = new Uint32Array(memory.buffer, counts, values).fill(0);
  const width = column.BYTES_PER_ELEMENT;
  kernel().countValues(0, bits.length, second, width, counts);
  return result.slice();
}

/** How many bytes of two texts are the same, from a place in the first one on and one in the second. */
export type Comparison = (first: number, second: number) => number;

/**
 * Room for two texts in the kernel's memory, where they are compared. While one is in use nothing else of the kernel
 * may be called, but for `firstDamaged()` of blocks in the first room.
 */
export class TextPair {
  readonly #second: number;

  /** @param firstBytes Bytes of the first room. */
  constructor(readonly firstBytes: number) {
    // behind the first one the sums of its blocks are put
    this.#second = padded(padded(firstBytes) + firstBytes / 512);
    reserve(this.#second);
  }

  /** The first room; to be asked for again when there is a second one. */
  get first(): Uint8Array<ArrayBuffer> {
    return new Uint8Array(memory.buffer as ArrayBuffer, 0, this.firstBytes);
  }

  /** Makes the second room. */
  second(bytes: number): Uint8Array<ArrayBuffer> {
    reserve(this.#second + padded(bytes));
    return new Uint8Array(memory.buffer as ArrayBuffer, this.#second, bytes);
  }

  /** Compares two texts: views of the two rooms. */
  compare(a: Uint8Array, b: Uint8Array): Comparison {
    const { commonStart } = kernel();
    return (first, second) =>
      commonStart(
        a.byteOffset + first,
        b.byteOffset + second,
        Math.min(a.length - first, b.length - second),
      );
  }
}
