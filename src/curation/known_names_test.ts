import { deepStrictEqual } from "node:assert/strict";
import { makeCatalog } from "../../tests/cli/make_catalog.ts";
import { RootCatalog } from "../catalog/root_catalog.ts";
import type { Query } from "./cascade.ts";
import { unknownName, unknownNames } from "./known_names.ts";

const catalog = makeCatalog([{
  release: { origin: "Debian", suite: "stable" },
  packages: [
    {
      Package: "a",
      Section: "contrib/net",
      Tag: "category::navigation, field::marine",
    },
    { Package: "b", Section: "games", Tag: "field::marine, use::playing" },
    { Package: "c" },
    { Package: "d", Version: "2" },
  ],
}, {
  release: { origin: "Debian", suite: "old" },
  packages: [{ Package: "d", Section: "oldgames" }],
}]);

Deno.test.each<{ name: string; query: Query; want: string[] }>([
  { name: "nothing where nothing is asked", query: {}, want: [] },
  {
    name: "nothing of known names",
    query: {
      repositories: ["Debian:stable"],
      sections: ["net", "contrib/net"],
      categories: ["navigation", "*"],
      tags: ["field::marine", "use::*"],
    },
    want: [],
  },
  {
    name: "a repository",
    query: { repositories: ["debian:stabel"] },
    want: ['repository "debian:stabel" Use "Debian:stable".'],
  },
  {
    name: "a section without its area",
    query: { sections: ["nett"] },
    want: ['section "nett" Use "net".'],
  },
  {
    name: "a section with its area",
    query: { sections: ["contib/net"] },
    want: ['section "contib/net" Use "contrib/net".'],
  },
  {
    name: "a section of another version than the one that is shown",
    query: { sections: ["oldgames"] },
    want: ['section "oldgames" undefined'],
  },
  {
    name: "a category, not a tag of another facet",
    query: { categories: ["Navigation", "marine"] },
    want: [
      'category "Navigation" Use "navigation".',
      'category "marine" undefined',
    ],
  },
  {
    name: "a tag",
    query: { tags: ["field::marin"] },
    want: ['tag "field::marin" Use "field::marine".'],
  },
  {
    name: "a facet",
    query: { tags: ["fild::*"] },
    want: ['tag "fild::*" undefined'],
  },
  {
    name: "several, in the order of the cascade",
    query: {
      tags: ["x"],
      categories: ["y"],
      sections: ["z"],
      repositories: ["w"],
    },
    want: [
      'repository "w" undefined',
      'section "z" undefined',
      'category "y" undefined',
      'tag "x" undefined',
    ],
  },
])("unknownNames() names $name", ({ query, want }) => {
  const warnings = unknownNames(new RootCatalog(catalog), query);
  deepStrictEqual(
    warnings.map(({ message, hint }) =>
      `${message.replace(/^Cannot find (.*): .*$/, "$1")} ${hint}`
    ),
    want,
  );
  deepStrictEqual(
    new Set(warnings.map(({ code }) => code)),
    new Set(want.length > 0 ? ["ARGUMENT_UNKNOWN_VALUE"] : []),
  );
});

Deno.test("Catalog.tags has each tag once", () =>
  deepStrictEqual(catalog.tags, [
    "category::navigation",
    "field::marine",
    "use::playing",
  ]));

Deno.test("unknownName() has a hint only where there is one", () => {
  deepStrictEqual(unknownName("store", "marin", ["games", "marine"]), {
    code: "ARGUMENT_UNKNOWN_VALUE",
    message: 'Cannot find store "marin": nothing here is called that',
    hint: 'Use "marine".',
  });
  deepStrictEqual(Object.keys(unknownName("store", "x", [])), [
    "code",
    "message",
  ]);
});
