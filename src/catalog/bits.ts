/**
 * Sets of rows, one bit for each row.
 *
 * @module
 */

import { listBits } from "./kernel.ts";

/** Row `r` is bit `r % 32` of word `r / 32`; bits behind the last row are 0. */
export type Bits = Uint32Array;

/** Words for a number of rows. */
export function wordsFor(rows: number): number {
  return (rows + 31) >>> 5;
}

/** No row. */
export function noRows(rows: number): Bits {
  return new Uint32Array(wordsFor(rows));
}

/** All rows. */
export function allRows(rows: number): Bits {
  const bits = noRows(rows).fill(0xffffffff);
  if (rows % 32 !== 0) bits[bits.length - 1] = 0xffffffff >>> (32 - rows % 32);
  return bits;
}

/** Puts a row into a set. */
export function addRow(bits: Bits, row: number): void {
  bits[row >>> 5]! |= 1 << (row & 31);
}

/** Whether a row is in a set. */
export function hasRow(bits: Bits, row: number): boolean {
  return (bits[row >>> 5]! >>> (row & 31) & 1) === 1;
}

/** Adds the rows of another set. */
export { addAll } from "./kernel.ts";

/** Keeps the rows that are in another set too. */
export { keepAll } from "./kernel.ts";

/** Takes away the rows of another set. */
export { removeAll } from "./kernel.ts";

/** Number of rows in a set. */
export { countBits as countRows } from "./kernel.ts";

/** The rows of a set, ascending: those behind the first `offset`, at most `limit` of them. */
export { listBits as rowNumbers } from "./kernel.ts";

/** The rows of a set, ascending. */
export function listRows(bits: Bits): number[] {
  return Array.from(listBits(bits, 0, Infinity));
}
