import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { aptData, stanza } from "../../tests/make_apt_data.ts";
import { encodeBuilt, openBuilt, pageNames } from "../../tests/open_built.ts";
import { listRows } from "./bits.ts";
import { buildCatalog } from "./build_catalog.ts";
import type { BuiltCatalog } from "./built_catalog.ts";
import type { Pieces } from "../core/join_bytes.ts";
import { MemorySource } from "./byte_source.ts";
import { candidateRanges } from "./candidate_ranges.ts";
import { Catalog } from "./catalog.ts";
import { BLOCK_BYTES } from "./_container_format.ts";
import { GROUP_ROWS } from "./gram_hashes.ts";
import { pageOf } from "./page.ts";
import { RootCatalog } from "./root_catalog.ts";
import { rankedRows } from "./search_names.ts";
import type { SearchTexts } from "./search_texts.ts";

/** A package: its name, and its summary. */
type Row = readonly [name: string, summary: string];

function build(rows: readonly Row[]): BuiltCatalog {
  const text = rows.map(([name, summary]) =>
    stanza(`${name} 1`, `Description: ${summary}\n`)
  );
  return buildCatalog(aptData({ suites: { s: text.join("") } }));
}

/** Rows enough for a filter. */
const COUNT = 40 * GROUP_ROWS + 3;

/** Rows with one summary, but for some that have another one, and another end of the name. */
function withRows(others: ReadonlyMap<number, Row>, count = COUNT): Row[] {
  return Array.from({ length: count }, (_, row) => {
    const [end, summary] = others.get(row) ?? ["", "common words of them all"];
    return [`p${String(row).padStart(5, "0")}${end}`, summary];
  });
}

/** The same bytes without a filter. */
class Unfiltered extends Catalog {
  override get searchTexts(): SearchTexts {
    return Object.defineProperty(super.searchTexts, "groups", { value: 0 });
  }
}

/** What is found, by rank. */
function ranks(catalog: Catalog, query: string): number[][] {
  return rankedRows(catalog, catalog.all(), query).map((rows) =>
    listRows(rows)
  );
}

const texts = fc.stringMatching(/^[abB+.ä -]{0,12}[ab.]$/);
const others = fc.array(
  fc.tuple(
    fc.oneof(
      fc.nat(COUNT - 1),
      fc.constantFrom(0, 127, 128, 129, 255, 256, 383, COUNT - 1),
    ),
    fc.tuple(fc.stringMatching(/^[ab+.-]{0,9}$/), texts),
  ),
  { minLength: 1, maxLength: 12 },
).map((entries) => new Map(entries));

/** Words out of the texts of rows, in some letter case, and one that hardly any row has. */
const words = fc.array(
  fc.tuple(fc.nat(), fc.nat(), fc.integer({ min: 1, max: 9 }), fc.boolean()),
  { minLength: 1, maxLength: 3 },
);

function queryOf(
  rows: readonly Row[],
  parts: readonly (readonly [number, number, number, boolean])[],
): string {
  return parts.map(([row, at, length, isUpper]) => {
    const text = rows[row % rows.length]!.join(" ");
    const from = at % text.length;
    const word = text.slice(from, from + length);
    return isUpper ? word.toUpperCase() : word;
  }).join(" ");
}

Deno.test("candidateRanges() leaves out no row that matches", () =>
  fc.assert(
    fc.property(
      others,
      fc.array(words, { minLength: 8, maxLength: 8 }),
      (changed, queries) => {
        const rows = withRows(changed);
        const file = encodeBuilt(build(rows));
        const catalog = new Catalog(new MemorySource(file));
        const whole = new Unfiltered(new MemorySource(file));
        ok(catalog.searchTexts.groups > 0);
        for (const parts of queries) {
          // most words come from the few rows that differ
          const some = [...changed.keys()].map((row) => rows[row]!);
          const query = queryOf(parts[0]![3] ? some : rows, parts);
          const found = ranks(catalog, query);
          const wanted = query.toLowerCase().split(/\s+/);
          if (wanted.join("") === "") continue;
          deepStrictEqual(found, ranks(whole, query), query);
          deepStrictEqual(
            found.flat().sort((a, b) => a - b),
            rows.flatMap(([name, summary], row) =>
              wanted.every((word) =>
                  name.includes(word) || summary.toLowerCase().includes(word)
                )
                ? [row]
                : []
            ),
            query,
          );
        }
      },
    ),
    { numRuns: 30 },
  ));

Deno.test("candidateRanges() is for each layer of a catalog", () => {
  const rows = withRows(
    new Map([[5, ["-web-server", "one"]], [500, ["", "old web-server"]]]),
  );
  const base = openBuilt(build(rows));
  base.leaveOut([500]);
  const patch = openBuilt(build([["p00500", "new web-server"]]));
  strictEqual(patch.searchTexts.groups, 0);
  const root = new RootCatalog(base, patch, Uint32Array.of(501));
  const find = (query: string) => {
    const [first = [], ...others] = root.layers.map((layer) =>
      rankedRows(layer, layer.all(), query)
    );
    const sets = first.map((rows, rank) => [
      rows,
      ...others.map((layer) => layer[rank]!),
    ]);
    return pageNames(pageOf(root, sets, 0, 10));
  };
  deepStrictEqual(find("web-server"), ["p00005-web-server", "p00500"]);
  deepStrictEqual(find("old"), []);
  deepStrictEqual(find("NEW server"), ["p00500"]);
  deepStrictEqual(find("nothing-of-this"), []);
});

/** Bytes that count how many of them are read. */
class CountedSource extends MemorySource {
  blocks = 0;

  override read(offset: number, into: Uint8Array): void {
    this.blocks += into.length / BLOCK_BYTES;
    super.read(offset, into);
  }
}

/** Blocks that a search reads. */
function blocksFor(file: Pieces, query: string, Class = Catalog): number {
  const source = new CountedSource(file);
  const catalog = new Class(source);
  source.blocks = 0;
  rankedRows(catalog, catalog.all(), query);
  return source.blocks;
}

Deno.test("candidateRanges() has little read for a rare word, and no more for others", () => {
  const rows = withRows(new Map([[700, ["-rare", "rarities"]]]), 40_000);
  const file = encodeBuilt(build(rows));
  const all = blocksFor(file, "common", Unfiltered);
  ok(all > 150, `${all}`);
  const grams = 8;
  // where the groups begin, and the names and the summaries of one
  const texts = 2 + 2 + 2;
  for (const query of ["rare", "RARITIES", "0700-rare"]) {
    const blocks = blocksFor(file, query);
    ok(blocks <= grams + texts, `${query}: ${blocks}`);
  }
  ok(blocksFor(file, "common rarities") <= 2 * (grams + texts));
  ok(blocksFor(file, "zzzz") <= grams);
  for (const query of ["common", "words", "p0", "of", "com"]) {
    const blocks = blocksFor(file, query);
    ok(blocks <= all + grams, `${query}: ${blocks}`);
  }
});

Deno.test("candidateRanges() takes neighbours together", () => {
  const rows = withRows(
    new Map([[0, ["-unusual", ""]], [256, ["", "unusual"]], [5000, [
      "-unusual",
      "",
    ]]]),
  );
  const catalog = openBuilt(build(rows));
  const ranges = candidateRanges(catalog.searchTexts, ["unusual"]);
  deepStrictEqual(ranges.map(({ row }) => row), [0, 39 * GROUP_ROWS]);
  deepStrictEqual(candidateRanges(catalog.searchTexts, ["un"])[0], {
    row: 0,
    names: [],
    search: [],
  });
});
