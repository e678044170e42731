import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { StoreError } from "../core/store_error.ts";
import { dump, scan, scanChunks } from "../../tests/scan_text.ts";
import { StanzaMemory } from "./_stanza_memory.ts";
import { StanzaScanner } from "./scan_stanzas.ts";
import { STANZA, StanzaTable } from "./stanza_table.ts";

const encoder = new TextEncoder();

/** `name version architecture` of the stanzas of a text. */
function rows(text: string): readonly string[] {
  const { table } = scan(text);
  return Array.from(
    { length: table.count },
    (_, stanza) =>
      `${table.names.text(table.name[stanza]!)} ${
        table.text(stanza, "version")
      } ${table.architectures.text(table.architecture[stanza]!)}`,
  );
}

/** `line message` of what is refused. */
function refused(text: string): readonly string[] {
  return scan(text).errors.map(({ message, details }) =>
    `${details.at} ${message}`
  );
}

const A = "Package: a\nVersion: 1\nArchitecture: amd64\n";
const B = "Package: b\nVersion: 2\nArchitecture: i386\n";

Deno.test.each([
  { name: "nothing in an empty file", text: "", want: [] },
  { name: "nothing in blank lines", text: "\n\r\n\n", want: [] },
  { name: "two stanzas", text: `${A}\n${B}`, want: ["a 1 amd64", "b 2 i386"] },
  {
    name: "stanzas with many blank lines around them",
    text: `\n\n${A}\n\n\r\n${B}\n\n`,
    want: ["a 1 amd64", "b 2 i386"],
  },
  {
    name: "CRLF",
    text: `${A}\n${B}`.replaceAll("\n", "\r\n"),
    want: ["a 1 amd64", "b 2 i386"],
  },
  {
    name: "a last line without its line feed",
    text: `${A}\n${B}`.trimEnd(),
    want: ["a 1 amd64", "b 2 i386"],
  },
  {
    name: "a line of white space as a continuation",
    text: `${A} \nPackage: z\n\n${B}`,
    want: ["z 1 amd64", "b 2 i386"],
  },
  {
    name: "a tab continuation",
    text: `Package: a\nDepends: x,\n\ty\nVersion: 1\nArchitecture: amd64\n`,
    want: ["a 1 amd64"],
  },
  {
    name: "a # line as a field that swallows up to the next colon",
    text: "Package: a\n# x\nVersion: 1\nArchitecture: amd64\n",
    want: ["a  amd64"],
  },
  {
    name: "a # line with a colon as a field of its own",
    text: `# x: y\n${A}`,
    want: ["a 1 amd64"],
  },
  {
    name: "a colon on a later line",
    text: "Package\n: a\nVersion: 1\nArchitecture: amd64\n",
    want: ["a 1 amd64"],
  },
  {
    name: "blanks around the colon",
    text: "Package : \t a \nVersion:1\nArchitecture:\tamd64\t\n",
    want: ["a 1 amd64"],
  },
  {
    name: "the last of duplicate fields",
    text: `${A}Version: 2\nversion: 3\n`,
    want: ["a 3 amd64"],
  },
  {
    name: "names in upper case",
    text: "PACKAGE: AbC\nVERSION: 1A\nARCHITECTURE: AMD64\n",
    want: ["abc 1A AMD64"],
  },
  {
    name: "a missing version",
    text: "Package: a\nArchitecture: all\n",
    want: ["a  amd64"],
  },
  {
    name: "a missing architecture",
    text: "Package: a\nVersion: 1\n",
    want: ["a 1 none"],
  },
  {
    name: "an empty architecture",
    text: "Package: a\nVersion: 1\nArchitecture:\n",
    want: ["a 1 none"],
  },
  {
    name: "all as the native architecture",
    text: "Package: a\nVersion: 1\nArchitecture: all\n",
    want: ["a 1 amd64"],
  },
])("StanzaScanner reads $name", ({ text, want }) => {
  deepStrictEqual(rows(text), want);
  deepStrictEqual(refused(text), []);
});

const NAMELESS = "Cannot use a stanza: it has no field Package";
const NO_COLON = "Cannot read the rest of the list: a line has no colon";

Deno.test.each([
  {
    name: "a stanza without a name, and reads on",
    text: `${A}\nVersion: 1\n\n${B}`,
    want: ["a 1 amd64", "b 2 i386"],
    errors: [`f0:5 ${NAMELESS}`],
  },
  {
    name: "an empty name",
    text: `Package:\nVersion: 1\n\n${B}`,
    want: ["b 2 i386"],
    errors: [`f0:1 ${NAMELESS}`],
  },
  {
    name: "a last line without a colon",
    text: `${A}\ngarbage\n`,
    want: ["a 1 amd64"],
    errors: [`f0:5 ${NO_COLON}`],
  },
  {
    name: "a line of garbage, as the name of the next field",
    text: `garbage\n\n${A}\n${B}`,
    want: ["b 2 i386"],
    errors: [`f0:1 ${NAMELESS}`],
  },
  {
    name: "bytes that are no text",
    text: "\x00\x01\x02\x7f",
    want: [],
    errors: [`f0:1 ${NO_COLON}`],
  },
])("StanzaScanner refuses $name", ({ text, want, errors }) => {
  deepStrictEqual(rows(text), want);
  deepStrictEqual(refused(text), errors);
});

Deno.test("StanzaScanner keeps every field that is shown", () => {
  const { table } = scan(
    "Package: a\nVersion: 1\nArchitecture: all\nSection: net\nSize: 12\nInstalled-Size: 3x\n" +
      "Multi-Arch: foreign\nSource: s (2)\nHomepage: http://h\nMaintainer: M\nEssential: yes\nTag: a::b,\n c::d\n" +
      "Description: short\n long\nDescription-md5: 00\nPhased-Update-Percentage: 7\nStatus: hold ok installed\n",
  );
  const [stanza] = dump(table) as [Record<string, unknown>];
  const { buildHash: _, span: __, ...rest } = stanza;
  deepStrictEqual(rest, {
    name: "a",
    architecture: "amd64",
    file: 0,
    flags: STANZA.all | STANZA.version | STANZA.description | STANZA.essential,
    multiArch: 2,
    section: "net",
    tags: "a::b,\n c::d",
    maintainer: "M",
    size: 12,
    installedSize: 3,
    phased: 7,
    state: 2 | (7 << 5),
    texts: ["1", "s (2)", "http://h", "00", "short"],
  });
});

Deno.test.each([
  { a: "Depends: a (>= 0:1), B", b: "Depends: A(>1),b", isSame: true },
  { a: "Depends: a\nBreaks: b", b: "Breaks: b\nDepends: a", isSame: true },
  { a: "Depends: a", b: "Conflicts: a", isSame: true },
  { a: "Depends: a,\n\tb", b: "Depends: a,b", isSame: true },
  { a: "Depends: a,b", b: "Depends: b,a", isSame: false },
  { a: "Depends: a\nBreaks: b", b: "Depends: b\nBreaks: a", isSame: false },
  { a: "Recommends: a", b: "Suggests: x", isSame: true },
])("StanzaScanner hashes the build of $a and $b", ({ a, b, isSame }) => {
  const { table } = scan(`${A}${a}\n\n${A}${b}\n`);
  strictEqual(table.buildHash[0] === table.buildHash[1], isSame);
});

Deno.test.each([
  ["0", 0],
  ["99", 99],
  ["7x", 7],
  ["100", -1],
  ["-1", -1],
  ["x", -1],
  ["", -1],
])("StanzaScanner reads the percentage %p as %p", (value, want) => {
  const { table } = scan(`${A}Phased-Update-Percentage: ${value}\n`);
  strictEqual(table.phased[0], want);
});

/** Awkward text: CRLF, tabs, blank lines, no name, late colons, and letters of several bytes. */
const AWKWARD = "\r\n" + `Package: a\r\nVersion : 1\r\nDepends: x,\r\n\ty\r\n` +
  ` \r\nArchitecture: amd64\r\nDescription: ä€😀\r\n long\r\n\r\n` +
  `Version: 1\n\n\nPackage\n: b\n# c\nVersion: 2\nStatus: install ok installed\nversion: 3\n\n\n` +
  `Package: c\nTag:\n x::y,\n z\nArchitecture: all\nInstalled-Size:\n 7\nDescription:`;

Deno.test("StanzaScanner gives the same table wherever the chunks end", () => {
  const bytes = encoder.encode(AWKWARD);
  const whole = scanChunks([[bytes]]);
  const want = dump(whole.table);
  const errors = whole.errors.map(({ details }) => details.at);
  strictEqual(want.length, 3);
  const check = (chunks: readonly Uint8Array[], where: string) => {
    const found = scanChunks([chunks]);
    deepStrictEqual(dump(found.table), want, where);
    deepStrictEqual(found.errors.map(({ details }) => details.at), errors);
  };
  for (let first = 0; first <= bytes.length; first++) {
    check([bytes.slice(0, first), bytes.slice(first)], `split at ${first}`);
  }
  check(Array.from(bytes, (byte) => Uint8Array.of(byte)), "single bytes");
});

Deno.test("StanzaScanner gives the same table for random chunks of random text", () =>
  fc.assert(
    fc.property(
      fc.array(
        fc.constantFrom(
          ..."ab:# \t\r\n\n\n",
          "Package: p\n",
          "Version: 1\n",
          "\n\n",
        ),
        { maxLength: 40 },
      ),
      fc.array(fc.nat(40), { maxLength: 6 }),
      (parts, cuts) => {
        const bytes = encoder.encode(parts.join(""));
        const ends = [
          ...new Set([...cuts.map((cut) => cut % (bytes.length + 1))]),
        ]
          .sort((a, b) => a - b);
        const chunks = [0, ...ends].map((start, index) =>
          bytes.slice(start, ends[index] ?? bytes.length)
        );
        const whole = scanChunks([[bytes]]);
        const split = scanChunks([chunks]);
        deepStrictEqual(dump(split.table), dump(whole.table));
        deepStrictEqual(
          split.errors.map(({ details }) => details.at),
          whole.errors.map(({ details }) => details.at),
        );
      },
    ),
    { numRuns: 500 },
  ));

Deno.test("StanzaScanner knows where each stanza lies in its file", () => {
  const text = `\n\n${A}Description: ä\n\n\n${B}`;
  const { table } = scan(text);
  const bytes = encoder.encode(text);
  const spans = [0, 1].map((stanza) =>
    new TextDecoder().decode(
      bytes.subarray(
        table.spanStart[stanza],
        table.spanStart[stanza]! + table.spanLength[stanza]!,
      ),
    )
  );
  deepStrictEqual(spans, [`${A}Description: ä\n`, B]);
});

Deno.test("StanzaScanner stops at a line of 9 MiB, and does not read it again and again", () => {
  const chunk = new Uint8Array(1 << 20).fill(120);
  const { table, errors } = scanChunks([[
    encoder.encode(`${A}\nPackage: `),
    ...Array.from({ length: 9 }, () => chunk),
    encoder.encode(`\n\n${B}`),
  ]]);
  strictEqual(table.count, 1);
  deepStrictEqual(errors.map(({ message, details }) => [message, details.at]), [
    ["Cannot read the rest of the list: a stanza is longer than 8 MiB", "f0:5"],
  ]);
});

Deno.test("StanzaScanner can be left, and others go on", () => {
  const table = new StanzaTable("amd64");
  const all = Array.from({ length: 300 }, (_, number) => {
    using scanner = new StanzaScanner(table, number, "f", () => {});
    scanner.push(encoder.encode(`${A}\nPackage: half`));
    return scanner;
  });
  for (const scanner of all) {
    scanner.push(encoder.encode(B));
    scanner.end();
  }
  strictEqual(table.count, 300);
  ok(dump(table).every((stanza) => (stanza as { name: string }).name === "a"));
  const one = new StanzaScanner(table, 0, "one", () => {});
  const two = new StanzaScanner(table, 0, "two", () => {});
  one.push(encoder.encode("Package: on"));
  two.push(encoder.encode("Package: tw"));
  one.push(encoder.encode("e\n"));
  two.push(encoder.encode("o\n"));
  one.end();
  two.end();
  deepStrictEqual(
    [300, 301].map((stanza) => table.names.text(table.name[stanza]!)),
    ["one", "two"],
  );
});

Deno.test.each([
  { name: "reads to the end", text: A, isEnded: true },
  { name: "is left", text: A, isEnded: false },
  { name: "stops at damage", text: "garbage", isEnded: true },
])(
  "StanzaScanner that $name gives its memory back, once",
  ({ text, isEnded }) => {
    const own = StanzaMemory.take();
    own.release();
    {
      using scanner = new StanzaScanner(
        new StanzaTable("amd64"),
        0,
        "f",
        () => {},
      );
      scanner.push(encoder.encode(text));
      if (isEnded) scanner.end();
    }
    const [one, two] = [StanzaMemory.take(), StanzaMemory.take()];
    ok(one === own);
    ok(one !== two);
    one.release();
    two.release();
  },
);

Deno.test("StanzaScanner refuses with nothing but StoreError on arbitrary bytes", () =>
  fc.assert(fc.property(
    fc.array(fc.uint8Array({ maxLength: 60 }), { maxLength: 4 }),
    (chunks) => {
      const { errors } = scanChunks([chunks]);
      ok(errors.every((error) => error instanceof StoreError));
    },
  )));

Deno.test.each([
  {
    name: "a Status of other words",
    text: `${A}Status: install ok instaled\n\n${B}`,
    want:
      'f0:1 Cannot trust all of package "a": the Status "install ok instaled" is none of dpkg\'s',
  },
  {
    name: "a Description-md5 of another length",
    text: `${A}\n${B}Description-md5: 12ab\n`,
    want:
      'f0:5 Cannot trust all of package "b": its Description-md5 is no MD5 digest',
  },
])("StanzaScanner warns of $name, and keeps the package", ({ text, want }) => {
  deepStrictEqual(refused(text), [want]);
  deepStrictEqual(rows(text), ["a 1 amd64", "b 2 i386"]);
});
