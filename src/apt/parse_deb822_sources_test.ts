import { deepStrictEqual, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import type { StoreError } from "../core/store_error.ts";
import { parseDeb822Sources } from "./parse_deb822_sources.ts";
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
  const entries = parseDeb822Sources(
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
const TEXT =
  "Types: deb\nURIs: http://ex.org\nSuites: stable\nComponents: main\n";

Deno.test.each<{ name: string; text: string; want: Partial<SourceEntry>[] }>([
  { name: "a plain stanza", text: TEXT, want: [{}] },
  {
    name: "names in any case",
    text: TEXT.toUpperCase().replaceAll(
      /: .*/g,
      (value) => value.toLowerCase(),
    ),
    want: [{}],
  },
  { name: "CRLF", text: TEXT.replaceAll("\n", "\r\n"), want: [{}] },
  {
    name: "comments",
    text: `# x\n${TEXT}#Components: x\n`,
    want: [{ at: "S:2" }],
  },
  {
    name: "two stanzas",
    text: `${TEXT}\n\n${TEXT}`,
    want: [{}, { at: "S:7" }],
  },
  {
    name: "the last of duplicate fields",
    text: `Suites: x\n${TEXT}`,
    want: [{}],
  },
  {
    name: "all URIs with all suites, for each type",
    text:
      "Types: deb deb-src\nURIs: http://a\n http://b/\nSuites: s\n t\nComponents: x y\n",
    want: ["deb", "deb-src"].flatMap((type) =>
      ["http://a/", "http://b/"].flatMap((uri) =>
        ["s", "t"].map((suite) => ({
          type: type as "deb",
          uri,
          suite,
          components: ["x", "y"],
        }))
      )
    ),
  },
  {
    name: "a flat repository",
    text: "Types: deb\nURIs: http://ex.org\nSuites: ./\n",
    want: [{ suite: "./", components: [] }],
  },
  {
    name: "architectures",
    text: `${TEXT}Architectures: i386, armhf\n`,
    want: [{ architectures: ["i386", "armhf"] }],
  },
  {
    name: "no architectures",
    text: `${TEXT}Architectures:\n`,
    want: [{ architectures: [] }],
  },
  {
    name: "added and removed ones",
    text: `${TEXT}Architectures-Add: armhf\nArchitectures-Remove: amd64\n`,
    want: [{ architectures: ["i386", "armhf"] }],
  },
  {
    name: "$(ARCH)",
    text: TEXT.replaceAll(/(org|stable)/g, "$1/$(ARCH)"),
    want: [{ uri: "http://ex.org/amd64/", suite: "stable/amd64" }],
  },
  {
    name: "percent signs as they are",
    text: TEXT.replace("org", "org/a%20b"),
    want: [{ uri: "http://ex.org/a%20b/" }],
  },
  { name: "Trusted", text: `${TEXT}Trusted: yes\n`, want: [{ trusted: true }] },
  {
    name: "Trusted with an unknown word",
    text: `${TEXT}Trusted: maybe\n`,
    want: [{}],
  },
  {
    name: "Signed-By",
    text: `${TEXT}Signed-By: /a.gpg\n`,
    want: [{ signedBy: "/a.gpg" }],
  },
  { name: "Enabled: no", text: `${TEXT}Enabled: no\n`, want: [] },
  { name: "Enabled: foo as yes", text: `${TEXT}Enabled: foo\n`, want: [{}] },
  {
    name: "nothing broken that is not enabled",
    text: "Enabled: no\nTypes: rpm\n",
    want: [],
  },
])("parseDeb822Sources() reads $name", ({ text, want }) => {
  const { entries, errors } = parse(text);
  deepStrictEqual(errors, []);
  deepStrictEqual(entries, want.map((fields) => ({ ...PLAIN, ...fields })));
});

Deno.test.each([
  {
    name: "no type",
    text: TEXT.replace(/Types.*\n/, ""),
    message: /no field Types/,
  },
  {
    name: "no URI",
    text: TEXT.replace(/URIs.*\n/, ""),
    message: /no field URIs/,
  },
  {
    name: "no suite",
    text: TEXT.replace(/Suites.*\n/, ""),
    message: /no field Suites/,
  },
  {
    name: "an unknown type",
    text: TEXT.replace("deb", "deb rpm"),
    message: /type "rpm"/,
  },
  {
    name: "a URI without a scheme",
    text: TEXT.replace("http:", ""),
    message: /no scheme/,
  },
  {
    name: "a component of a flat suite",
    text: TEXT.replace("stable", "./"),
    message: /takes no component/,
  },
  {
    name: "a suite without components",
    text: TEXT.replace(/Components.*\n/, ""),
    message: /names no component/,
  },
])("parseDeb822Sources() refuses $name, and reads on", ({ text, message }) => {
  const { entries, errors } = parse(`${text}\n# x\n${TEXT}`);
  strictEqual(entries.length, 1);
  deepStrictEqual(errors.map(({ code, details }) => [code, details.at]), [[
    "APT_SYNTAX",
    "S:1",
  ]]);
  strictEqual(message.test(errors[0]!.message), true, errors[0]!.message);
});

Deno.test("parseDeb822Sources() keeps what stands before garbage", () => {
  const { entries, errors } = parse(`${TEXT}\ngarbage\n`);
  strictEqual(entries.length, 1);
  deepStrictEqual(errors.map(({ details }) => details.at), ["S:6"]);
});

Deno.test("parseDeb822Sources() throws nothing", () =>
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.stringMatching(
          /^((Types|URIs|Suites|Components|Enabled): ?(deb|a:|s|\.\/|no)?\n){0,6}$/,
        ),
      ),
      (text) => void parse(text),
    ),
    { numRuns: 500 },
  ));
