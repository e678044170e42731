import { deepStrictEqual, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { addGrams } from "./add_grams.ts";
import type { SearchedTexts } from "./add_grams.ts";
import { listRows } from "./bits.ts";
import { GRAM_HASHES, gramHashes, GROUP_ROWS } from "./gram_hashes.ts";

/** Rows of the smallest catalog that has grams, and some more. */
const ROWS = 31 * GROUP_ROWS + 5;
const encoder = new TextEncoder();

/** Texts of many rows, most of them empty. */
type Lines = ReadonlyMap<number, string>;

/** Texts one behind the other. */
function heapOf(lines: Lines, rows: number): SearchedTexts {
  const texts = Array.from({ length: rows }, (_, row) => lines.get(row) ?? "");
  const starts = new Uint32Array(rows + 1);
  for (const [row, text] of texts.entries()) {
    starts[row + 1] = starts[row]! + encoder.encode(text).length + 1;
  }
  return { bytes: encoder.encode(texts.join("\n") + "\n"), starts };
}

/** The sections that are written of some heaps. */
function sectionsOf(
  heaps: readonly SearchedTexts[],
  rows = ROWS,
): Map<string, ArrayBufferView> {
  const sections = new Map<string, ArrayBufferView>();
  addGrams(sections, heaps, rows);
  return sections;
}

/** The groups of each hash that stands in one, the slow way. */
function groupsByHash(lines: Lines): Map<number, Set<number>> {
  const found = new Map<number, Set<number>>();
  for (const [row, text] of lines) {
    for (let at = 0; at < text.length; at++) {
      for (const length of [3, 4].filter((each) => at + each <= text.length)) {
        const [hash = 0] = gramHashes(text.slice(at, at + length));
        const groups = found.get(hash) ?? new Set();
        found.set(hash, groups.add(Math.floor(row / GROUP_ROWS)));
      }
    }
  }
  return found;
}

const lines = fc.array(
  fc.tuple(
    fc.oneof(fc.nat(ROWS - 1), fc.constantFrom(0, 127, 128, 255, ROWS - 1)),
    fc.stringMatching(/^[ -~]{0,9}$/),
  ),
  { maxLength: 30 },
).map((entries): Lines => new Map(entries));

Deno.test("addGrams() marks the groups of each gram of all heaps, and no others", () =>
  fc.assert(
    fc.property(lines, lines, (names, summaries) => {
      const heaps = [heapOf(names, ROWS), heapOf(summaries, ROWS)];
      const bits = sectionsOf(heaps).get("grams") as Uint8Array;
      const words = new Uint32Array(bits.buffer);
      strictEqual(words.length, GRAM_HASHES);
      const want = groupsByHash(names);
      for (const [hash, groups] of groupsByHash(summaries)) {
        want.set(hash, groups.union(want.get(hash) ?? new Set()));
      }
      for (let hash = 0; hash < GRAM_HASHES; hash++) {
        if (words[hash] === 0 && !want.has(hash)) continue;
        deepStrictEqual(
          listRows(words.subarray(hash, hash + 1)),
          [...want.get(hash) ?? []].sort((a, b) => a - b),
        );
      }
    }),
    { numRuns: 50 },
  ));

Deno.test("addGrams() says where the texts of each group begin", () => {
  const names = heapOf(new Map([[0, "ab"], [128, "abc"]]), ROWS);
  const summaries = heapOf(new Map([[127, "x"], [ROWS - 1, "yz"]]), ROWS);
  const starts = sectionsOf([names, summaries]).get("groups.starts");
  deepStrictEqual(
    Array.from(starts as Uint32Array),
    Array.from({ length: 33 }, (_, group) => [
      names.starts[Math.min(group * 128, ROWS)]!,
      summaries.starts[Math.min(group * 128, ROWS)]!,
    ]).flat(),
  );
});

Deno.test("addGrams() leaves catalogs with few rows as they are", () => {
  const few = ROWS - 5;
  const heap = heapOf(new Map([[0, "some text"]]), few);
  strictEqual(sectionsOf([heap], few).size, 0);
});
