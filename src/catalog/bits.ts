/**
 * Sets of rows, one bit for each row.
 *
 * @module
 */

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
export function addAll(bits: Bits, other: Bits): void {
  for (let word = 0; word < bits.length; word++) bits[word]! |= other[word]!;
}

/** Keeps the rows that are in another set too. */
export function keepAll(bits: Bits, other: Bits): void {
  for (let word = 0; word < bits.length; word++) bits[word]! &= other[word]!;
}

/** Takes away the rows of another set. */
export function removeAll(bits: Bits, other: Bits): void {
  for (let word = 0; word < bits.length; word++) bits[word]! &= ~other[word]!;
}

/** Number of bits that are set in a word. */
function countWord(word: number): number {
  word -= word >>> 1 & 0x55555555;
  word = (word & 0x33333333) + (word >>> 2 & 0x33333333);
  return Math.imul((word + (word >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** Number of rows in a set. */
export function countRows(bits: Bits): number {
  let count = 0;
  for (let word = 0; word < bits.length; word++) {
    if (bits[word] !== 0) count += countWord(bits[word]!);
  }
  return count;
}

/** The rows of a set, ascending: those behind the first `offset`, at most `limit` of them. */
export function listRows(bits: Bits, offset = 0, limit = Infinity): number[] {
  const rows: number[] = [];
  for (let word = 0; word < bits.length && rows.length < limit; word++) {
    let rest = bits[word]!;
    if (rest === 0) continue;
    if (offset > 0) {
      const count = countWord(rest);
      if (count <= offset) {
        offset -= count;
        continue;
      }
    }
    while (rest !== 0 && rows.length < limit) {
      const bit = 31 - Math.clz32(rest & -rest);
      rest &= rest - 1;
      if (offset > 0) offset--;
      else rows.push(word * 32 + bit);
    }
  }
  return rows;
}
