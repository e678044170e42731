import { deepStrictEqual } from "node:assert/strict";
import { makeCatalog } from "../../tests/cli/make_catalog.ts";
import { keptNames } from "../../tests/open_built.ts";
import { matchFilters, matchRepositories } from "./match_filters.ts";
import type { DefinitionFilters } from "./store_definition.ts";

const catalog = makeCatalog([
  {
    release: { origin: "Debian", label: "Debian", suite: "stable" },
    packages: [
      {
        Package: "plotter",
        Section: "contrib/net",
        Tag: "field::marine, role::program",
      },
      {
        Package: "server",
        Section: "net",
        Tag: "role::program,category::navigation",
      },
      { Package: "game", Section: "games", Tag: "use::playing" },
      { Package: "libgame-dev", Section: "libdevel" },
      { Package: "newer", Section: "misc", Version: "1", Tag: "field::marine" },
      { Package: "fixed", Section: "misc", Version: "1", Tag: "field::marine" },
    ],
  },
  {
    release: { label: "Harbour", suite: "main" },
    packages: [{ Package: "pilot", Section: "misc" }],
  },
  {
    release: { origin: "Debian", label: "Debian-Security", suite: "security" },
    packages: [{ Package: "fixed", Section: "misc", Version: "2" }],
  },
  {
    release: {},
    site: "nameless.example",
    packages: [{ Package: "stray", Section: "misc" }],
  },
], [
  { Package: "newer", Section: "misc", Version: "2" },
  { Package: "by-hand", Section: "misc" },
]);

/** The names that some filters select. */
function select(filters: Partial<DefinitionFilters>): string[] {
  return keptNames(
    catalog,
    matchFilters(catalog, {
      includeOrigins: [],
      includeSections: [],
      includeTags: [],
      includePackages: [],
      ...filters,
    }),
  );
}

const EVERYTHING = [
  "by-hand",
  "fixed",
  "game",
  "libgame-dev",
  "newer",
  "pilot",
  "plotter",
  "server",
  "stray",
];

Deno.test.each<
  { name: string; filters: Partial<DefinitionFilters>; want: string[] }
>([
  { name: "no list at all", filters: {}, want: EVERYTHING },
  {
    name: "one of several sections",
    filters: { includeSections: ["games", "libdevel"] },
    want: ["game", "libgame-dev"],
  },
  {
    name: "a section without its area",
    filters: { includeSections: ["net"] },
    want: ["plotter", "server"],
  },
  {
    name: "a section with its area",
    filters: { includeSections: ["contrib/net"] },
    want: ["plotter"],
  },
  {
    name: "an area, which is no section",
    filters: { includeSections: ["contrib"] },
    want: [],
  },
  {
    name: "a part of a section",
    filters: { includeSections: ["game"] },
    want: [],
  },
  {
    name: "sections in their letter case",
    filters: { includeSections: ["Games"] },
    want: [],
  },
  {
    name: "a tag",
    filters: { includeTags: ["role::program"] },
    want: ["plotter", "server"],
  },
  {
    name: "the start of a tag",
    filters: { includeTags: ["role::prog"] },
    want: [],
  },
  {
    name: "any value of a facet",
    filters: { includeTags: ["use::*"] },
    want: ["game"],
  },
  {
    name: "a facet that another one starts with",
    filters: { includeTags: ["us::*"] },
    want: [],
  },
  {
    name: "the tags of another version, where the candidate has none",
    filters: { includeTags: ["field::*"] },
    want: ["fixed", "newer", "plotter"],
  },
  {
    name: "an origin",
    filters: { includeOrigins: ["Debian"] },
    want: ["fixed", "game", "libgame-dev", "newer", "plotter", "server"],
  },
  {
    name: "a label where there is no origin",
    filters: { includeOrigins: ["Harbour"] },
    want: ["pilot"],
  },
  {
    name: "a label where there is an origin",
    filters: { includeOrigins: ["Debian-Security"] },
    want: [],
  },
  {
    name: "a host, which is no origin",
    filters: { includeOrigins: ["nameless.example"] },
    want: [],
  },
  {
    name: "an empty origin",
    filters: { includeOrigins: [""] },
    want: ["stray"],
  },
  {
    name: "exact names",
    filters: { includePackages: ["game", "pilot", "nothing"] },
    want: ["game", "pilot"],
  },
  {
    name: "a glob",
    filters: { includePackages: ["*game*"] },
    want: ["game", "libgame-dev"],
  },
  {
    name: "a glob that is bound at both ends",
    filters: { includePackages: ["p*r"] },
    want: ["plotter"],
  },
  {
    name: "a glob in which other signs are themselves",
    filters: { includePackages: ["g.*", "p?*", "[a-z]*"] },
    want: [],
  },
  { name: "a star", filters: { includePackages: ["*"] }, want: EVERYTHING },
  {
    name: "names, but only in their section",
    filters: { includePackages: ["*"], includeSections: ["games", "net"] },
    want: ["game", "plotter", "server"],
  },
  {
    name: "what all lists have in common",
    filters: {
      includeOrigins: ["Debian", "Harbour"],
      includeSections: ["net", "misc"],
      includeTags: ["field::*", "role::*"],
      includePackages: ["p*", "newer"],
    },
    want: ["newer", "plotter"],
  },
  {
    name: "nothing where one list matches nothing",
    filters: { includeSections: ["games"], includeTags: ["field::marine"] },
    want: [],
  },
])(
  "matchFilters() selects by $name",
  ({ filters, want }) => deepStrictEqual(select(filters), want),
);

Deno.test("matchRepositories() goes by the candidate alone", () => {
  const ids = catalog.repositories.repositories.map(({ id }) => id);
  deepStrictEqual(ids, [
    "Debian:stable",
    "Harbour:main",
    "Debian:security",
    "nameless.example:",
  ]);
  const names = (id: string) =>
    keptNames(catalog, matchRepositories(catalog, [id]));
  deepStrictEqual(names("Debian:security"), ["fixed"]);
  // its candidate is the installed version, which no repository carries
  deepStrictEqual(names("Debian:stable"), [
    "game",
    "libgame-dev",
    "plotter",
    "server",
  ]);
  deepStrictEqual(names(""), []);
});
