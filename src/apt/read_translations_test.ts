import { deepStrictEqual, throws } from "node:assert/strict";
import fc from "fast-check";
import { StoreError } from "../core/store_error.ts";
import { TranslationReader } from "./read_translations.ts";

const A = "a".repeat(32);
const B = "b".repeat(32);

/** What a file gives, read in pieces of some bytes. */
function read(text: string, language: string, piece: number): string[][] {
  const found: string[][] = [];
  const reader = new TranslationReader(
    language,
    "T",
    (md5, field) => found.push([md5, field]),
  );
  const bytes = new TextEncoder().encode(text);
  for (let at = 0; at < bytes.length; at += piece) {
    reader.push(bytes.subarray(at, at + piece));
  }
  reader.end();
  return found;
}

const STANZA_A =
  `Package: a\nDescription-md5: ${A}\nDescription-en: short\n long\n .\n längst\n`;

Deno.test.each([
  {
    name: "a stanza",
    text: STANZA_A,
    want: [[A, "short\n long\n .\n längst"]],
  },
  {
    name: "two, and no line feed at the end",
    text: `${STANZA_A}\n${STANZA_A.replace(A, B).trimEnd()}`,
    want: [[A, "short\n long\n .\n längst"], [B, "short\n long\n .\n längst"]],
  },
  {
    name: "blank lines in front and between",
    text: `\n\n${STANZA_A}\n\n\n${STANZA_A.replace(A, B)}\n\n`,
    want: [[A, "short\n long\n .\n längst"], [B, "short\n long\n .\n längst"]],
  },
  {
    name: "fields in another order and case",
    text: `description-EN:\tshort\nDESCRIPTION-md5: ${A.toUpperCase()}\n`,
    want: [[A, "short"]],
  },
  {
    name: "other languages as nothing",
    text: STANZA_A.replace("-en", "-de"),
    want: [],
  },
  { name: "an empty file", text: "", want: [] },
])("TranslationReader reads $name", ({ text, want }) => {
  for (const piece of [1, 2, 7, 64, 10_000]) {
    deepStrictEqual(read(text, "en", piece), want);
  }
});

Deno.test("TranslationReader reads a language with a region", () => {
  const text = STANZA_A.replace("-en", "-pt_BR");
  deepStrictEqual(read(text, "pt_BR", 50), [[
    A,
    "short\n long\n .\n längst",
  ]]);
});

Deno.test("TranslationReader refuses what is no stanza", () => {
  throws(() => read("no colon here\n", "en", 9), { code: "APT_SYNTAX" });
});

Deno.test("TranslationReader throws nothing but StoreError", () =>
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 20 })), (chunks) => {
      const reader = new TranslationReader("en", "T", () => {});
      try {
        for (const chunk of chunks) reader.push(chunk);
        reader.end();
      } catch (error) {
        if (!(error instanceof StoreError)) throw error;
      }
    }),
  ));
