import { deepStrictEqual } from "node:assert/strict";
import { mergeMatches, SEARCH_SORTS } from "./merge_matches.ts";
import type { Answerer, MatchFilters, SearchSort } from "./merge_matches.ts";
import type { Match } from "./store.ts";

function store(name: string, more: Partial<Answerer> = {}): Answerer {
  return {
    name,
    kind: "k",
    priority: 0,
    trusted: false,
    offers: "extension",
    ...more,
  };
}

function match(id: string, version: string, more: Partial<Match> = {}): Match {
  return {
    id,
    name: id,
    version,
    description: "",
    author: "",
    tags: [],
    size: null,
    updated: null,
    rank: 2,
    ...more,
  };
}

/** Hits as `id version store others`. */
function merge(
  answers: readonly { store: Answerer; items: readonly Match[] }[],
  sort: SearchSort = "relevance",
  filters: MatchFilters = {},
): readonly string[] {
  return mergeMatches(answers, sort, filters).map(({ item, store, others }) =>
    [item.id, item.version, store.name, ...others].join(" ")
  );
}

Deno.test("mergeMatches() gives each id once, from the store that goes first", () =>
  deepStrictEqual(
    merge([
      { store: store("a"), items: [match("x", "9.0.0"), match("y", "1.0.0")] },
      { store: store("b", { priority: 5 }), items: [match("x", "2.0.0")] },
      { store: store("c", { trusted: true }), items: [match("x", "1.0.0")] },
      {
        store: store("d", { offers: "package", trusted: true }),
        items: [match("x", "1:2-3")],
      },
    ]),
    ["x 1.0.0 c b a", "x 1:2-3 d", "y 1.0.0 a"],
  ));

Deno.test("mergeMatches() shows the highest release, or the highest of all", () =>
  deepStrictEqual(
    merge([{
      store: store("a"),
      items: [
        match("x", "1.2.0"),
        match("x", "1.10.0"),
        match("x", "2.0.0-rc.1"),
        match("y", "1.0.0-a"),
        match("y", "1.0.0-b"),
      ],
    }]),
    ["x 1.10.0 a", "y 1.0.0-b a"],
  ));

Deno.test("mergeMatches() lets trust and priority break ties only", () =>
  deepStrictEqual(
    merge([
      { store: store("a"), items: [match("z", "1.0.0", { rank: 0 })] },
      {
        store: store("b", { priority: 9 }),
        items: [match("y", "1.0.0", { rank: 1 }), match("c", "1.0.0")],
      },
      { store: store("c", { trusted: true }), items: [match("d", "1.0.0")] },
    ]),
    ["z 1.0.0 a", "y 1.0.0 b", "d 1.0.0 c", "c 1.0.0 b"],
  ));

const MANY = [
  {
    store: store("a"),
    items: [
      match("a", "1.0.0", { updated: "2026-01-01T00:00:00Z", size: 5 }),
      match("b", "10.0.0", { rank: 1 }),
      match("c", "2.0.0-rc.1", { size: 50, rank: 0 }),
      match("d", "2.0.0", { updated: "2026-02-01T00:00:00Z" }),
    ],
  },
  {
    store: store("p", { offers: "package" }),
    items: [match("e", "1:0.1-2", { size: 7 })],
  },
];
const ORDERS: Readonly<Record<SearchSort, string>> = {
  relevance: "c b a d e",
  name: "a b c d e",
  version: "e b d c a",
  updated: "d a c b e",
  size: "c e a b d",
};

Deno.test.each(SEARCH_SORTS.map((sort) => ({ sort })))(
  "mergeMatches() sorts by $sort",
  ({ sort }) =>
    deepStrictEqual(
      merge(MANY, sort).map((line) => line.split(" ")[0]).join(" "),
      ORDERS[sort],
    ),
);

Deno.test.each([
  { filters: { tags: ["field::marine"] }, ids: "a" },
  { filters: { tags: ["FIELD::*"] }, ids: "a b" },
  { filters: { tags: ["gps", "field::air"] }, ids: "a b" },
  { filters: { tags: ["field"] }, ids: "" },
  { filters: { author: "ada" }, ids: "b" },
  { filters: { author: "ada", tags: ["gps"] }, ids: "" },
  { filters: {}, ids: "a b" },
])(
  "mergeMatches() keeps $ids of $filters",
  ({ filters, ids }) =>
    deepStrictEqual(
      merge(
        [{
          store: store("s"),
          items: [
            match("a", "1.0.0", { tags: ["field::marine", "gps"] }),
            match("b", "1.0.0", { tags: ["Field::Air"], author: "Ada E." }),
          ],
        }],
        "name",
        filters,
      ).map((line) => line.split(" ")[0]).join(" "),
      ids,
    ),
);
