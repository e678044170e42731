import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { JsonDocument } from "./json_document.ts";

const read = (text: string | Uint8Array, nesting = 8) =>
  new JsonDocument(
    typeof text === "string" ? new TextEncoder().encode(text) : text,
    nesting,
  );

/** Kind, line and column of each fault. */
const faultsOf = (document: JsonDocument) =>
  document.faults.map(({ kind, offset }) => {
    const { line, column } = document.place(offset);
    return `${kind} ${line}:${column}`;
  });

Deno.test.each<{ name: string; text: string | Uint8Array; want: string[] }>([
  { name: "nothing wrong", text: ' {"a": [1, {"b": null}]}\r\n', want: [] },
  { name: "an empty file", text: "", want: ["syntax 1:1"] },
  { name: "a cut object", text: '{"a": 1,\n', want: ["syntax 2:1"] },
  { name: "a comma too many", text: "[1,]", want: ["syntax 1:4"] },
  { name: "a comment", text: "[1] // no", want: ["syntax 1:5"] },
  { name: "two values", text: "1 2", want: ["syntax 1:3"] },
  { name: "single quotes", text: "{'a': 1}", want: ["syntax 1:2"] },
  { name: "a leading zero", text: "[01]", want: ["syntax 1:3"] },
  { name: "NaN", text: "[NaN]", want: ["syntax 1:2"] },
  { name: "a raw line feed in a string", text: '"a\nb"', want: ["syntax 1:3"] },
  { name: "an unknown escape", text: '"a\\x41"', want: ["syntax 1:3"] },
  {
    name: "a key twice, and more behind it",
    text: '{"a": 1,\n  "a": {"b": 1, "b": 2}}',
    want: ["duplicate 2:17", "duplicate 2:3"],
  },
  {
    name: "a key three times",
    text: '{"a":1,"a":2,"a":3}',
    want: ["duplicate 1:8", "duplicate 1:14"],
  },
  {
    name: "a key twice, once with an escape",
    text: '{"a": 1, "\\u0061": 2}',
    want: ["duplicate 1:10"],
  },
  {
    name: "a key twice among many",
    text: `{${
      Array.from({ length: 40 }, (_, n) => `"k${n}": ${n}`).join(",")
    }, "k3": 1}`,
    want: ["duplicate 1:383"],
  },
  {
    name: "keys of equal length",
    text: '{"ab": 1, "ac": 2, "bb": 3}',
    want: [],
  },
  {
    name: "nine arrays in one another",
    text: "[[[[[[[[[]]]]]]]]]",
    want: ["nesting 1:9"],
  },
  { name: "eight of them", text: "[[[[[[[[]]]]]]]]", want: [] },
  {
    name: "a byte order mark",
    text: "\ufeff{}",
    want: ["bom 1:1"],
  },
  {
    name: "a byte that is not UTF-8",
    text: new Uint8Array([0x22, 0xc3, 0xa4, 0xff, 0x22]),
    want: ["encoding 1:3"],
  },
  {
    name: "a character that is cut, beside a true U+FFFD",
    text: new Uint8Array([0x22, 0xef, 0xbf, 0xbd, 0xef, 0xbf, 0x22]),
    want: ["encoding 1:3"],
  },
  {
    name: "all at once",
    text: new Uint8Array([
      ...[0xef, 0xbb, 0xbf],
      ...new TextEncoder().encode('{"a": 1, "a": "'),
      0x80,
      ...new TextEncoder().encode('"} x'),
    ]),
    want: ["bom 1:1", "encoding 1:16", "duplicate 1:10", "syntax 1:20"],
  },
])("JsonDocument finds $name", ({ text, want }) => {
  deepStrictEqual(faultsOf(read(text)), want);
});

Deno.test("JsonDocument has the value that JSON.parse has", () =>
  fc.assert(fc.property(fc.json({ maxDepth: 5 }), (text) => {
    const document = read(text, 32);
    ok(document.isJson, text);
    deepStrictEqual(document.value(), JSON.parse(text));
  })));

Deno.test("JsonDocument takes for JSON what JSON.parse takes", () =>
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({
          unit: fc.constantFrom(...'[]{}",:\\u0019eE+-. \ntrfalsn\u0001ä'),
        }),
        fc.json().chain((text) =>
          fc.nat(text.length).map((at) =>
            text.slice(0, at) + text.slice(at + 1)
          )
        ),
      ),
      (text) => {
        let isJson = true;
        try {
          JSON.parse(text);
        } catch {
          isJson = false;
        }
        strictEqual(read(text, 1000).isJson, isJson, text);
      },
    ),
    { numRuns: 2000 },
  ));

Deno.test("JsonDocument finds what some steps lead to, or how far they lead", () => {
  const document = read('{"a": [10, {"b\\n": "x"}], "c": {"d": 1}}');
  const at = (...steps: (string | number)[]) =>
    document.textOf(document.find(steps));
  strictEqual(at("a", 0), "10");
  strictEqual(at("a", 1, "b\n"), '"x"');
  strictEqual(at("a", 5), '[10, {"b\\n": "x"}]');
  strictEqual(at("c", "d", "e"), "1");
  strictEqual(at("c", 0), '{"d": 1}');
  strictEqual(read("").find(["a"]), 0);
});

Deno.test("JsonDocument finds members of an object that has many", () => {
  const entries = Array.from({ length: 5000 }, (_, n) => [`k${n}`, n]);
  const document = read(JSON.stringify(Object.fromEntries(entries)));
  for (const [name, value] of entries) {
    strictEqual(document.valueOf(document.find([name!])), value);
  }
});
