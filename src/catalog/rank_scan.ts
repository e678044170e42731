/**
 * Ranks all rows of a catalog by words.
 *
 * @module
 */

import { kernel, memory, padded, put, reserve } from "./_kernel.ts";

/** No rank: the row does not match. */
export const NO_RANK = 5;
/** Most bytes of a needle. */
const NEEDLE_BYTES = 1024 + 32;
const LF = 10;

/**
 * Ranks all rows by words.
 *
 * While one is in use nothing else of the kernel may be called, but for `firstDamaged()` of blocks in its window.
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
    const start = padded(this.#into + padded(Math.ceil(rows / 8))) +
      windowBytes;
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
   * @param row Row of the first text.
   * @returns Takes a part of the window; parts follow each other.
   */
  texts(
    length: number,
    summary: number,
    row = 0,
  ): (from: number, to: number) => void {
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

  /** The rows of a set with one rank. */
  rowsOf(within: Uint32Array, rank: number): Uint32Array {
    put(this.#bits, within);
    const into = new Uint32Array(memory.buffer, this.#into, within.length);
    // the kernel writes 16 rows at once, which may be half a word
    into.fill(0, -1);
    kernel().keepRank(this.#ranks, this.#bits, this.#rows, rank, this.#into);
    return into.slice();
  }
}
