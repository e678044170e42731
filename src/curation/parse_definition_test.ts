/**
 * Definitions, and what is said about those that are wrong.
 *
 * @module
 */

import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { decodeDefinition } from "./decode_definition.ts";
import { parseDefinition } from "./parse_definition.ts";
import { StoreError } from "../core/store_error.ts";

const HEAD = "id: s\nname: S\ndescription: D\n";
const FILTERS = "filters: {include_sections: [net]}\n";
const MINIMAL = {
  id: "s",
  name: "S",
  description: "D",
  icon: null,
  banner: null,
  filters: {
    includeOrigins: [],
    includeSections: ["net"],
    includeTags: [],
    includePackages: [],
  },
  sections: [],
  categories: [],
  source: "s.yaml",
};
const FULL = `
id: home-server
name: "Home server"
description: |
  Two
  lines.
icon: /usr/share/container-stores/home-server/icon.svg
banner: banner.png
filters:
  include_origins: &origins [Debian, "Hat Labs"]
  include_sections: []
  include_tags:
    - category::navigation
    - devel::lang:c++
    - special::not-yet-tagged::a
    - role::*
  include_packages: [gpsd*, 'libstdc++6']
section_metadata:
  net: {label: Network, description: "Wires", icon: net.svg}
  web:
custom_sections:
  - {section: boats, label: Boats}
  - {id: cars, icon: ""}
category_metadata:
  - id: navigation
    label: Navigation
    description: >
      Charts
`;
const WANT_FULL = {
  id: "home-server",
  name: "Home server",
  description: "Two\nlines.",
  icon: "/usr/share/container-stores/home-server/icon.svg",
  banner: "banner.png",
  filters: {
    includeOrigins: ["Debian", "Hat Labs"],
    includeSections: [],
    includeTags: [
      "category::navigation",
      "devel::lang:c++",
      "special::not-yet-tagged::a",
      "role::*",
    ],
    includePackages: ["gpsd*", "libstdc++6"],
  },
  sections: [
    { id: "net", label: "Network", description: "Wires", icon: "net.svg" },
    { id: "web", label: null, description: null, icon: null },
    { id: "boats", label: "Boats", description: null, icon: null },
    { id: "cars", label: null, description: null, icon: null },
  ],
  categories: [{
    id: "navigation",
    label: "Navigation",
    description: "Charts",
    icon: null,
  }],
  source: "s.yaml",
};

Deno.test.each([
  { name: "the required keys", text: HEAD + FILTERS, want: MINIMAL },
  { name: "every key", text: FULL, want: WANT_FULL },
  { name: "CRLF", text: FULL.replaceAll("\n", "\r\n"), want: WANT_FULL },
  {
    name: "null and empty lists as absent",
    text:
      `${HEAD}icon: ~\nfilters:\n  include_tags:\n  include_origins: []\n  include_sections: [net]\n` +
      "section_metadata:\ncustom_sections: []\ncategory_metadata: null\n",
    want: MINIMAL,
  },
  {
    name: "an alias as a list",
    text:
      `${HEAD}filters:\n  include_sections: &x [net]\n  include_packages: *x\n`,
    want: {
      ...MINIMAL,
      filters: { ...MINIMAL.filters, includePackages: ["net"] },
    },
  },
])(
  "parseDefinition() reads $name",
  ({ text, want }) =>
    deepStrictEqual(parseDefinition(text, "s.yaml"), {
      definition: want,
      warnings: [],
    }),
);

/** `line:column message (hint)` of every warning. */
const reportOf = (text: string) =>
  parseDefinition(text, "s.yaml").warnings.map((
    { line, column, message, hint },
  ) => `${line}:${column} ${message}${hint === undefined ? "" : ` (${hint})`}`);
const expectedList =
  'Cannot use key "filters.include_tags": expected a list, found';

Deno.test.each([
  {
    name: "an empty file",
    text: "",
    want: ["1:1 Cannot parse YAML: the file is empty"],
  },
  {
    name: "an empty document",
    text: "---\n",
    want: ["1:1 Cannot use definition: it is empty"],
  },
  {
    name: "a list",
    text: "- a\n",
    want: ["1:1 Cannot use definition: expected a map, found a list"],
  },
  {
    name: "a text",
    text: "hello\n",
    want: ["1:1 Cannot use definition: expected a map, found text"],
  },
  {
    name: "all required keys missing",
    text: "{}\n",
    want: ["id", "name", "description", "filters"].map((key) =>
      `1:1 Cannot use definition: key "${key}" is missing`
    ),
  },
  {
    name: "a bad id",
    text: HEAD.replace("id: s", "id: Home Server") + FILTERS,
    want: [
      '1:5 Cannot use value "Home Server" of key "id": it does not match [a-z0-9][a-z0-9_-]{0,63} (Use at most 64 lower-case letters, digits, "-" and "_")',
    ],
  },
  {
    name: "a number as a name",
    text: HEAD.replace("S", "7") + FILTERS,
    want: [
      '2:7 Cannot use key "name": expected text, found a number (Put it in quotes: "7")',
    ],
  },
  {
    name: "no name",
    text: HEAD.replace("name: S", "name:") + FILTERS,
    want: ['2:1 Cannot use key "name": expected text, found nothing'],
  },
  {
    name: "a blank description",
    text: HEAD.replace("D", '" "') + FILTERS,
    want: [
      '3:14 Cannot use value " " of key "description": it is empty (Write a text)',
    ],
  },
  {
    name: "a control character",
    text: HEAD.replace("S", '"\\e[31m"') + FILTERS,
    want: [
      '2:7 Cannot use value "\\u001b[31m" of key "name": it holds a control character (Remove the control character)',
    ],
  },
  {
    name: "filters without a list",
    text: `${HEAD}filters:\n  include_tags: []\n`,
    want: [
      '4:1 Cannot use key "filters": all its lists are empty (Fill include_origins, include_sections, include_tags or include_packages)',
    ],
  },
  {
    name: "empty filters",
    text: `${HEAD}filters:\n`,
    want: ['4:1 Cannot use key "filters": expected a map, found nothing'],
  },
  {
    name: "text for a list",
    text: `${HEAD}filters:\n  include_tags: role::program\n`,
    want: [`5:17 ${expectedList} text (Write it as a list: [role::program])`],
  },
  {
    name: "a map for a list",
    text: `${HEAD}filters:\n  include_tags:\n    a: b\n`,
    want: [`5:3 ${expectedList} a map`],
  },
  {
    name: "wrong items",
    text:
      `${HEAD}filters:\n  include_sections:\n    - net\n    - 5\n    - ""\n    - [x]\n`,
    want: [
      '7:7 Cannot use key "filters.include_sections[1]": expected text, found a number (Put it in quotes: "5")',
      '8:7 Cannot use key "filters.include_sections[2]": it is empty (Write a text)',
      '9:7 Cannot use key "filters.include_sections[3]": expected text, found a list',
    ],
  },
  ...[
    "program",
    "role::",
    "::program",
    "*::program",
    "role::pro*",
    "role:: program",
  ].map((tag) => ({
    name: `the tag "${tag}"`,
    text: `${HEAD}filters:\n  include_tags: ["${tag}"]\n`,
    want: [
      `5:18 Cannot use value "${tag}" of key "filters.include_tags[0]": it is not a debtag (Write it as "facet::value" or "facet::*")`,
    ],
  })),
  {
    name: "a section without a name",
    text: `${HEAD}${FILTERS}custom_sections:\n- label: L\n`,
    want: [
      '6:3 Cannot use key "custom_sections[0]": it needs either "section" or "id" (Name the section with "section")',
    ],
  },
  {
    name: "a section with two names",
    text: `${HEAD}${FILTERS}custom_sections:\n- {id: a, section: b}\n`,
    want: [
      '6:3 Cannot use key "custom_sections[0]": it needs either "section" or "id" (Name the section with "section")',
    ],
  },
  {
    name: "a category without id",
    text: `${HEAD}${FILTERS}category_metadata:\n- label: L\n`,
    want: ['6:3 Cannot use key "category_metadata[0]": key "id" is missing'],
  },
  {
    name: "a wrong label",
    text: `${HEAD}${FILTERS}section_metadata:\n  net: {label: [x]}\n`,
    want: [
      '6:9 Cannot use key "section_metadata.net.label": expected text, found a list',
    ],
  },
  {
    name: "a repeated key",
    text: `${HEAD}id: t\n${FILTERS}`,
    want: [
      '4:1 Cannot use key "id": line 1 already holds it (Remove one of the two)',
    ],
  },
])("parseDefinition() reports $name", ({ text, want }) => {
  const { definition, warnings } = parseDefinition(text, "s.yaml");
  strictEqual(definition, null);
  ok(
    warnings.some(({ code, path }) =>
      code === "DEFINITION_INVALID" && path === "s.yaml"
    ),
  );
  deepStrictEqual(reportOf(text), want);
});

Deno.test("parseDefinition() sorts several problems by place", () =>
  deepStrictEqual(reportOf("nmae: S\nfilters: 1\nid: A\n"), [
    '1:1 Cannot use definition: key "name" is missing',
    '1:1 Cannot use definition: key "description" is missing',
    '1:1 Cannot use key "nmae": it is unknown (Use "name")',
    '2:10 Cannot use key "filters": expected a map, found a number',
    '3:5 Cannot use value "A" of key "id": it does not match [a-z0-9][a-z0-9_-]{0,63} (Use at most 64 lower-case letters, digits, "-" and "_")',
  ]));

Deno.test.each([
  { name: "filters", text: `${HEAD}filters: [net]\n`, key: "filters" },
  {
    name: "section_metadata",
    text: `${HEAD}${FILTERS}section_metadata: [net]\n`,
    key: "section_metadata",
  },
  {
    name: "a section",
    text: `${HEAD}${FILTERS}section_metadata: {net: []}\n`,
    key: "section_metadata.net",
  },
  {
    name: "a custom section",
    text: `${HEAD}${FILTERS}custom_sections: [[]]\n`,
    key: "custom_sections[0]",
  },
  {
    name: "a category",
    text: `${HEAD}${FILTERS}category_metadata: [[]]\n`,
    key: "category_metadata[0]",
  },
])(
  "parseDefinition() takes no list for $name",
  ({ text, key }) =>
    deepStrictEqual(
      parseDefinition(text, "s.yaml").warnings.map(({ message }) => message),
      [`Cannot use key "${key}": expected a map, found a list`],
    ),
);

const KNOWN =
  "id, name, description, icon, banner, filters, section_metadata, custom_sections, category_metadata";
Deno.test.each([
  {
    name: "at the top",
    text: `${HEAD}${FILTERS}xyzzy: 1\n`,
    want: [`5:1 Cannot use key "xyzzy": it is unknown (Use one of ${KNOWN})`],
  },
  {
    name: "in filters",
    text:
      `${HEAD}filters:\n  include_sections: [net]\n  include_section: [x]\n`,
    want: [
      '6:3 Cannot use key "include_section": it is unknown (Use "include_sections")',
    ],
  },
  {
    name: "in section_metadata",
    text: `${HEAD}${FILTERS}section_metadata:\n  net:\n    lable: x\n`,
    want: ['7:5 Cannot use key "lable": it is unknown (Use "label")'],
  },
  {
    name: "in custom_sections",
    text: `${HEAD}${FILTERS}custom_sections:\n  - id: x\n    icno: x\n`,
    want: ['7:5 Cannot use key "icno": it is unknown (Use "icon")'],
  },
  {
    name: "in category_metadata",
    text: `${HEAD}${FILTERS}category_metadata: [{id: x, Label: y}]\n`,
    want: ['5:29 Cannot use key "Label": it is unknown (Use "label")'],
  },
  {
    name: "once for an alias",
    text: `${HEAD}${FILTERS}section_metadata:\n  a: &x {lable: x}\n  b: *x\n`,
    want: ['6:10 Cannot use key "lable": it is unknown (Use "label")'],
  },
  {
    name: "named __proto__",
    text: `${HEAD}${FILTERS}__proto__: {id: x}\n`,
    want: [
      `5:1 Cannot use key "__proto__": it is unknown (Use one of ${KNOWN})`,
    ],
  },
])("parseDefinition() warns of an unknown key $name", ({ text, want }) => {
  const { definition, warnings } = parseDefinition(text, "s.yaml");
  ok(definition);
  ok(warnings.every(({ code }) => code === "DEFINITION_UNKNOWN_KEY"));
  deepStrictEqual(reportOf(text), want);
});

Deno.test("parseDefinition() keeps the first of two presentations", () => {
  const text =
    `${HEAD}${FILTERS}section_metadata: {a: {label: A}}\ncustom_sections:\n- {id: a, label: B}\n`;
  const { definition, warnings } = parseDefinition(text, "s.yaml");
  deepStrictEqual(definition?.sections.map(({ label }) => label), ["A"]);
  deepStrictEqual(
    warnings.map(({ code, line, message }) => [code, line, message]),
    [
      [
        "DEFINITION_DUPLICATE",
        7,
        'Cannot use key "custom_sections[0]": line 5 already describes "a"',
      ],
    ],
  );
});

Deno.test("parseDefinition() survives a billion laughs", () => {
  const levels = Array.from(
    { length: 9 },
    (_, i) => `l${i + 1}: &l${i + 1} [${`*l${i}, `.repeat(9)}]\n`,
  );
  const bomb = `l0: &l0 lol\n${levels.join("")}`;
  deepStrictEqual(reportOf(bomb), [
    "9:15 Cannot parse YAML: its aliases are over yamlAliases, the limit of 64",
  ]);
  const doubled = Array.from(
    { length: 31 },
    (_, i) => `    - &l${i + 1} [*l${i}, *l${i}]\n`,
  );
  const nested = `${HEAD}filters:\n  include_sections:\n    - &l0 [net]\n${
    doubled.join("")
  }`;
  strictEqual(parseDefinition(nested, "s.yaml").warnings.length, 32);
});

const lines = HEAD.split("\n").concat(
  "filters:",
  "  include_tags: [a::b]",
  "section_metadata:",
  "  x: {label: 1}",
  "custom_sections:",
  "- *x",
  "- &x y",
  "category_metadata: [{id: *x}]",
  "<<: *x",
  "__proto__: 1",
  "constructor:",
  "\tz: |",
  "---",
  "? [a]",
);
Deno.test("parseDefinition() never throws, and is null only with a reason", () =>
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: "binary", maxLength: 60 }),
        fc.array(fc.constantFrom(...lines), { maxLength: 14 }).map((picked) =>
          picked.join("\n")
        ),
      ),
      (text) => {
        const { definition, warnings } = parseDefinition(text, "s.yaml");
        strictEqual(
          definition === null,
          warnings.some(({ code }) => code === "DEFINITION_INVALID"),
        );
        ok(warnings.every(({ message }) => !/[\p{Cc}]/u.test(message)));
      },
    ),
    { numRuns: 1000 },
  ));

Deno.test("decodeDefinition() and parseDefinition() throw only StoreError for any bytes", () =>
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
      try {
        parseDefinition(decodeDefinition(bytes, "s.yaml"), "s.yaml");
      } catch (error) {
        if (!(error instanceof StoreError)) throw error;
      }
    }),
  ));
