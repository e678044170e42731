import { deepStrictEqual, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { addRow, listRows, noRows, wordsFor } from "./bits.ts";
import { MemorySource } from "./byte_source.ts";
import { Container } from "./container.ts";
import { writeContainer } from "./write_container.ts";
import { addPostings, Postings } from "./postings.ts";

/** Writes postings and opens them. */
function written(
  rows: readonly (readonly number[])[],
  count: number,
): { postings: Postings; words: number } {
  const sections = new Map<string, ArrayBufferView>([
    ["before", new Uint8Array(3)],
  ]);
  addPostings(sections, "p", rows, count);
  const file = writeContainer({}, sections);
  const container = new Container(new MemorySource(file));
  return {
    postings: new Postings(container, "p"),
    words: container.lengthOf("p.rows") / 4,
  };
}

function rowsOf(postings: Postings, value: number, count: number): number[] {
  const bits = noRows(count);
  postings.addTo(bits, value);
  return listRows(bits);
}

Deno.test.each([
  { name: "nothing", own: [], words: 0 },
  { name: "a list", own: [7, 99], words: 2 },
  { name: "a list as long as a set", own: [0, 32, 64, 99], words: 4 },
  { name: "a set", own: [0, 31, 32, 63, 99], words: 4 },
  { name: "all rows", own: [...Array(100).keys()], words: 4 },
])("postings keep $name", ({ own, words }) => {
  const made = written([own], 100);
  strictEqual(made.words, words);
  deepStrictEqual([...made.postings.counts], [own.length]);
  deepStrictEqual(rowsOf(made.postings, 0, 100), own);
});

Deno.test("postings of no values and of no rows are empty", () => {
  deepStrictEqual([...written([], 0).postings.counts], []);
  deepStrictEqual([...written([], 100).postings.counts], []);
  const { postings } = written([[], []], 0);
  deepStrictEqual([...postings.counts], [0, 0]);
  deepStrictEqual(rowsOf(postings, 1, 0), []);
});

Deno.test("postings add each value's rows to a set", () =>
  fc.assert(fc.property(
    fc.constantFrom(1, 31, 32, 33, 64, 1000),
    fc.array(fc.uniqueArray(fc.nat(999), { maxLength: 300 }), { maxLength: 9 }),
    fc.nat(999),
    (count, values, first) => {
      const rows = values.map((own) =>
        own.filter((row) => row < count).sort((a, b) => a - b)
      );
      const { postings, words } = written(rows, count);
      deepStrictEqual([...postings.counts], rows.map(({ length }) => length));
      strictEqual(
        words,
        rows.reduce(
          (sum, { length }) => sum + Math.min(length, wordsFor(count)),
          0,
        ),
      );
      const union = noRows(count);
      addRow(union, first % count);
      for (const [value, own] of rows.entries()) {
        deepStrictEqual(rowsOf(postings, value, count), own);
        postings.addTo(union, value);
      }
      deepStrictEqual(
        listRows(union),
        [...new Set([first % count, ...rows.flat()])].sort((a, b) => a - b),
      );
    },
  )));
