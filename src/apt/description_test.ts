import { deepStrictEqual, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { StoreError } from "../core/store_error.ts";
import { longDescription, TranslationFinder } from "./description.ts";

Deno.test.each([
  { name: "one line as nothing", field: "short", want: "" },
  {
    name: "paragraphs",
    field: "short\n one\n two\n .\n three",
    want: "one\ntwo\n\nthree",
  },
  {
    name: "indented lines",
    field: "short\n  * one\n\ttab",
    want: " * one\ntab",
  },
  { name: "CRLF", field: "short\r\n one\r\n .\r\n two", want: "one\n\ntwo" },
])(
  "longDescription() reads $name",
  ({ field, want }) => strictEqual(longDescription(field), want),
);

const [A, B, C] = ["a", "b", "c"].map((digit) => digit.repeat(32)) as [
  string,
  string,
  string,
];
const TEXT =
  `Package: x\nDescription-md5: ${A}\nDescription-de: Größe\n lang €\n\n` +
  `Package: y\nDescription-md5: ${B}\nDescription-fr: autre\n\n` +
  `Package: z\nDescription-md5: ${C}\nDescription-de: letzte ${A}`;
const encoder = new TextEncoder();

function find(
  chunks: readonly Uint8Array[],
  wanted: readonly string[],
): TranslationFinder {
  const finder = new TranslationFinder(new Set(wanted), "de", "T");
  for (const chunk of chunks) finder.push(chunk);
  finder.end();
  return finder;
}

Deno.test("TranslationFinder finds the wanted descriptions of its language", () => {
  const finder = find([encoder.encode(TEXT)], [A, B, C]);
  deepStrictEqual([...finder.found], [[A, "Größe\n lang €"], [
    C,
    `letzte ${A}`,
  ]]);
  strictEqual(finder.isDone, false);
  strictEqual(find([encoder.encode(TEXT)], [A]).isDone, true);
  deepStrictEqual(
    [...find([encoder.encode(TEXT)], ["d".repeat(32)]).found],
    [],
  );
});

Deno.test("TranslationFinder finds the same wherever the chunks end", () => {
  const bytes = encoder.encode(TEXT);
  const want = [[A, "Größe\n lang €"], [C, `letzte ${A}`]];
  for (let first = 0; first <= bytes.length; first++) {
    const { found } = find([bytes.slice(0, first), bytes.slice(first)], [
      A,
      B,
      C,
    ]);
    deepStrictEqual([...found], want, `split at ${first}`);
  }
  deepStrictEqual([
    ...find(Array.from(bytes, (byte) => Uint8Array.of(byte)), [A, B, C]).found,
  ], want);
});

Deno.test("TranslationFinder throws nothing but StoreError", () =>
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 20 })), (chunks) => {
      try {
        find([encoder.encode(`${A}\n`), ...chunks], [A]);
      } catch (error) {
        if (!(error instanceof StoreError)) throw error;
      }
    }),
  ));
