import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { matchRank, parseQuery } from "./match_rank.ts";
import type { Searchable } from "./match_rank.ts";

const ITEM: Searchable = {
  id: "chart-reader",
  name: "Harbour Charts",
  description: "Reads nautical maps of the Färöer",
  author: "Ada Example",
  tags: ["field::marine", "gps"],
};

Deno.test.each([
  { query: "chart-reader", rank: 0 },
  { query: " Chart-READER ", rank: 0 },
  { query: "", rank: 0 },
  { query: "chart-r", rank: 1 },
  { query: "reader", rank: 2 },
  { query: "harbour reader", rank: 2 },
  { query: "reader harbour", rank: 2 },
  { query: "harb", rank: 3 },
  { query: "read harb", rank: 3 },
  { query: "arbour", rank: 4 },
  { query: "gps", rank: 5 },
  { query: "marine", rank: 5 },
  { query: "field", rank: 5 },
  { query: "field::marine", rank: 5 },
  { query: "ada", rank: 6 },
  { query: "example", rank: 6 },
  { query: "nautical", rank: 7 },
  { query: "FÄRÖER", rank: 7 },
  { query: "mari", rank: 7 },
  { query: "reader nautical", rank: 7 },
  { query: "reader gps", rank: 5 },
  { query: "reader submarine", rank: undefined },
  { query: "zq", rank: undefined },
])(
  'matchRank() of "$query" is $rank',
  ({ query, rank }) => strictEqual(matchRank(ITEM, parseQuery(query)), rank),
);

Deno.test("parseQuery() folds, trims and splits", () =>
  deepStrictEqual(parseQuery("  Two\tWords "), {
    whole: "two\twords",
    words: ["two", "words"],
  }));
