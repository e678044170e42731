import { deepStrictEqual, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import {
  appendElement,
  applyEdits,
  dropElement,
  dropMember,
  setMembers,
} from "./edit_json.ts";
import { JsonDocument } from "./json_document.ts";

const read = (text: string) =>
  new JsonDocument(new TextEncoder().encode(text), 64);

Deno.test("setMembers() keeps what it does not set, letter by letter", () => {
  const text =
    '{\n  "big": 123456789012345678901234567890,\n  "huge": 1e400, "a" : "\\u0041",\n  "n": 1\n}\n';
  const document = read(text);
  const edits = setMembers(document, 0, {
    n: { value: { b: [1] } },
    z: { json: "1E1" },
  });
  strictEqual(
    applyEdits(text, edits),
    '{\n  "big": 123456789012345678901234567890,\n  "huge": 1e400, "a" : "\\u0041",\n  "n": {\n    "b": [\n      1\n    ]\n  },\n  "z": 1E1\n}\n',
  );
});

Deno.test.each([
  { name: "on one line", text: '{"a": [1,2]}', want: '{"a": [1,2,{"x":1}]}' },
  { name: "an empty one", text: '{"a": []}', want: '{"a": [{"x":1}]}' },
  {
    name: "an empty one in a document of lines",
    text: '{\n\t"a": [ ]\n}',
    want: '{\n\t"a": [\n\t\t{\n\t\t\t"x": 1\n\t\t}\n\t]\n}',
  },
  {
    name: "one of lines",
    text: '{\n    "a": [\n        1\n    ]\n}',
    want:
      '{\n    "a": [\n        1,\n        {\n          "x": 1\n        }\n    ]\n}',
  },
  {
    name: "CRLF",
    text: '{\r\n  "a": [\r\n    1\r\n  ]\r\n}',
    want: '{\r\n  "a": [\r\n    1,\r\n    {\n      "x": 1\n    }\r\n  ]\r\n}',
  },
])("appendElement() fits into $name", ({ text, want }) => {
  const document = read(text);
  const edit = appendElement(document, document.find(["a"]), {
    value: { x: 1 },
  });
  strictEqual(applyEdits(text, [edit]), want);
  JSON.parse(want);
});

Deno.test("dropElement() and dropMember() take one comma with them", () => {
  const text = '[\n  1,\n  {"a": 1, "b": 2, "c": 3},\n  3\n]';
  const document = read(text);
  const dropped = (index: number) =>
    applyEdits(text, [dropElement(document, 0, document.children(0)[index]!)]);
  strictEqual(dropped(0), '[\n  {"a": 1, "b": 2, "c": 3},\n  3\n]');
  strictEqual(dropped(1), "[\n  1,\n  3\n]");
  strictEqual(dropped(2), '[\n  1,\n  {"a": 1, "b": 2, "c": 3}\n]');
  const without = (name: string) =>
    applyEdits(text, dropMember(document, document.find([1]), name));
  strictEqual(without("a"), '[\n  1,\n  {"b": 2, "c": 3},\n  3\n]');
  strictEqual(without("c"), '[\n  1,\n  {"a": 1, "b": 2},\n  3\n]');
  strictEqual(without("d"), text);
});

Deno.test("setMembers() is what JSON.parse makes of it", () => {
  const key = fc.constantFrom("a", "b", "c", "d e", "é", "__proto_");
  const dictionary = fc.dictionary(key, fc.jsonValue({ maxDepth: 2 }));
  fc.assert(
    fc.property(
      dictionary,
      dictionary,
      fc.constantFrom(0, 2, "\t"),
      (old, more, space) => {
        const document = read(JSON.stringify(old, null, space));
        const edits = setMembers(
          document,
          0,
          Object.fromEntries(
            Object.entries(more).map(([name, value]) => [name, { value }]),
          ),
        );
        deepStrictEqual(
          JSON.parse(applyEdits(document.text, edits)),
          JSON.parse(JSON.stringify({ ...old, ...more })),
        );
      },
    ),
  );
});
