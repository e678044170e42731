/**
 * For each value of something, the rows that have it: as a list, or as a set where that takes less room.
 *
 * @module
 */

import { addAll, addRow, noRows, wordsFor } from "./bits.ts";
import type { Bits } from "./bits.ts";
import type { Container } from "./container.ts";
import { addRows } from "./kernel.ts";

/**
 * Adds the sections of some postings.
 *
 * @param name Their name; the sections are `NAME.counts`, `NAME.starts` and `NAME.rows`.
 * @param rows The rows of each value, ascending.
 * @param count Number of all rows.
 */
export function addPostings(
  sections: Map<string, ArrayBufferView>,
  name: string,
  rows: readonly (readonly number[])[],
  count: number,
): void {
  const words = wordsFor(count);
  const starts = new Uint32Array(rows.length + 1);
  for (const [value, own] of rows.entries()) {
    starts[value + 1] = starts[value]! + Math.min(own.length, words);
  }
  const all = new Uint32Array(starts.at(-1)!);
  for (const [value, own] of rows.entries()) {
    if (own.length <= words) all.set(own, starts[value]);
    else {
      const set = noRows(count);
      for (const row of own) addRow(set, row);
      all.set(set, starts[value]);
    }
  }
  sections.set(`${name}.counts`, Uint32Array.from(rows, (own) => own.length))
    .set(`${name}.starts`, starts)
    .set(`${name}.rows`, all);
}

/** Postings in a container. */
export class Postings {
  /** Number of rows of each value. */
  readonly counts: Uint32Array;
  readonly #starts: Uint32Array;

  /** Opens the postings of a name. */
  constructor(readonly container: Container<unknown>, readonly name: string) {
    this.counts = container.words32(`${name}.counts`);
    this.#starts = container.words32(`${name}.starts`);
  }

  /** Adds the rows of a value to a set. */
  addTo(bits: Bits, value: number): void {
    const rows = this.container.words32(
      `${this.name}.rows`,
      this.#starts[value],
      this.#starts[value + 1],
    );
    if (this.counts[value]! > rows.length) {
      addAll(bits, rows);
    } else {
      addRows(bits, rows);
    }
  }
}
