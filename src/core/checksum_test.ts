import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { parseChecksum } from "./checksum.ts";

Deno.test.each([
  { algorithm: "blake3", digits: 64 },
  { algorithm: "sha256", digits: 64 },
  { algorithm: "sha384", digits: 96 },
  { algorithm: "sha512", digits: 128 },
])("parseChecksum() reads $algorithm", ({ algorithm, digits }) => {
  const hex = "0a".repeat(digits / 2);
  deepStrictEqual(parseChecksum(`${algorithm}:${hex}`), { algorithm, hex });
});

Deno.test.each([
  { name: "nothing", text: "" },
  { name: "digits alone", text: "0".repeat(64) },
  { name: "upper-case digits", text: `blake3:${"A".repeat(64)}` },
  { name: "an upper-case algorithm", text: `BLAKE3:${"a".repeat(64)}` },
  { name: "too few digits", text: `blake3:${"a".repeat(62)}` },
  { name: "too many digits", text: `sha256:${"a".repeat(66)}` },
  { name: "an unknown algorithm", text: `md5:${"a".repeat(32)}` },
  { name: "a property of all objects", text: `constructor:${"a".repeat(64)}` },
  { name: "a space", text: `blake3: ${"a".repeat(64)}` },
  { name: "a line feed", text: `blake3:${"a".repeat(64)}\n` },
])("parseChecksum() refuses $name", ({ text }) => {
  strictEqual(parseChecksum(text), undefined);
});
