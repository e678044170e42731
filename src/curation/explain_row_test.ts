import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { makeCatalog } from "../../tests/cli/make_catalog.ts";
import { RootCatalog } from "../catalog/root_catalog.ts";
import { selectPage, TABS } from "./cascade.ts";
import type { Query } from "./cascade.ts";
import { explainRow } from "./explain_row.ts";
import type { DefinitionFilters, StoreDefinition } from "./store_definition.ts";

const CATALOG = makeCatalog([
  {
    release: { origin: "Debian", suite: "stable" },
    packages: [
      {
        Package: "anchor",
        Section: "net",
        Version: "2",
        Tag: "category::mooring, role::program",
      },
      {
        Package: "chart",
        Section: "contrib/science",
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
    ],
  },
  {
    release: { label: "Harbour", suite: "main" },
    packages: [{
      Package: "pilot",
      Section: "net",
      Tag: "category::navigation",
    }],
  },
], [
  { Package: "anchor", Version: "1", Section: "net" },
  { Package: "by-hand", Section: "misc" },
]);

function store(
  id: string,
  filters: Partial<DefinitionFilters>,
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

function rowOf(name: string): number {
  const row = CATALOG.findName(name);
  ok(row >= 0, name);
  return row;
}

Deno.test("explainRow() says by which value each list of a store keeps a row", () => {
  const stores = [
    store("nav", {
      includeTags: ["field::*", "category::navigation", "x::y"],
      includeSections: ["net", "libs"],
    }),
    store("harbour", {
      includeOrigins: ["Harbour"],
      includePackages: ["plot*", "pilot"],
    }),
  ];
  const [step, ...rest] = explainRow(CATALOG, {
    stores,
    allArchitectures: true,
  }, rowOf("plotter"));
  deepStrictEqual(rest, []);
  deepStrictEqual(step, {
    step: "store",
    kept: true,
    asked: ["nav", "harbour"],
    has: [],
    matched: ["nav"],
    stores: [
      {
        id: "nav",
        kept: true,
        lists: [
          {
            list: "include_sections",
            kept: true,
            asked: ["net", "libs"],
            has: ["net"],
            matched: ["net"],
          },
          {
            list: "include_tags",
            kept: true,
            asked: ["field::*", "category::navigation", "x::y"],
            has: ["category::navigation", "field::marine"],
            matched: ["field::*", "category::navigation"],
          },
        ],
      },
      {
        id: "harbour",
        kept: false,
        lists: [
          {
            list: "include_origins",
            kept: false,
            asked: ["Harbour"],
            has: ["Debian"],
            matched: [],
          },
          {
            list: "include_packages",
            kept: true,
            asked: ["plot*", "pilot"],
            has: ["plotter"],
            matched: ["plot*"],
          },
        ],
      },
    ],
  });
});

Deno.test.each<{ name: string; row: string; query: Query; want: unknown[] }>([
  {
    name: "a repository",
    row: "pilot",
    query: { repositories: ["Debian:stable", "Harbour:main"] },
    want: ["repository", true, ["Harbour:main"], ["Harbour:main"]],
  },
  {
    name: "a section behind its area",
    row: "chart",
    query: { sections: ["science"] },
    want: ["section", true, ["contrib/science"], ["science"]],
  },
  {
    name: "a category",
    row: "anchor",
    query: { categories: ["mooring", "x"] },
    want: ["category", true, ["mooring"], ["mooring"]],
  },
  {
    name: "a tag that is not there",
    row: "chart",
    query: { tags: ["role::program"] },
    want: ["tag", false, [], []],
  },
  {
    name: "a tab",
    row: "anchor",
    query: { tab: "updates" },
    want: ["tab", true, ["installed", "upgradable"], ["updates"]],
  },
  {
    name: "a tab that shows less",
    row: "by-hand",
    query: { tab: "updates" },
    want: ["tab", false, ["installed"], []],
  },
  {
    name: "a tab that shows all",
    row: "chart",
    query: { tab: "browse" },
    want: ["tab", true, [], ["browse"]],
  },
  {
    name: "words, of which one is missing",
    row: "chart",
    query: { search: "PLOT boat" },
    want: ["search", false, ["chart", "charts for a plotter"], ["PLOT"]],
  },
])("explainRow() explains $name", ({ row, query, want }) => {
  const steps = explainRow(
    CATALOG,
    { ...query, allArchitectures: true },
    rowOf(row),
  );
  strictEqual(steps.length, 1);
  const { step, kept, has, matched } = steps[0]!;
  deepStrictEqual([step, kept, has, matched], want);
});

Deno.test("explainRow() names the step that hides a foreign row", () => {
  const foreign = rowOf("libplot") + 1;
  deepStrictEqual(explainRow(CATALOG, {}, foreign), [{
    step: "architecture",
    kept: false,
    asked: [],
    has: ["i386"],
    matched: [],
  }]);
});

const some = (...values: string[]) => fc.subarray(values, { maxLength: 2 });
const anyFilters = fc.record({
  includeOrigins: some("Debian", "Harbour"),
  includeSections: some("net", "science", "libs"),
  includeTags: some("category::*", "field::marine"),
  includePackages: some("p*", "anchor", "*"),
});
const anyQuery: fc.Arbitrary<Query> = fc.record({
  stores: fc.option(
    fc.array(anyFilters.map((filters) => store("s", filters)), {
      maxLength: 2,
    }),
    { nil: undefined },
  ),
  repositories: some("Debian:stable", "Harbour:main", "x:y"),
  tab: fc.option(fc.constantFrom(...TABS), { nil: undefined }),
  sections: some("net", "science", "misc"),
  categories: some("navigation", "*"),
  tags: some("role::program", "field::*"),
  search: fc.option(fc.constantFrom("plot", "an", "chart plotter", "zzz"), {
    nil: undefined,
  }),
  allArchitectures: fc.boolean(),
});

Deno.test("explainRow() keeps a row where the cascade does, and nowhere else", () =>
  fc.assert(
    fc.property(anyQuery, (query) => {
      const root = new RootCatalog(CATALOG);
      const { runs } = selectPage(root, query, 0, CATALOG.count);
      const rows = runs.flatMap(({ rows }) => [...rows]);
      for (let row = 0; row < CATALOG.count; row++) {
        const isKept = explainRow(CATALOG, query, row).every(({ kept }) =>
          kept
        );
        strictEqual(isKept, rows.includes(row), CATALOG.name(row));
      }
    }),
    { numRuns: 500 },
  ));
