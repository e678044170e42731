import { deepStrictEqual, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import type { StoreError } from "../core/store_error.ts";
import { parsePreferences } from "./parse_preferences.ts";
import { NEVER } from "./pin.ts";
import type { Pin } from "./pin.ts";

/** The pins of a text, and where it is refused. */
function parse(
  text: string,
): { pins: readonly Pin[]; errors: readonly StoreError[] } {
  const errors: StoreError[] = [];
  return {
    pins: parsePreferences(text, "P", "amd64", (error) => errors.push(error)),
    errors,
  };
}

/** `name priority` of the pins of a text; `*` for a generic one, `?` for a pattern. */
function shown(text: string): readonly string[] {
  return parse(text).pins.map(({ packages, priority }) =>
    `${packages ? packages.exactName ?? "?" : "*"} ${priority}`
  );
}

function pin(
  names: string,
  priority: string | number,
  rule = "release a=x",
): string {
  return `Package: ${names}\nPin: ${rule}\nPin-Priority: ${priority}\n`;
}

Deno.test.each([
  { name: "a generic pin", text: pin("*", 5), want: ["* 5"] },
  { name: "a specific pin", text: pin("a", 5), want: ["a 5"] },
  {
    name: "several names",
    text: pin("a b\n c\td", 5),
    want: ["a 5", "b 5", "c 5", "d 5"],
  },
  { name: "* and a name", text: pin("* a", 5), want: ["? 5", "a 5"] },
  {
    name: "two stanzas",
    text: `${pin("a", 5)}\n${pin("b", 6)}`,
    want: ["a 5", "b 6"],
  },
  {
    name: "stanzas without a blank line as one",
    text: pin("a", 5) + pin("b", 6),
    want: ["b 6"],
  },
  {
    name: "comments, CRLF and tabs",
    text: "# x\n\npackage:\ta\r\n# y\nPIN:\tORIGIN\tx\r\nPin-priority:  7\r\n",
    want: ["a 7"],
  },
  {
    name: "no rule as nothing",
    text: "Package: a\nPin-Priority: x\n",
    want: [],
  },
  {
    name: "an unknown rule as nothing",
    text: pin("a", "x", "foo x"),
    want: [],
  },
  {
    name: "a generic pin of a version as nothing",
    text: pin("*", 5, "version 1"),
    want: [],
  },
  { name: "a sign", text: pin("a", "+6"), want: ["a 6"] },
  { name: "a negative priority", text: pin("a", -6), want: ["a -6"] },
  { name: "text behind the number", text: pin("a", "1e3"), want: ["a 1"] },
  { name: "the highest priority", text: pin("a", 32767), want: ["a 32767"] },
  {
    name: "the lowest priority as one more",
    text: pin("a", -32768),
    want: ["a -32767"],
  },
  { name: "never", text: pin("*", "never"), want: [`* ${NEVER}`] },
])("parsePreferences() reads $name", ({ text, want }) => {
  deepStrictEqual(shown(text), want);
  deepStrictEqual(parse(text).errors, []);
});

Deno.test.each([
  { name: "no name", text: "Pin: release a=x\nPin-Priority: 5\n", line: 1 },
  { name: "an empty name", text: pin("", 5), line: 1 },
  { name: "no priority", text: "Package: a\nPin: release a=x\n", line: 1 },
  { name: "0", text: pin("a", 0), line: 3 },
  { name: "no number", text: pin("a", "high"), line: 3 },
  { name: "a hexadecimal number", text: pin("a", "0x10"), line: 3 },
  { name: "a number that is too high", text: pin("a", 32768), line: 3 },
  { name: "a number that is too low", text: pin("a", -32769), line: 3 },
  { name: "never for one name", text: pin("a", "never"), line: 3 },
  { name: "Never in another case", text: pin("*", "Never"), line: 3 },
])("parsePreferences() refuses $name, and reads on", ({ text, line }) => {
  const { errors } = parse(`${text}\n${pin("z", 9)}`);
  deepStrictEqual(shown(`${text}\n${pin("z", 9)}`), ["z 9"]);
  deepStrictEqual(errors.map(({ code, details }) => [code, details.at]), [[
    "APT_SYNTAX",
    `P:${line}`,
  ]]);
});

Deno.test("parsePreferences() keeps what stands before garbage", () => {
  const text = `${pin("a", 5)}\ngarbage\n`;
  deepStrictEqual(shown(text), ["a 5"]);
  strictEqual(parse(text).errors[0]?.details.at, "P:5");
});

Deno.test("parsePreferences() throws nothing", () =>
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.tuple(fc.string(), fc.string(), fc.string()).map(([a, b, c]) =>
          pin(a, b, c)
        ),
      ),
      (text) => void parse(text),
    ),
    { numRuns: 500 },
  ));
