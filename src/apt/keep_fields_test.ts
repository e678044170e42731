import { deepStrictEqual, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { parseStanzas } from "./deb822.ts";
import { HeapWriter } from "../catalog/text_heap.ts";
import { FieldKeeper } from "./keep_fields.ts";

const NAMES = ["Package", "Depends", "Pre-Depends", "Description"];
const keeper = new FieldKeeper(NAMES);

function keep(text: string): string {
  const into = new HeapWriter();
  into.addByte(33);
  keeper.keep(new TextEncoder().encode(text), into);
  return new TextDecoder().decode(into.bytes.subarray(1));
}

Deno.test.each([
  {
    name: "the wanted fields",
    text: "Package: a\nVersion: 1\nDepends: b\nSize: 3\n",
    want: "Package: a\nDepends: b\n",
  },
  {
    name: "folded lines",
    text: "Depends: b,\n c,\n\td\nTag: x,\n y\nDescription: s\n l\n .\n",
    want: "Depends: b,\n c,\n\td\nDescription: s\n l\n .\n",
  },
  {
    name: "names in any letter case",
    text: "PACKAGE: a\npre-depends: b\n",
    want: "PACKAGE: a\npre-depends: b\n",
  },
  {
    name: "a last line without a line feed",
    text: "Size: 3\nDepends: b",
    want: "Depends: b",
  },
  { name: "nothing of nothing", text: "", want: "" },
  {
    name: "all, where a line has no colon",
    text: "Package: a\nodd\nSize: 3\n",
    want: "Package: a\nodd\nSize: 3\n",
  },
  {
    name: "all, where a blank stands before the colon",
    text: "Package : a\nSize: 3\n",
    want: "Package : a\nSize: 3\n",
  },
])(
  "FieldKeeper keeps $name",
  ({ text, want }) => strictEqual(keep(text), want),
);

Deno.test("FieldKeeper changes nothing for who reads the wanted fields", () => {
  const line = fc.oneof(
    fc.tuple(
      fc.constantFrom(...NAMES, "Size", "Tag", "depends", "X"),
      fc.constantFrom(":", ": ", " :", ""),
      fc.stringMatching(/^[a-z :]{0,6}$/),
    ).map((parts) => parts.join("")),
    fc.stringMatching(/^[ \t][a-z :.]{0,6}$/),
  );
  fc.assert(
    fc.property(fc.array(line, { maxLength: 8 }), (lines) => {
      const text = lines.map((line) => `${line}\n`).join("");
      deepStrictEqual(fieldsOf(keep(text)), fieldsOf(text));
    }),
  );
});

/** The wanted fields of the first stanza, or why there is none. */
function fieldsOf(text: string): unknown {
  try {
    const [stanza] = parseStanzas(text, { path: "T" });
    return NAMES.map((name) => stanza?.get(name) ?? "");
  } catch (error) {
    return (error as { code: string }).code;
  }
}
