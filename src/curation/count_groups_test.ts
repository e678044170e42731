import { deepStrictEqual } from "node:assert/strict";
import { makeCatalog } from "../../tests/cli/make_catalog.ts";
import { addRow, allRows, noRows } from "../catalog/bits.ts";
import {
  countCategories,
  countRepositories,
  countSections,
} from "./count_groups.ts";

const catalog = makeCatalog([
  {
    release: { origin: "Debian", suite: "stable" },
    packages: [
      {
        Package: "a",
        Section: "net",
        Tag: "category::x, category::y, category::x",
      },
      { Package: "b", Section: "contrib/net", Tag: "category::x" },
      { Package: "c", Section: "games" },
      { Package: "d" },
    ],
  },
  {
    release: { origin: "Mirror", suite: "stable" },
    packages: [{
      Package: "a",
      Section: "net",
      Tag: "category::x, category::y, category::x",
    }],
  },
  { release: { origin: "Empty", suite: "stable" }, packages: [] },
], [{ Package: "e", Section: "local" }]);

const all = allRows(catalog.count);
const none = noRows(catalog.count);
/** All but the package `b`. */
const some = noRows(catalog.count);
for (let row = 0; row < catalog.count; row++) if (row !== 1) addRow(some, row);

Deno.test.each([
  {
    name: "all rows",
    rows: all,
    repositories: [4, 1, 0],
    sections: { net: 1, "contrib/net": 1, games: 1, local: 1 },
    categories: { x: 2, y: 1 },
  },
  {
    name: "some rows",
    rows: some,
    repositories: [3, 1, 0],
    sections: { net: 1, games: 1, local: 1 },
    categories: { x: 1, y: 1 },
  },
  {
    name: "no rows",
    rows: none,
    repositories: [0, 0, 0],
    sections: {},
    categories: {},
  },
])(
  "countRepositories(), countSections() and countCategories() count $name",
  ({ rows, ...want }) => {
    deepStrictEqual(countRepositories([{ catalog, rows }]), want.repositories);
    deepStrictEqual(
      Object.fromEntries(countSections([{ catalog, rows }])),
      want.sections,
    );
    deepStrictEqual(
      Object.fromEntries(countCategories([{ catalog, rows }])),
      want.categories,
    );
  },
);
