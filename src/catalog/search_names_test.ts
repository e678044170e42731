import { deepStrictEqual, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { aptData, stanza } from "../../tests/make_apt_data.ts";
import { openBuilt, rowNames } from "../../tests/open_built.ts";
import { addRow, allRows, listRows, noRows } from "./bits.ts";
import { buildCatalog } from "./build_catalog.ts";
import { RANK, searchRows } from "./search_names.ts";

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

/** The names that are found. */
function search(query: string, catalog = CATALOG): readonly string[] {
  return rowNames(
    catalog,
    searchRows(catalog, allRows(catalog.count), query).rows,
  );
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
  "searchRows() finds '$query'",
  ({ query, want }) => deepStrictEqual(search(query), want),
);

Deno.test("searchRows() looks at the given rows only", () => {
  const within = noRows(CATALOG.count);
  for (const row of [2, 3]) addRow(within, row);
  const found = (query: string) => searchRows(CATALOG, within, query).rows;
  deepStrictEqual(found("bash"), []);
  deepStrictEqual(found("git"), [3]);
  deepStrictEqual(found(""), [2, 3]);
});

Deno.test("searchRows() gives a page, and how many there are in all", () => {
  const all = searchRows(CATALOG, allRows(CATALOG.count), "s").rows;
  strictEqual(all.length, 6);
  for (let offset = 0; offset < 7; offset++) {
    for (const limit of [0, 1, 2, 5, 9]) {
      deepStrictEqual(
        searchRows(CATALOG, allRows(CATALOG.count), "s", offset, limit),
        { rows: all.slice(offset, offset + limit), total: 6 },
      );
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

Deno.test("searchRows() finds what a naive search finds, in its order", () => {
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
        const names = rowNames(catalog, listRows(allRows(catalog.count)));
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
