import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { makeCatalog } from "../../tests/cli/make_catalog.ts";
import { keptNames, pageNames } from "../../tests/open_built.ts";
import { RootCatalog } from "../catalog/root_catalog.ts";
import { type Query, selectPage, selectSet } from "./cascade.ts";
import type { StoreDefinition } from "./store_definition.ts";

const catalog = makeCatalog([
  {
    release: { origin: "Debian", suite: "stable" },
    packages: [
      {
        Package: "anchor",
        Section: "net",
        Version: "2",
        Tag: "category::mooring",
      },
      {
        Package: "chart",
        Section: "science",
        Description: "charts for a plotter",
      },
      {
        Package: "plotter",
        Section: "net",
        Tag: "category::navigation, field::marine",
      },
      { Package: "libplot", Section: "libs", "Multi-Arch": "same" },
      {
        Package: "libplot",
        Section: "libs",
        Architecture: "i386",
        "Multi-Arch": "same",
      },
      { Package: "old-game", Section: "games", Architecture: "i386" },
      { Package: "libshared", Section: "libs", Architecture: "i386" },
    ],
  },
  {
    release: { origin: "Harbour", suite: "main" },
    packages: [
      { Package: "pilot", Section: "net", Tag: "category::navigation" },
      { Package: "libshared", Section: "libs" },
    ],
  },
], [
  { Package: "anchor", Version: "1", Section: "net" },
  { Package: "libshared", Architecture: "i386", Section: "libs" },
]);
const root = new RootCatalog(catalog);

function store(
  id: string,
  filters: Partial<StoreDefinition["filters"]>,
): StoreDefinition {
  const none = {
    includeOrigins: [],
    includeSections: [],
    includeTags: [],
    includePackages: [],
  };
  return {
    id,
    name: id,
    description: id,
    icon: null,
    banner: null,
    filters: { ...none, ...filters },
    sections: [],
    categories: [],
    source: id,
  };
}

const NET = store("net", { includeSections: ["net"] });
const LIBS = store("libs", { includeSections: ["libs"] });

const QUERIES: readonly { name: string; query: Query; want: string[] }[] = [
  {
    name: "everything but foreign noise",
    query: {},
    want: [
      "anchor",
      "chart",
      "libplot",
      "libshared",
      "libshared:i386",
      "old-game:i386",
      "pilot",
      "plotter",
    ],
  },
  {
    name: "foreign packages too",
    query: { allArchitectures: true },
    want: [
      "anchor",
      "chart",
      "libplot",
      "libplot:i386",
      "libshared",
      "libshared:i386",
      "old-game:i386",
      "pilot",
      "plotter",
    ],
  },
  {
    name: "a store",
    query: { stores: [NET] },
    want: ["anchor", "pilot", "plotter"],
  },
  {
    name: "the union of stores",
    query: { stores: [NET, LIBS] },
    want: [
      "anchor",
      "libplot",
      "libshared",
      "libshared:i386",
      "pilot",
      "plotter",
    ],
  },
  { name: "nothing of no store", query: { stores: [] }, want: [] },
  {
    name: "a repository",
    query: { repositories: ["Harbour:main"] },
    want: ["libshared", "pilot"],
  },
  {
    name: "the union of repositories",
    query: {
      repositories: ["Harbour:main", "Debian:stable"],
      sections: ["net"],
    },
    want: ["anchor", "pilot", "plotter"],
  },
  {
    name: "what is installed",
    query: { tab: "installed" },
    want: ["anchor", "libshared:i386"],
  },
  { name: "what can be upgraded", query: { tab: "updates" }, want: ["anchor"] },
  {
    name: "all on the tab for browsing",
    query: { tab: "browse", sections: ["games"] },
    want: ["old-game:i386"],
  },
  {
    name: "all on the tab for searching",
    query: { tab: "search", sections: ["games"] },
    want: ["old-game:i386"],
  },
  {
    name: "any of several sections",
    query: { sections: ["games", "science"] },
    want: ["chart", "old-game:i386"],
  },
  {
    name: "a category",
    query: { categories: ["navigation"] },
    want: ["pilot", "plotter"],
  },
  {
    name: "any category",
    query: { categories: ["*"] },
    want: ["anchor", "pilot", "plotter"],
  },
  { name: "a tag", query: { tags: ["field::marine"] }, want: ["plotter"] },
  {
    name: "what is in a section and has a tag",
    query: {
      sections: ["net"],
      tags: ["category::*"],
      categories: ["mooring"],
    },
    want: ["anchor"],
  },
  {
    name: "what a search finds, best first",
    query: { search: "plot" },
    want: ["plotter", "libplot", "chart"],
  },
  {
    name: "what a search finds in a store",
    query: { search: "plot", stores: [LIBS] },
    want: ["libplot"],
  },
  {
    name: "nothing where a name is unknown",
    query: { repositories: ["x"], search: "plot" },
    want: [],
  },
];

Deno.test.each(QUERIES)("selectPage() gives $name", ({ query, want }) => {
  const page = selectPage(root, query, 0, Infinity);
  deepStrictEqual(pageNames(page), want);
  strictEqual(page.total, want.length);
});

Deno.test.each(QUERIES)(
  "selectPage() cuts pages of $name",
  ({ query, want }) => {
    for (let offset = 0; offset <= want.length + 1; offset++) {
      for (let limit = 0; limit <= want.length + 1; limit++) {
        const page = selectPage(root, query, offset, limit);
        deepStrictEqual(pageNames(page), want.slice(offset, offset + limit));
        strictEqual(page.total, want.length);
      }
    }
  },
);

Deno.test.each(QUERIES.filter(({ query }) => query.search === undefined))(
  "selectSet() gives $name",
  ({ query, want }) =>
    deepStrictEqual(keptNames(catalog, selectSet(catalog, query)), want),
);

Deno.test("selectSet() leaves the search out", () =>
  deepStrictEqual(
    keptNames(catalog, selectSet(catalog, { search: "plot", stores: [LIBS] })),
    ["libplot", "libshared", "libshared:i386"],
  ));
