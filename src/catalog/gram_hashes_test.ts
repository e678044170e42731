import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { GRAM_HASHES, gramHashes } from "./gram_hashes.ts";

Deno.test.each([
  { needle: "", count: 0 },
  { needle: "ab", count: 0 },
  { needle: "abc", count: 1 },
  { needle: "abcd", count: 3 },
  { needle: "abcde", count: 5 },
  { needle: "abcdef", count: 3 },
  { needle: "abcdefghijk", count: 8 },
  { needle: "abcdefghijkl", count: 5 },
])("gramHashes() has $count for '$needle'", ({ needle, count }) => {
  strictEqual(gramHashes(needle).length, count);
});

Deno.test("gramHashes() gives those of parts of the needle", () =>
  fc.assert(
    fc.property(fc.stringMatching(/^[ -~]{3,40}$/), (needle) => {
      const parts = new Set<number>();
      for (let at = 0; at + 3 <= needle.length; at++) {
        for (const length of [3, 4]) {
          parts.add(gramHashes(needle.slice(at, at + length))[0]!);
        }
      }
      const hashes = gramHashes(needle);
      deepStrictEqual(hashes.filter((hash) => !parts.has(hash)), []);
      ok(hashes.every((hash) => hash >= 0 && hash < GRAM_HASHES));
    }),
  ));
