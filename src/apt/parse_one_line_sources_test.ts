import { deepStrictEqual, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import type { StoreError } from "../core/store_error.ts";
import { parseOneLineSources } from "./parse_one_line_sources.ts";
import type { SourceEntry } from "./source_entry.ts";

const CONTEXT = {
  nativeArchitecture: "amd64",
  architectures: ["amd64", "i386"],
};

/** The entries of a text, and where it is refused. */
function parse(
  text: string,
): { entries: readonly SourceEntry[]; errors: readonly StoreError[] } {
  const errors: StoreError[] = [];
  const entries = parseOneLineSources(
    text,
    "S",
    CONTEXT,
    (error) => errors.push(error),
  );
  return { entries, errors };
}

const PLAIN: SourceEntry = {
  type: "deb",
  uri: "http://ex.org/",
  suite: "stable",
  components: ["main"],
  architectures: ["amd64", "i386"],
  trusted: undefined,
  signedBy: undefined,
  at: "S:1",
};

Deno.test.each<{ line: string; want: Partial<SourceEntry> }>([
  { line: "deb http://ex.org/ stable main", want: {} },
  { line: "deb http://ex.org stable main\r", want: {} },
  { line: "\tdeb\thttp://ex.org/\tstable  main ", want: {} },
  { line: "deb-src http://ex.org/ stable main", want: { type: "deb-src" } },
  {
    line: "deb http://ex.org/ stable main contrib",
    want: { components: ["main", "contrib"] },
  },
  { line: "deb http://ex.org/ stable main # contrib", want: {} },
  { line: "deb http://ex.org/ stable main#contrib", want: {} },
  {
    line: "deb [arch=i386] http://ex.org/ stable main",
    want: { architectures: ["i386"] },
  },
  {
    line: "deb [arch=i386,,armhf] http://ex.org/ stable main",
    want: { architectures: ["i386", "armhf"] },
  },
  {
    line: "deb [arch+=armhf arch-=amd64] http://ex.org/ stable main",
    want: { architectures: ["i386", "armhf"] },
  },
  { line: "deb [Arch=i386] http://ex.org/ stable main", want: {} },
  {
    line: "deb [ trusted=yes  signed-by=/a.gpg ] http://ex.org/ stable main",
    want: { trusted: true, signedBy: "/a.gpg" },
  },
  {
    line: "deb [trusted=no] http://ex.org/ stable main",
    want: { trusted: false },
  },
  { line: "deb [trusted=maybe x=#y] http://ex.org/ stable main", want: {} },
  {
    line: 'deb "http://ex.org/a b" st"ab"le main',
    want: { uri: "http://ex.org/a b/" },
  },
  {
    line: "deb http://ex.org/a%20b%2541 s%41 m%zz",
    want: { uri: "http://ex.org/a b%41/", suite: "sA", components: ["m%zz"] },
  },
  {
    line: "deb http://ex.org/%c3%a9 stable main",
    want: { uri: "http://ex.org/é/" },
  },
  {
    line: "deb http://ex.org/$(ARCH)/x s-$(ARCH) main",
    want: { uri: "http://ex.org/amd64/x/", suite: "s-$(ARCH)" },
  },
  {
    line: "deb http://ex.org/ $(ARCH)/",
    want: { suite: "amd64/", components: [] },
  },
  { line: "deb http://ex.org/ ./", want: { suite: "./", components: [] } },
  {
    line: "deb cdrom:[Debian 12]/ stable main # x",
    want: { uri: "cdrom:[Debian 12]/" },
  },
  { line: 'deb http://ex.org/ stable main "contrib', want: {} },
])("parseOneLineSources() reads '$line'", ({ line, want }) => {
  const { entries, errors } = parse(line);
  deepStrictEqual(errors, []);
  deepStrictEqual(entries, [{ ...PLAIN, ...want }]);
});

for (
  const line of ["", "  ", "#", "# deb http://ex.org/ stable main", " \t# x"]
) {
  Deno.test(`parseOneLineSources() skips "${line}"`, () =>
    deepStrictEqual(parse(line), { entries: [], errors: [] }));
}

Deno.test.each([
  { line: "rpm http://ex.org/ stable main", message: /type "rpm"/ },
  { line: "DEB http://ex.org/ stable main", message: /type "DEB"/ },
  { line: "deb", message: /no scheme/ },
  { line: "deb /ex.org stable main", message: /no scheme/ },
  { line: "deb http://ex.org/", message: /names no suite/ },
  { line: "deb http://ex.org/ stable", message: /names no component/ },
  { line: "deb http://ex.org/ ./ main", message: /takes no component/ },
  { line: "deb [arch=i386 http://ex.org/ stable main", message: /"]"/ },
  { line: "deb [arch=i386]http://ex.org/ stable main", message: /"]"/ },
  { line: "deb [arch] http://ex.org/ stable main", message: /name=value/ },
  { line: "deb [arch=] http://ex.org/ stable main", message: /name=value/ },
  { line: 'deb "http://ex.org/ stable main', message: /no scheme/ },
])(
  "parseOneLineSources() refuses '$line', and reads on",
  ({ line, message }) => {
    const { entries, errors } = parse(
      `${line}\ndeb http://ex.org/ stable main\n`,
    );
    deepStrictEqual(entries, [{ ...PLAIN, at: "S:2" }]);
    strictEqual(errors.length, 1);
    strictEqual(errors[0]!.code, "APT_SYNTAX");
    strictEqual(errors[0]!.details.at, "S:1");
    strictEqual(message.test(errors[0]!.message), true, errors[0]!.message);
  },
);

Deno.test("parseOneLineSources() throws nothing", () =>
  fc.assert(
    fc.property(
      fc.oneof(fc.string(), fc.stringMatching(/^deb [[\]=a:"#% \n\/]{0,30}$/)),
      (text) => void parse(text),
    ),
    { numRuns: 500 },
  ));
