import { notStrictEqual, ok, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { checksum } from "./checksum.ts";

const words = fc.array(fc.nat(0xffffffff), { minLength: 1, maxLength: 20 })
  .map((words) => Uint32Array.from(words));

Deno.test("checksum() is a 32-bit number, the same each time", () =>
  fc.assert(fc.property(words, (words) => {
    const sum = checksum(words);
    ok(Number.isInteger(sum) && sum >= 0 && sum < 2 ** 32);
    strictEqual(checksum(words.slice()), sum);
  })));

Deno.test("checksum() changes with every bit", () =>
  fc.assert(
    fc.property(words, (words) => {
      const sum = checksum(words);
      for (let bit = 0; bit < words.length * 32; bit++) {
        const changed = words.slice();
        changed[bit >>> 5]! ^= 1 << (bit & 31);
        notStrictEqual(checksum(changed), sum, `bit ${bit}`);
      }
    }),
    { numRuns: 50 },
  ));

Deno.test("checksum() changes with every word", () =>
  fc.assert(
    fc.property(words, fc.nat(19), fc.nat(0xffffffff), (words, at, value) => {
      const index = at % words.length;
      fc.pre(words[index] !== value);
      notStrictEqual(checksum(words.with(index, value)), checksum(words));
    }),
  ));

Deno.test("checksum() tells the lengths of zeros apart", () => {
  const sums = Array.from(
    { length: 100 },
    (_, length) => checksum(new Uint32Array(length)),
  );
  strictEqual(new Set(sums).size, 100);
});
