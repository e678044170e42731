/**
 * YAML trees: values, places, limits, and texts that must not get through.
 *
 * @module
 */

import {
  deepStrictEqual,
  match,
  notStrictEqual,
  ok,
  strictEqual,
} from "node:assert/strict";
import fc from "fast-check";
import { LIMITS } from "../core/limits.ts";
import { plainValue, readYamlTree, type YamlNode } from "./_yaml_tree.ts";

/** Maps as objects with the usual prototype, so that they compare with literals. */
const valueOf = (text: string) => {
  const { root, problems } = readYamlTree(text);
  deepStrictEqual(problems, []);
  return JSON.parse(JSON.stringify(plainValue(root!)));
};
const problemsOf = (text: string) =>
  readYamlTree(text).problems.map(({ message, place }) =>
    `${place.line}:${place.column} ${message}`
  );

Deno.test.each([
  {
    name: "block style",
    text: "a: 1\nb:\n- x\n- y\n",
    want: { a: 1, b: ["x", "y"] },
  },
  {
    name: "flow style",
    text: "{a: [1, {b: c}], d: }",
    want: { a: [1, { b: "c" }], d: null },
  },
  {
    name: "CRLF",
    text: "a: |\r\n  x\r\n  y\r\nb: 2\r\n",
    want: { a: "x\ny\n", b: 2 },
  },
  { name: "a byte order mark", text: "\ufeffa: 1", want: { a: 1 } },
  { name: "no final line feed", text: "a: b", want: { a: "b" } },
  { name: "a tab before a comment", text: "a: b\t# c\n", want: { a: "b" } },
  { name: "a literal block", text: "a: |\n  x\n  y\n", want: { a: "x\ny\n" } },
  {
    name: "a folded block",
    text: "a: >-\n  x\n  y\n\n  z\n",
    want: { a: "x y\nz" },
  },
  {
    name: "escapes",
    text: "a: \"\\u00e4\\n\"\nb: 'it''s'",
    want: { a: "ä\n", b: "it's" },
  },
  {
    name: "core scalars",
    text: "[true, ~, 0x10, 1.5, no, yes, on]",
    want: [true, null, 16, 1.5, "no", "yes", "on"],
  },
  {
    name: "a date as text",
    text: "[2024-01-02, 2024-01-02T03:04:05Z]",
    want: ["2024-01-02", "2024-01-02T03:04:05Z"],
  },
  {
    name: "a merge key as text",
    text: "a: &x {b: 1}\nc: {<<: *x}",
    want: { a: { b: 1 }, c: { "<<": { b: 1 } } },
  },
  {
    name: "an alias",
    text: "a: &x [p, q]\nb: *x\nc: &y z\nd: *y",
    want: { a: ["p", "q"], b: ["p", "q"], c: "z", d: "z" },
  },
  {
    name: "keys as text",
    text: "1: a\ntrue: b\n~: c\n",
    want: { 1: "a", true: "b", "~": "c" },
  },
  { name: "the text tag", text: "[!!str 5, ! 6, !!str]", want: ["5", "6", ""] },
  {
    name: "one marked document",
    text: "%YAML 1.2\n---\na: b\n...\n",
    want: { a: "b" },
  },
  { name: "comments only", text: "# nothing\n---\n", want: null },
])(
  "readYamlTree() reads $name",
  ({ text, want }) => deepStrictEqual(valueOf(text), want),
);

Deno.test.each([
  {
    name: "an empty file",
    text: "",
    want: "1:1 Cannot parse YAML: the file is empty",
  },
  {
    name: "only comments",
    text: "# a\n",
    want: "1:1 Cannot parse YAML: the file is empty",
  },
  {
    name: "broken syntax",
    text: "a: [1\nb: 2\n",
    want: /^2:\d+ Cannot parse YAML: /,
  },
  {
    name: "a tab as indentation",
    text: "a:\n\tb: 1\n",
    want: /^2:1 .*tab characters/,
  },
  {
    name: "a repeated key",
    text: "a: 1\nb: 2\na: 3\n",
    want: '3:1 Cannot use key "a": line 1 already holds it',
  },
  {
    name: "a repeated key in quotes",
    text: 'a: 1\n"a": 2\n',
    want: '2:1 Cannot use key "a": line 1 already holds it',
  },
  {
    name: "two documents",
    text: "a: 1\n---\nb: 2\n",
    want: "2:1 Cannot parse YAML: a second document starts",
  },
  {
    name: "an empty second document",
    text: "a: 1\n---\n",
    want: "2:1 Cannot parse YAML: a second document starts",
  },
  {
    name: "an unknown alias",
    text: "a: *x\n",
    want: '1:4 Cannot parse YAML: alias "x" has no anchor before it',
  },
  {
    name: "a list that holds itself",
    text: "a: &x [*x]\n",
    want: '1:8 Cannot parse YAML: alias "x" holds itself',
  },
  {
    name: "a binary scalar",
    text: "a: !!binary aGk=\n",
    want: '1:4 Cannot parse YAML: tag "!!binary" is not supported',
  },
  {
    name: "a foreign tag",
    text: "a: !js/function x\n",
    want: /^1:4 .*tag "!js\/function" is not supported/,
  },
  {
    name: "a text tag on a list",
    text: "a: !!str [x]\n",
    want: "1:4 Cannot parse YAML: a collection is no text",
  },
  {
    name: "a list as a key",
    text: "a: 1\n? [b]\n: c\n",
    want: "2:3 Cannot parse YAML: a list is used as a key",
  },
  { name: "a NUL", text: "a: \0", want: /^1:4 .*null byte/ },
])("readYamlTree() reports $name", ({ text, want }) => {
  const [first = "", ...others] = problemsOf(text);
  deepStrictEqual(others, []);
  if (typeof want === "string") strictEqual(first, want);
  else match(first, want);
});

const nested = (levels: number) => "[".repeat(levels) + "]".repeat(levels);
const deep = (levels: number) =>
  Array.from({ length: levels }, (_, i) => `${" ".repeat(i)}a:\n`).join("") +
  `${" ".repeat(levels)}x\n`;
const aliases = (count: number) => `a: &x y\nb: [${"*x, ".repeat(count)}]\n`;
Deno.test.each([
  {
    name: "nested flow lists",
    at: nested(LIMITS.yamlNesting),
    over: nested(LIMITS.yamlNesting + 1),
    limit: "yamlNesting",
  },
  {
    name: "nested block maps",
    at: deep(LIMITS.yamlNesting),
    over: deep(LIMITS.yamlNesting + 1),
    limit: "yamlNesting",
  },
  {
    name: "aliases",
    at: aliases(LIMITS.yamlAliases),
    over: aliases(LIMITS.yamlAliases + 1),
    limit: "yamlAliases",
  },
])("readYamlTree() limits $name", ({ at, over, limit }) => {
  deepStrictEqual(problemsOf(at), []);
  const { root, problems } = readYamlTree(over);
  strictEqual(root, null);
  strictEqual(problems.length, 1);
  match(
    problems[0]!.message,
    new RegExp(
      `over ${limit}, the limit of ${LIMITS[limit as keyof typeof LIMITS]}`,
    ),
  );
});

Deno.test("readYamlTree() stops at very deep nesting", () => {
  for (const open of ["[", "{a: ", "- ", "? "]) {
    match(problemsOf(open.repeat(50_000))[0]!, /yamlNesting/);
  }
});

Deno.test("plainValue() shares what aliases share", () => {
  const levels = Array.from(
    { length: 30 },
    (_, i) => `l${i + 1}: &l${i + 1} [*l${i}, *l${i}]\n`,
  );
  const { root, problems } = readYamlTree(`l0: &l0 [lol]\n${levels.join("")}`);
  deepStrictEqual(problems, []);
  const value = plainValue(root!) as Record<string, unknown[]>;
  strictEqual(value["l30"]![0], value["l30"]![1]);
});

Deno.test("plainValue() keeps __proto__ an ordinary key", () => {
  const value = plainValue(
    readYamlTree("__proto__: {polluted: 1}\n").root!,
  ) as object;
  strictEqual(Object.getPrototypeOf(value), null);
  deepStrictEqual(Object.keys(value), ["__proto__"]);
  ok(!("polluted" in {}));
});

/** Every key and value with its place, in their order. */
function places(node: YamlNode): string[] {
  const at = ({ line, column }: YamlNode["place"]) => `${line}:${column}`;
  if (node.kind === "scalar") return [`${node.value}@${at(node.place)}`];
  const inner = node.kind === "list"
    ? node.items.flatMap(places)
    : [...node.entries].flatMap((
      [key, entry],
    ) => [`${key}=${at(entry.place)}`, ...places(entry.node)]);
  return [`${node.kind}@${at(node.place)}`, ...inner];
}
Deno.test.each([
  {
    name: "plain and quoted scalars",
    text: "a: b\n'c':  \"d\"\n",
    want: ["map@1:1", "a=1:1", "b@1:4", "c=2:1", "d@2:7"],
  },
  {
    name: "lists",
    text: "a:\n  - b\n  - [c, d]\n",
    want: [
      "map@1:1",
      "a=1:1",
      "list@2:3",
      "b@2:5",
      "list@3:5",
      "c@3:6",
      "d@3:9",
    ],
  },
  {
    name: "blocks",
    text: "a: |\n  b\nc: >-  # d\n  e\n",
    want: ["map@1:1", "a=1:1", "b\n@1:4", "c=3:1", "e@3:4"],
  },
  {
    name: "empty values",
    text: "a:\nb: !!str\n",
    want: ["map@1:1", "a=1:1", "null@1:1", "b=2:1", "@2:4"],
  },
  {
    name: "anchors and aliases",
    text: "a: &x b\nc: *x\n",
    want: ["map@1:1", "a=1:1", "b@1:7", "c=2:1", "b@2:4"],
  },
  {
    name: "every line break",
    text: "a: 1\r\nb: 2\rc: 3\n",
    want: ["map@1:1", "a=1:1", "1@1:4", "b=2:1", "2@2:4", "c=3:1", "3@3:4"],
  },
  {
    name: "UTF-16 columns",
    text: "{😀: x}",
    want: ["map@1:1", "😀=1:2", "x@1:6"],
  },
])(
  "readYamlTree() places $name",
  ({ text, want }) => deepStrictEqual(places(readYamlTree(text).root!), want),
);

Deno.test("readYamlTree() never throws", () => {
  const piece = fc.constantFrom(
    ..."abc01&*!|>-?:,[]{}#%@'\"\\\t\r\n ~=<._".split(""),
    "---\n",
    "...\n",
    "&a ",
    "*a ",
    "- ",
    ": ",
    "!!str ",
    "\n  ",
    "\0",
    "\ud800",
    "\ufeff",
  );
  const text = fc.oneof(
    fc.string({ unit: "binary", maxLength: 40 }),
    fc.array(piece, { maxLength: 40 }).map((parts) => parts.join("")),
  );
  fc.assert(
    fc.property(text, (input) => {
      const { root, problems } = readYamlTree(input);
      if (root === null) notStrictEqual(problems.length, 0);
      else plainValue(root);
      for (const { place } of problems) {
        ok(place.line >= 1 && place.column >= 1);
      }
    }),
    { numRuns: 2000 },
  );
});

Deno.test("readYamlTree() reads back what JSON writes", () =>
  fc.assert(
    fc.property(
      fc.jsonValue({ maxDepth: 4, noUnicodeString: true }),
      (value) => {
        const text = JSON.stringify(value);
        deepStrictEqual(valueOf(text), JSON.parse(text));
      },
    ),
  ));
