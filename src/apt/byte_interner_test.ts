import { deepStrictEqual, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { ByteInterner, grown } from "./byte_interner.ts";

Deno.test("ByteInterner gives each text one number, in order of first sight", () => {
  const interner = new ByteInterner();
  deepStrictEqual(
    ["", "a", "b", "a", "", "ä"].map((text) => interner.addText(text)),
    [0, 1, 2, 1, 0, 3],
  );
  strictEqual(interner.size, 4);
  strictEqual(interner.text(3), "ä");
  deepStrictEqual([...interner.bytes(3)], [0xc3, 0xa4]);
  strictEqual(interner.find("b"), 2);
  strictEqual(interner.find("c"), -1);
});

Deno.test("ByteInterner takes parts of a buffer, and bytes that are not UTF-8", () => {
  const interner = new ByteInterner();
  strictEqual(interner.add(Uint8Array.of(1, 255, 2), 1, 2), 0);
  strictEqual(interner.text(0), "\ufffd");
  strictEqual(interner.add(Uint8Array.of(255), 0, 1), 0);
});

Deno.test("ByteInterner keeps many texts apart", () => {
  const interner = new ByteInterner();
  const texts = Array.from(
    { length: 5000 },
    (_, number) => `package-${number * 7919}`,
  );
  for (const text of texts) interner.addText(text);
  deepStrictEqual(
    texts.map((text) => interner.find(text)),
    texts.map((_, number) => number),
  );
  deepStrictEqual(texts.map((_, number) => interner.text(number)), texts);
});

Deno.test("ByteInterner compares by bytes, and gives back what it got", () =>
  fc.assert(
    fc.property(
      fc.array(fc.uint8Array({ maxLength: 4, max: 3 })),
      (strings) => {
        const interner = new ByteInterner();
        const ids = strings.map((bytes) =>
          interner.add(bytes, 0, bytes.length)
        );
        for (const [index, bytes] of strings.entries()) {
          deepStrictEqual(interner.bytes(ids[index]!).slice(), bytes);
          const other = strings[0]!;
          const order = [...bytes].join("") < [...other].join("")
            ? -1
            : [...bytes].join("") === [...other].join("")
            ? 0
            : 1;
          strictEqual(Math.sign(interner.compare(ids[index]!, ids[0]!)), order);
          strictEqual(ids[index] === ids[0], order === 0);
        }
      },
    ),
  ));

Deno.test("grown() keeps values and type, and makes much room", () => {
  const column = grown(Int16Array.of(1, -2), 3);
  deepStrictEqual(column, Int16Array.from({ ...[1, -2], length: 16 }));
  strictEqual(grown(new Uint8Array(2), 90).length, 90);
});
