import { deepStrictEqual, strictEqual, throws } from "node:assert/strict";
import fc from "fast-check";
import { StoreError } from "../core/store_error.ts";
import { parseStanzas } from "./deb822.ts";
import type { StanzaOptions } from "./deb822.ts";

/** The stanzas as plain values. */
function plain(
  text: string,
  options: Partial<StanzaOptions> = {},
): readonly unknown[] {
  return [...parseStanzas(text, { path: "F", ...options })].map((stanza) =>
    Object.fromEntries(
      [...stanza.fields()].map(({ name, value }) => [name, value]),
    )
  );
}

Deno.test.each([
  { name: "nothing", text: "", want: [] },
  { name: "blank lines", text: "\n\r\n\n", want: [] },
  { name: "one field", text: "A: b\n", want: [{ A: "b" }] },
  { name: "no final line feed", text: "A: b", want: [{ A: "b" }] },
  {
    name: "two stanzas",
    text: "A: b\n\n\nC: d\n",
    want: [{ A: "b" }, { C: "d" }],
  },
  {
    name: "CRLF",
    text: "A: b\r\nC: d\r\n\r\nE: f\r\n",
    want: [{ A: "b", C: "d" }, { E: "f" }],
  },
  { name: "a tab continuation", text: "A: b\n\tc\n", want: [{ A: "b\n\tc" }] },
  {
    name: "a line of white space as a continuation",
    text: "A: b\n \nC: d\n",
    want: [{ A: "b", C: "d" }],
  },
  { name: "a folded value", text: "A:\n b\n c\n", want: [{ A: "b\n c" }] },
  {
    name: "a value that starts behind a tab",
    text: "A:\n\tb\n",
    want: [{ A: "\n\tb" }],
  },
  { name: "an empty value", text: "A:\nB: c\n", want: [{ A: "", B: "c" }] },
  { name: "colons in values", text: "A: b:c: d\n", want: [{ A: "b:c: d" }] },
  { name: "blanks before the colon", text: "A \t: b\n", want: [{ A: "b" }] },
  { name: "the colon on a later line", text: "A\n: b\n", want: [{ A: "b" }] },
  {
    name: "a # line as part of a name",
    text: "# a\nB: c\n",
    want: [{ "# a\nB": "c" }],
  },
])(
  "parseStanzas() reads $name",
  ({ text, want }) => deepStrictEqual(plain(text), want),
);

Deno.test("parseStanzas() drops comments where there are some", () =>
  deepStrictEqual(
    plain("# a\nB: c\n#d: e\n f\n#\n\n# g\n\nH: i\n", { comments: true }),
    [{ B: "c\n f" }, { H: "i" }],
  ));

Deno.test("Stanza finds fields in any letter case, the last of a name", () => {
  const [stanza] = parseStanzas("\nAb: 1\nC: 2\naB: 3\n", { path: "F" });
  strictEqual(stanza?.get("AB"), "3");
  strictEqual(stanza.field("ab")?.line, 4);
  strictEqual(stanza.line, 2);
  strictEqual(stanza.size, 2);
  strictEqual(stanza.has("c"), true);
  strictEqual(stanza.has("d"), false);
  strictEqual(stanza.get("d"), "");
});

Deno.test.each([
  { name: "garbage", text: "garbage\n", at: "F:1" },
  { name: "garbage behind a stanza", text: "A: b\n\ngarbage\n", at: "F:3" },
  { name: "garbage before a blank line", text: "x\n\nA: b\n", at: "F:1" },
])(
  "parseStanzas() rejects $name",
  ({ text, at }) =>
    throws(() => plain(text), { code: "APT_SYNTAX", details: { at } }),
);

Deno.test("parseStanzas() counts lines from where it is told", () =>
  throws(() => plain("A: b\nc", { firstLine: 5 }), {
    details: { at: "F:6" },
  }));

Deno.test("parseStanzas() shortens long lines in messages", () =>
  throws(() => plain("x".repeat(100)), {
    message: `Cannot read line "${"x".repeat(60)}…": it has no colon`,
  }));

Deno.test("parseStanzas() gives back what is written", () =>
  fc.assert(fc.property(
    fc.array(
      fc.dictionary(
        fc.stringMatching(/^[a-z][a-z-]{0,5}$/),
        fc.stringMatching(/^([!-~]([ -~]{0,5}[!-~])?)?$/),
        { minKeys: 1, noNullPrototype: true },
      ),
    ),
    (stanzas) => {
      const text = stanzas.map((fields) =>
        Object.entries(fields).map(([name, value]) => `${name}: ${value}\n`)
          .join("")
      ).join("\n");
      deepStrictEqual(plain(text), stanzas);
    },
  )));

Deno.test("parseStanzas() throws nothing but StoreError", () =>
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.stringMatching(/^[ab:# \t\r\n]{0,30}$/),
      ),
      fc.boolean(),
      (text, comments) => {
        try {
          plain(text, { comments });
        } catch (error) {
          if (!(error instanceof StoreError)) throw error;
        }
      },
    ),
    { numRuns: 500 },
  ));
