import { deepStrictEqual, strictEqual, throws } from "node:assert/strict";
import fc from "fast-check";
import { StoreError } from "../core/store_error.ts";
import { AptConfig, parseFlag, readAptConfig } from "./apt_config.ts";

/** A configuration from one file. */
function read(text: string): AptConfig {
  const config = new AptConfig();
  readAptConfig(config, text, "C");
  return config;
}

Deno.test.each([
  { name: "a value", text: 'A::B "c";', want: "c" },
  { name: "a value without quotes", text: "A::B c;", want: "c" },
  { name: "names in any case", text: 'a::b "c";', want: "c" },
  { name: "a scope", text: 'A { B "c"; };', want: "c" },
  { name: "scopes in scopes", text: 'A { X { Y "z"; }; B "c"; };', want: "c" },
  { name: "the last value", text: 'A::B "x"; A { B "c"; };', want: "c" },
  { name: "values over lines", text: 'A\n{\n  B\n"c"\n;\n}\n;', want: "c" },
  {
    name: "comments",
    text: '// A::B "x";\n# y\n/* A::B "z";\n*/ A::B "c"; // d',
    want: "c",
  },
  { name: "slashes in quotes", text: 'A::B "http://x";', want: "http://x" },
  { name: "an empty value", text: 'A::B "";', want: "" },
  {
    name: "what #clear forgets",
    text: 'A::B "c";\n#clear A;',
    want: undefined,
  },
  { name: "other names", text: 'A::BC "c"; A "d";', want: undefined },
])(
  "readAptConfig() reads $name",
  ({ text, want }) => strictEqual(read(text).find("A::B"), want),
);

Deno.test.each([
  { name: "a list", text: 'A { "b"; "c"; };', want: ["b", "c"] },
  { name: "added values", text: 'A:: "b"; A:: "c";', want: ["b", "c"] },
  { name: "named values", text: 'A { X "b"; Y "c"; };', want: ["b", "c"] },
  {
    name: "one value that is split",
    text: 'A "b, c d";',
    want: ["b", "c", "d"],
  },
  { name: "nothing", text: 'B "b";', want: [] },
])(
  "AptConfig.list() gives $name",
  ({ text, want }) => deepStrictEqual(read(text).list("a"), want),
);

Deno.test("AptConfig.set() and clear() change values", () => {
  const config = read('A::B "1"; A::BB "2";');
  config.set("a::b", "3");
  config.set("a::b::", "4");
  strictEqual(config.find("A::B"), "3");
  deepStrictEqual(config.list("A::B"), ["4"]);
  config.clear("A::B");
  strictEqual(config.find("A::B"), undefined);
  deepStrictEqual(config.list("A::B"), []);
  strictEqual(config.find("A::BB"), "2");
});

Deno.test.each([
  { name: "a statement without end", text: '\nA::B "c"', at: "C:2" },
  { name: "a scope without end", text: 'A {\nB "c";\n', at: "C:3" },
  { name: "a brace too many", text: 'A "b";\n}', at: "C:2" },
])(
  "readAptConfig() rejects $name",
  ({ text, at }) =>
    throws(() => read(text), { code: "APT_SYNTAX", details: { at } }),
);

Deno.test("readAptConfig() keeps what stands before an error", () => {
  const config = new AptConfig();
  throws(() => readAptConfig(config, 'A "b"; }', "C"), StoreError);
  strictEqual(config.find("A"), "b");
});

for (const word of ["yes", "TRUE", "with", "on", "Enable", "1", " yes "]) {
  Deno.test(`parseFlag() takes "${word}" for yes`, () => {
    strictEqual(parseFlag(word), true);
    strictEqual(read(`A "${word}";`).flag("A"), true);
  });
}
for (const word of ["no", "FALSE", "without", "off", "Disable", "0"]) {
  Deno.test(`parseFlag() takes "${word}" for no`, () => {
    strictEqual(parseFlag(word), false);
    strictEqual(read(`A "${word}";`).flag("A"), false);
  });
}
for (const word of ["", "maybe", "2", "y"]) {
  Deno.test(`parseFlag() does not know "${word}"`, () =>
    strictEqual(parseFlag(word), undefined));
}

Deno.test("readAptConfig() throws nothing but StoreError", () =>
  fc.assert(
    fc.property(
      fc.oneof(fc.string(), fc.stringMatching(/^[aA:"{};#\/* \n]{0,30}$/)),
      (text) => {
        try {
          read(text);
        } catch (error) {
          if (!(error instanceof StoreError)) throw error;
        }
      },
    ),
    { numRuns: 500 },
  ));
