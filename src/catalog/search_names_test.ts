import { deepStrictEqual, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { aptData, stanza } from "../../tests/make_apt_data.ts";
import { openBuilt, pageNames, rowNames } from "../../tests/open_built.ts";
import { addRow, noRows } from "./bits.ts";
import type { Bits } from "./bits.ts";
import { buildCatalog } from "./build_catalog.ts";
import type { Catalog } from "./catalog.ts";
import { pageOf } from "./page.ts";
import type { Page } from "./page.ts";
import { RootCatalog } from "./root_catalog.ts";
import { RANK, rankedRows } from "./search_names.ts";

/** Names and summaries, as a catalog. */
function catalogOf(packages: Readonly<Record<string, string>>) {
  const text = Object.entries(packages).map(([name, summary]) =>
    stanza(`${name} 1`, `Description: ${summary}\n`)
  );
  return openBuilt(buildCatalog(aptData({ suites: { s: text.join("") } })));
}

const CATALOG = catalogOf({
  "bash": "GNU Bourne Again SHell",
  "bash-completion": "programmable completion for the bash shell",
  "dash": "POSIX-compliant shell",
  "git": "fast, scalable revision control",
  "git-bash": "nothing",
  "libgit2": "Bibliothek für GIT-Änderungen",
  "rebash": "nothing",
});

/** A page of what is found among some rows. */
function searchRows(
  catalog: Catalog,
  within: Bits,
  query: string,
  offset = 0,
  limit = Infinity,
): Page {
  const ranks = rankedRows(catalog, within, query).map((rows) => [rows]);
  return pageOf(new RootCatalog(catalog), ranks, offset, limit);
}

/** The names that are found. */
function search(query: string, catalog = CATALOG): readonly string[] {
  return pageNames(searchRows(catalog, catalog.all(), query));
}

Deno.test.each([
  { query: "bash", want: ["bash", "bash-completion", "git-bash", "rebash"] },
  { query: "BASH", want: ["bash", "bash-completion", "git-bash", "rebash"] },
  { query: "git", want: ["git", "git-bash", "libgit2"] },
  { query: "shell", want: ["bash", "bash-completion", "dash"] },
  { query: " bash  git ", want: ["git-bash"] },
  { query: "änderungen", want: ["libgit2"] },
  { query: "ÄNDERUNGEN git", want: ["libgit2"] },
  { query: "nothing here", want: [] },
  {
    query: "",
    want: [
      "bash",
      "bash-completion",
      "dash",
      "git",
      "git-bash",
      "libgit2",
      "rebash",
    ],
  },
  {
    query: " \t",
    want: [
      "bash",
      "bash-completion",
      "dash",
      "git",
      "git-bash",
      "libgit2",
      "rebash",
    ],
  },
])(
  "rankedRows() finds '$query'",
  ({ query, want }) => deepStrictEqual(search(query), want),
);

Deno.test("rankedRows() looks at the given rows only", () => {
  const within = noRows(CATALOG.count);
  for (const row of [2, 3]) addRow(within, row);
  const found = (query: string) =>
    pageNames(searchRows(CATALOG, within, query));
  deepStrictEqual(found("bash"), []);
  deepStrictEqual(found("git"), ["git"]);
  deepStrictEqual(found(""), ["dash", "git"]);
});

Deno.test("rankedRows() gives a page, and how many there are in all", () => {
  const all = search("s");
  strictEqual(all.length, 6);
  for (let offset = 0; offset < 7; offset++) {
    for (const limit of [0, 1, 2, 5, 9]) {
      const page = searchRows(CATALOG, CATALOG.all(), "s", offset, limit);
      deepStrictEqual(pageNames(page), all.slice(offset, offset + limit));
      strictEqual(page.total, 6);
    }
  }
});

/** The rank of one word, the slow way. */
function rankOf(name: string, summary: string, word: string): number {
  if (name === word) return RANK.exact;
  if (name.startsWith(word)) return RANK.prefix;
  for (let at = name.indexOf(word); at >= 0; at = name.indexOf(word, at + 1)) {
    const around = [name[at - 1], name[at + word.length]];
    if (
      around.every((letter) => letter === undefined || !/[a-z0-9]/.test(letter))
    ) return RANK.word;
  }
  if (name.includes(word)) return RANK.substring;
  return summary.toLowerCase().includes(word) ? RANK.summary : RANK.none;
}

Deno.test("rankedRows() finds what a naive search finds, in its order", () => {
  const word = fc.stringMatching(/^[abB+-]{1,3}$/);
  fc.assert(
    fc.property(
      fc.dictionary(
        fc.stringMatching(/^[ab+-]{1,6}$/),
        fc.stringMatching(/^[abB ä]{0,8}$/),
        { maxKeys: 12, noNullPrototype: true },
      ),
      fc.oneof(
        word,
        fc.tuple(word, fc.constantFrom("a", "ä", "AB")).map((words) =>
          words.join(" ")
        ),
      ),
      (packages, query) => {
        const catalog = catalogOf(packages);
        const words = query.toLowerCase().split(" ");
        const names = rowNames(catalog, catalog.listAll());
        const ranked = names.map((name) => ({
          name,
          rank: Math.max(
            ...words.map((word) => rankOf(name, packages[name]!.trim(), word)),
          ),
        }));
        const want = ranked.filter(({ rank }) => rank < RANK.none).sort((
          a,
          b,
        ) => a.rank - b.rank).map(({ name }) => name);
        deepStrictEqual(search(query, catalog), want);
      },
    ),
    { numRuns: 300 },
  );
});
