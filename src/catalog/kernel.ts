/**
 * The loops of a query, which `kernel/kernel.ts` has for WebAssembly.
 *
 * Every call lays the memory out anew, so nothing here is kept from one call to the next, but for a {@link RankScan}.
 *
 * @module
 */

import { KERNEL_BYTES } from "./kernel_bytes.ts";

/** What the module exports; pointers are bytes. */
interface Exports {
  checksum(at: number, words: number): number;
  firstDamaged(at: number, blocks: number, words: number, sums: number): number;
  addAll(bits: number, other: number, words: number): void;
  keepAll(bits: number, other: number, words: number): void;
  removeAll(bits: number, other: number, words: number): void;
  countBits(bits: number, words: number): number;
  addRows(bits: number, rows: number, count: number): void;
  // deno-fmt-ignore
  listBits(bits: number, words: number, offset: number, limit: number, into: number): number;
  // deno-fmt-ignore
  countValues(bits: number, words: number, column: number, width: number, counts: number): void;
  // deno-fmt-ignore
  rankTexts(at: number, end: number, needle: number, length: number, ranks: number, summary: number): number;
  keepWorst(ranks: number, other: number, rows: number): void;
  // deno-fmt-ignore
  listRanked(ranks: number, bits: number, rows: number, rank: number, offset: number, limit: number, into: number): number;
  // deno-fmt-ignore
  countRank(ranks: number, bits: number, rows: number, rank: number): number;
}

const PAGE_BYTES = 64 * 1024;
const memory = new WebAssembly.Memory({ initial: 4 });
let loaded: Exports | undefined;

function kernel(): Exports {
  return loaded ??= new WebAssembly.Instance(
    new WebAssembly.Module(Uint8Array.fromBase64(KERNEL_BYTES)),
    { env: { memory } },
  ).exports as unknown as Exports;
}

/** A length that vectors can be read and written from. */
function padded(bytes: number): number {
  return (bytes + 31) & ~15;
}

/** Makes room for some bytes. */
function reserve(bytes: number): void {
  const missing = bytes - memory.buffer.byteLength;
  if (missing > 0) memory.grow(Math.ceil(missing / PAGE_BYTES));
}

function put(at: number, { buffer, byteOffset, byteLength }: ArrayBufferView) {
  new Uint8Array(memory.buffer, at, byteLength).set(
    new Uint8Array(buffer, byteOffset, byteLength),
  );
}

/** A checksum of whole 32-bit words. */
export function sumWords(words: Uint32Array): number {
  reserve(words.byteLength);
  put(0, words);
  return kernel().checksum(0, words.length) >>> 0;
}

/**
 * Finds damage in blocks of one size.
 *
 * @param bytes The blocks; not copied where they are in {@link RankScan.window}.
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
): number[] {
  const into = padded(bits.byteLength);
  const most = Math.min(limit, bits.length * 32);
  reserve(into + most * 4);
  put(0, bits);
  const count = kernel().listBits(0, bits.length, offset, most, into);
  return Array.from(new Uint32Array(memory.buffer, into, count));
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

/** No rank: the row does not match. */
export const NO_RANK = 5;
/** Most bytes of a needle. */
const NEEDLE_BYTES = 1024 + 32;
const LF = 10;

/**
 * Ranks all rows by words.
 *
 * While one is in use nothing else here may be called, but for {@link firstDamaged} of blocks in its window.
 */
export class RankScan {
  /** Where texts are read to, window by window. */
  readonly window: Uint8Array;
  readonly #rows: number;
  readonly #ranks: number;
  readonly #other: number;
  readonly #bits: number;
  readonly #into: number;

  /**
   * Starts with every row at the best rank.
   *
   * @param windowBytes Bytes of the window.
   */
  constructor(rows: number, windowBytes: number) {
    this.#rows = rows;
    this.#ranks = NEEDLE_BYTES;
    this.#other = this.#ranks + padded(rows);
    this.#bits = this.#other + padded(rows);
    this.#into = this.#bits + padded(Math.ceil(rows / 8));
    // what is left of one window stands before the next
    const start = padded(this.#into + rows * 4) + windowBytes;
    reserve(start + 2 * windowBytes);
    this.window = new Uint8Array(memory.buffer, start, windowBytes);
    new Uint8Array(memory.buffer, this.#ranks, padded(rows)).fill(0);
  }

  /** Ranks of the word that is being looked for, by row. */
  get ranks(): Uint8Array {
    return new Uint8Array(memory.buffer, this.#other, this.#rows);
  }

  /** Begins with a word: no row matches it yet. */
  begin(needle: Uint8Array): void {
    put(0, needle);
    new Uint8Array(memory.buffer, this.#other, padded(this.#rows))
      .fill(NO_RANK);
  }

  /** Ends with a word: a row is as good as its worst word. */
  end(): void {
    kernel().keepWorst(this.#ranks, this.#other, this.#rows);
  }

  /**
   * Starts looking through texts with a line feed behind each, one for each row.
   *
   * @param length Bytes of the needle.
   * @param summary Rank of a text that has it; 0 to rank it as a name.
   * @returns Takes a part of the window; parts follow each other.
   */
  texts(length: number, summary: number): (from: number, to: number) => void {
    let row = 0;
    let rest: Uint8Array = Uint8Array.of(LF);
    return (from, to) => {
      const space = this.window;
      const at = space.byteOffset + from;
      put(at - rest.length, rest);
      const end = space.subarray(0, to).lastIndexOf(LF) + 1;
      if (end <= from) {
        rest = new Uint8Array([...rest, ...space.subarray(from, to)]);
        return;
      }
      row += kernel().rankTexts(
        at - rest.length + 1,
        space.byteOffset + end,
        0,
        length,
        this.#other + row,
        summary,
      );
      rest = space.slice(end - 1, to);
    };
  }

  /**
   * The rows of a set that match, best rank first: those behind the first `offset`, at most `limit` of them.
   */
  list(
    within: Uint32Array,
    offset: number,
    limit: number,
  ): { readonly rows: readonly number[]; readonly total: number } {
    put(this.#bits, within);
    const { countRank, listRanked } = kernel();
    const rows: number[] = [];
    let total = 0;
    for (let rank = 0; rank < NO_RANK; rank++) {
      const count = countRank(this.#ranks, this.#bits, this.#rows, rank);
      const skipped = Math.max(0, offset - total);
      total += count;
      const most = Math.min(limit - rows.length, count - skipped);
      if (most <= 0) continue;
      listRanked(
        this.#ranks,
        this.#bits,
        this.#rows,
        rank,
        skipped,
        most,
        this.#into,
      );
      const found = new Uint32Array(memory.buffer, this.#into, most);
      for (const row of found) rows.push(row);
    }
    return { rows, total };
  }
}
