import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { Buffer } from "node:buffer";
import fc from "fast-check";
import { MemorySource } from "./byte_source.ts";
import { Container } from "./container.ts";
import { writeContainer } from "./write_container.ts";
import { FieldReader, FieldWriter, HeapWriter } from "./text_heap.ts";

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
const encoder = new TextEncoder();

/** Writes the fields of rows and reads them back in some order. */
function roundTrip(
  rows: readonly (readonly Uint8Array[])[],
  order: Iterable<number> = rows.keys(),
): void {
  const writer = new FieldWriter(rows.length);
  for (const fields of rows) {
    for (const field of fields) writer.addField(field, 0, field.length);
    writer.endRow();
  }
  const sections = new Map<string, ArrayBufferView>();
  writer.addTo(sections, "x");
  const file = writeContainer(null, sections);
  const container = new Container(new MemorySource(file));
  const reader = new FieldReader(container, "x", rows.length);
  for (const row of order) {
    const want = rows[row]!.map((field) => decoder.decode(field));
    deepStrictEqual(reader.fields(row), want);
  }
  strictEqual(
    writer.hasReplaced,
    rows.flat().some((field) => decoder.decode(field).includes("\ufffd")),
  );
}

/** Bytes that are not all the same. */
function pattern(length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, index) => index * 7 + length);
}

Deno.test.each([
  { name: "text beyond ASCII", fields: ["é", "a", "日本", "😀", ""] },
  { name: "only ASCII", fields: ["1.0-1", "", "the summary"] },
  { name: "a byte order mark", fields: ["\ufeffa", "b"] },
  { name: "nothing", fields: ["", ""] },
  { name: "a line feed", fields: ["a\n b", "c"] },
  { name: "a replacement character", fields: ["\ufffd"] },
])("FieldReader gives back $name", ({ fields }) => {
  const bytes = fields.map((field) => encoder.encode(field));
  roundTrip([bytes, [encoder.encode("x"), encoder.encode("y")], bytes]);
});

Deno.test.each(
  [0, 1, 255, 8190, 8191, 8192, 8193, 65536, 300_000].map((length) => ({
    length,
  })),
)("FieldReader gives back $length bytes", ({ length }) => {
  const long = new Uint8Array(length).fill(97);
  roundTrip([[long, long], [pattern(3)], [long]], [0, 1, 2, 0, 2, 1]);
});

Deno.test("FieldReader gives back any fields, in any order", () =>
  fc.assert(
    fc.property(
      fc.array(fc.array(fc.uint8Array({ maxLength: 300 }), { minLength: 1 }), {
        minLength: 1,
        maxLength: 80,
      }),
      fc.infiniteStream(fc.nat()),
      (rows, numbers) =>
        roundTrip(
          rows,
          [...numbers.take(100)].map((number) => number % rows.length),
        ),
    ),
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

Deno.test("a heap tells of bytes beyond ASCII, and of control characters", () => {
  const added = (...bytes: number[]) =>
    new HeapWriter().add(Uint8Array.from(bytes));
  strictEqual(added(), 0);
  strictEqual(added(32, 127), 127);
  strictEqual(added(65, 0xc3, 0xa4) > 127, true);
  for (const control of [0, 9, 10, 31]) {
    strictEqual(added(65, control, 0xff) < 0, true);
  }
});

Deno.test("a heap forgets what is cut off", () => {
  const writer = new HeapWriter();
  strictEqual(writer.add(Uint8Array.of(65, 66)), 67);
  writer.cut(1);
  writer.addByte(9);
  deepStrictEqual(writer.bytes, Uint8Array.of(65, 9));
});

Deno.test("pieces hold the fields of many rows, in any order", () =>
  fc.assert(
    fc.property(
      fc.array(fc.nat(30_000), { minLength: 1, maxLength: 60 }),
      fc.infiniteStream(fc.nat()),
      (lengths, numbers) => {
        const writer = new FieldWriter(lengths.length);
        const texts = lengths.map((length, row) =>
          `${row} `.repeat(length / 4)
        );
        for (const text of texts) {
          const bytes = encoder.encode(text);
          writer.addField(bytes, 0, bytes.length);
          writer.endRow();
        }
        const sections = new Map<string, ArrayBufferView>();
        writer.addTo(sections, "x");
        const container = new Container(
          new MemorySource(writeContainer(null, sections)),
        );
        const reader = new FieldReader(container, "x", lengths.length);
        const all = [...texts.keys()];
        const picked = [...numbers.take(80)].map((number) =>
          number % lengths.length
        );
        for (const rows of [all, picked, picked.toSorted((a, b) => a - b)]) {
          let text = "";
          for (const piece of reader.pieces(rows)) {
            text += decoder.decode(piece);
          }
          strictEqual(text, rows.map((row) => `${texts[row]}\n`).join(""));
        }
      },
    ),
    { numRuns: 60 },
  ));
