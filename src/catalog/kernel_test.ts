// The kernel against the same loops in plain JavaScript.
import {
  deepStrictEqual,
  notStrictEqual,
  strictEqual,
} from "node:assert/strict";
import fc from "fast-check";
import {
  addAll,
  addRows,
  countBits,
  countValues,
  firstDamaged,
  keepAll,
  listBits,
  removeAll,
  sumWords,
} from "./kernel.ts";
import { NO_RANK, RankScan } from "./rank_scan.ts";
import { KERNEL_SOURCE } from "./kernel_bytes.ts";

Deno.test("the kernel is made of its source", async () => {
  const source = Deno.readFileSync(
    new URL("../../kernel/kernel.ts", import.meta.url),
  );
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", source));
  strictEqual(KERNEL_SOURCE, digest.toHex(), "run: deno task kernel");
});

const words = fc.uint32Array({ maxLength: 70 });

/** Two arrays of one length. */
const pair = words.chain((one) =>
  fc.tuple(
    fc.constant(one),
    fc.uint32Array({ minLength: one.length, maxLength: one.length }),
  )
);

Deno.test.each([
  { name: "addAll", call: addAll, want: (a: number, b: number) => a | b },
  { name: "keepAll", call: keepAll, want: (a: number, b: number) => a & b },
  {
    name: "removeAll",
    call: removeAll,
    want: (a: number, b: number) => a & ~b,
  },
])(
  "$name() is the same for each word",
  ({ call, want }) =>
    fc.assert(fc.property(pair, ([one, other]) => {
      const bits = one.slice();
      call(bits, other);
      deepStrictEqual(bits, one.map((word, at) => want(word, other[at]!)));
    })),
);

/** Numbers of the bits that are set. */
function numbers(bits: Uint32Array): number[] {
  return Array.from({ length: bits.length * 32 }, (_, row) => row)
    .filter((row) => (bits[row >>> 5]! >>> (row & 31) & 1) === 1);
}

Deno.test("countBits() and listBits() see each bit", () =>
  fc.assert(
    fc.property(words, fc.nat(90), fc.nat(90), (bits, offset, limit) => {
      const all = numbers(bits);
      strictEqual(countBits(bits), all.length);
      deepStrictEqual([...listBits(bits, 0, Infinity)], all);
      deepStrictEqual(
        [...listBits(bits, offset, limit)],
        all.slice(offset, offset + limit),
      );
    }),
  ));

Deno.test("addRows() sets each bit", () =>
  fc.assert(
    fc.property(
      words.filter(({ length }) => length > 0),
      fc.array(fc.nat(), { maxLength: 50 }),
      (bits, some) => {
        const rows = some.map((row) => row % (bits.length * 32));
        const want = new Set([...numbers(bits), ...rows]);
        addRows(bits, Uint32Array.from(rows));
        deepStrictEqual(numbers(bits), [...want].sort((a, b) => a - b));
      },
    ),
  ));

Deno.test.each([Uint8Array, Uint16Array, Uint32Array].map((Column) => ({
  name: Column.name,
  Column,
})))(
  "countValues() counts in a $name",
  ({ Column }) =>
    fc.assert(
      fc.property(words, fc.infiniteStream(fc.nat(11)), (bits, stream) => {
        const values = [...stream.take(bits.length * 32)];
        const want = new Uint32Array(12);
        for (const row of numbers(bits)) want[values[row]!]!++;
        deepStrictEqual(countValues(bits, Column.from(values), 12), want);
      }),
    ),
);

Deno.test("sumWords() changes with any bit, and with the length", () =>
  fc.assert(
    fc.property(
      words.filter(({ length }) => length > 0),
      fc.nat(),
      fc.nat(31),
      (array, at, bit) => {
        const changed = array.slice();
        changed[at % array.length]! ^= 1 << bit;
        notStrictEqual(sumWords(changed), sumWords(array));
        notStrictEqual(
          sumWords(new Uint32Array([...array, 0])),
          sumWords(array),
        );
        strictEqual(sumWords(array.slice()), sumWords(array));
      },
    ),
  ));

Deno.test("firstDamaged() finds the first of several", () => {
  const blocks = Uint8Array.from({ length: 10 * 64 }, (_, at) => at * 31);
  const sums = Uint32Array.from(
    { length: 10 },
    (_, block) => sumWords(new Uint32Array(blocks.buffer, block * 64, 16)),
  );
  strictEqual(firstDamaged(blocks, sums), -1);
  blocks[9 * 64]! ^= 1;
  strictEqual(firstDamaged(blocks, sums), 9);
  blocks[4 * 64 + 63]! ^= 128;
  strictEqual(firstDamaged(blocks, sums), 4);
});

/** Cuts bytes into parts and hands them over in the window. */
function scanAll(
  scan: RankScan,
  text: Uint8Array,
  parts: readonly number[],
  look: (from: number, to: number) => void,
): void {
  let at = 0;
  for (let part = 0; at < text.length; part++) {
    const offset = parts.length === 0 ? 0 : parts[part % parts.length]! % 8;
    const length = Math.min(
      text.length - at,
      parts.length === 0 ? 64 - offset : 1 + parts[part % parts.length]! % 50,
    );
    scan.window.set(text.subarray(at, at + length), offset);
    look(offset, offset + length);
    at += length;
  }
}

Deno.test("RankScan finds needles however the texts are cut", () =>
  fc.assert(
    fc.property(
      fc.array(fc.stringMatching(/^[ab-]{0,40}$/), { maxLength: 70 }),
      fc.stringMatching(/^[ab-]{1,20}$/),
      fc.array(fc.nat(), { maxLength: 5 }),
      (texts, needle, parts) => {
        const encoder = new TextEncoder();
        const scan = new RankScan(texts.length, 64);
        const text = encoder.encode(texts.map((line) => `${line}\n`).join(""));
        scan.begin(encoder.encode(needle));
        scanAll(scan, text, parts, scan.texts(needle.length, 4));
        deepStrictEqual(
          Array.from(scan.ranks),
          texts.map((line) => line.includes(needle) ? 4 : NO_RANK),
        );
      },
    ),
    { numRuns: 500 },
  ));
