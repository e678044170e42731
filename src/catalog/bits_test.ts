import { deepStrictEqual, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import {
  addAll,
  addRow,
  allRows,
  countRows,
  hasRow,
  keepAll,
  listRows,
  noRows,
  removeAll,
  rowNumbers,
  wordsFor,
} from "./bits.ts";
import type { Bits } from "./bits.ts";

const SIZES = [0, 1, 31, 32, 33, 64, 1000];

function setOf(size: number, rows: Iterable<number>): Bits {
  const bits = noRows(size);
  for (const row of rows) addRow(bits, row);
  return bits;
}

function sorted(rows: Iterable<number>): number[] {
  return [...rows].sort((a, b) => a - b);
}

/** Some rows of a number of them. */
function someRows(size: number): fc.Arbitrary<Set<number>> {
  if (size === 0) return fc.constant(new Set());
  return fc.oneof(
    fc.uniqueArray(fc.nat(size - 1)).map((rows) => new Set(rows)),
    // all but some
    fc.uniqueArray(fc.nat(size - 1)).map((rows) =>
      new Set(Array(size).keys()).difference(new Set(rows))
    ),
  );
}

Deno.test.each(SIZES.map((size) => ({ size })))(
  "allRows() and noRows() of $size rows",
  ({ size }) => {
    const every = [...Array(size).keys()];
    strictEqual(wordsFor(size), Math.ceil(size / 32));
    strictEqual(noRows(size).length, wordsFor(size));
    strictEqual(allRows(size).length, wordsFor(size));
    deepStrictEqual(listRows(noRows(size)), []);
    deepStrictEqual(listRows(allRows(size)), every);
    strictEqual(countRows(noRows(size)), 0);
    strictEqual(countRows(allRows(size)), size);
    deepStrictEqual(allRows(size), setOf(size, every));
  },
);

Deno.test.each(SIZES.map((size) => ({ size })))(
  "sets of $size rows are as a Set of them",
  ({ size }) =>
    fc.assert(fc.property(someRows(size), someRows(size), (left, right) => {
      const bits = setOf(size, left);
      const other = setOf(size, right);
      strictEqual(countRows(bits), left.size);
      deepStrictEqual(listRows(bits), sorted(left));
      for (let row = 0; row < size; row++) {
        strictEqual(hasRow(bits, row), left.has(row));
      }
      const all = bits.slice();
      addAll(all, other);
      deepStrictEqual(listRows(all), sorted(left.union(right)));
      const both = bits.slice();
      keepAll(both, other);
      deepStrictEqual(listRows(both), sorted(left.intersection(right)));
      const rest = bits.slice();
      removeAll(rest, other);
      deepStrictEqual(listRows(rest), sorted(left.difference(right)));
      deepStrictEqual(listRows(other), sorted(right), "the other set stays");
      const full = allRows(size);
      removeAll(full, bits);
      strictEqual(countRows(full), size - left.size);
    })),
);

Deno.test.each(SIZES.map((size) => ({ size })))(
  "rowNumbers() cuts pages of $size rows",
  ({ size }) =>
    fc.assert(
      fc.property(
        someRows(size),
        fc.nat(size + 40),
        fc.oneof(fc.nat(size + 40), fc.constant(Infinity)),
        (rows, offset, limit) =>
          deepStrictEqual(
            [...rowNumbers(setOf(size, rows), offset, limit)],
            sorted(rows).slice(offset, offset + limit),
          ),
      ),
    ),
);
