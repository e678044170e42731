import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { Buffer } from "node:buffer";
import fc from "fast-check";
import { HeapWriter, readTexts } from "./text_heap.ts";

/** Writes texts and reads them back. */
function roundTrip(texts: readonly Uint8Array[]): void {
  const writer = new HeapWriter();
  for (const text of texts) writer.addSized(text);
  strictEqual(writer.bytes.length, writer.length);
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  deepStrictEqual(
    readTexts(writer.bytes),
    texts.map((text) => decoder.decode(text)),
  );
}

/** Bytes that are not all the same. */
function pattern(length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, index) => index * 7 + length);
}

Deno.test.each(
  [0, 1, 126, 127, 128, 129, 255, 16383, 16384, 65535, 65536, 2097152].map((
    length,
  ) => ({ length })),
)(
  "a heap keeps a text of $length bytes",
  ({ length }) => roundTrip([pattern(length), pattern(3), pattern(length)]),
);

Deno.test.each([
  { length: 0, prefix: [0] },
  { length: 127, prefix: [127] },
  { length: 128, prefix: [128, 1] },
  { length: 16383, prefix: [255, 127] },
  { length: 16384, prefix: [128, 128, 1] },
])("addSized() writes the length $length", ({ length, prefix }) => {
  const writer = new HeapWriter();
  writer.addSized(new Uint8Array(length));
  deepStrictEqual([...writer.bytes.subarray(0, prefix.length)], prefix);
  strictEqual(writer.length, prefix.length + length);
});

Deno.test("a heap keeps many texts", () =>
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 300 })), roundTrip),
  ));

Deno.test("a heap grows", () => {
  const writer = new HeapWriter();
  const want: number[] = [];
  for (let index = 0; index < 200_000; index++) {
    writer.addByte(index & 255);
    want.push(index & 255);
  }
  writer.add(pattern(1_000_000));
  strictEqual(writer.length, 1_200_000);
  strictEqual(
    Buffer.compare(writer.bytes.subarray(0, 200_000), Uint8Array.from(want)),
    0,
  );
  strictEqual(
    Buffer.compare(writer.bytes.subarray(200_000), pattern(1_000_000)),
    0,
  );
});

Deno.test.each([
  { name: "text beyond ASCII", texts: ["é", "a", "日本", "😀", ""] },
  { name: "only ASCII", texts: ["1.0-1", "", "the summary"] },
  { name: "a byte order mark", texts: ["\ufeffa", "b"] },
])("readTexts() gives back $name", ({ texts }) => {
  const writer = new HeapWriter();
  for (const text of texts) writer.addSized(new TextEncoder().encode(text));
  deepStrictEqual(readTexts(writer.bytes), texts);
});
