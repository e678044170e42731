/**
 * Case-insensitive substring search over names and summaries, with ranks.
 *
 * @module
 */

import { hasRow, listRows } from "./bits.ts";
import type { Bits } from "./bits.ts";
import type { Catalog } from "./catalog.ts";

/** How well a row matches; less is better. */
export const RANK = {
  exact: 0,
  prefix: 1,
  word: 2,
  substring: 3,
  summary: 4,
  none: 5,
} as const;

/** Texts for search, and where each begins. */
type Texts = ReturnType<Catalog["searchTexts"]>;

/** The row whose text holds a position at or behind the one of row `from`: gallops, then halves. */
function rowAt(starts: Uint32Array, from: number, position: number): number {
  let step = 1;
  let low = from;
  while (low + step < starts.length && starts[low + step]! <= position) {
    low += step;
    step *= 2;
  }
  let high = Math.min(low + step, starts.length - 1);
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (starts[middle]! <= position) low = middle;
    else high = middle;
  }
  return low;
}

/** Calls back for each row in whose text `needle` stands, with its first place. */
function eachHit(
  { text, starts }: Texts,
  needle: string,
  hit: (row: number, at: number) => void,
): void {
  let row = 0;
  for (let at = text.indexOf(needle); at >= 0;) {
    if (at >= starts[row + 1]!) row = rowAt(starts, row, at);
    const end = starts[row + 1]! - 1;
    if (at + needle.length <= end) hit(row, at);
    at = text.indexOf(needle, end);
  }
}

/** Whether a character is part of a word; "" stands for the end of the text. */
function isWordCharacter(character: string): boolean {
  return character >= "a" && character <= "z" ||
    character >= "0" && character <= "9" ||
    (character > "\x7f" && /[\p{L}\p{N}]/u.test(character));
}

/**
 * How the name at `text[start, end)` matches.
 *
 * @param at Where `needle` first stands in it.
 */
function rankName(
  text: string,
  start: number,
  end: number,
  needle: string,
  at: number,
): number {
  if (at === start) {
    return end - start === needle.length ? RANK.exact : RANK.prefix;
  }
  for (; at >= 0 && at < end; at = text.indexOf(needle, at + 1)) {
    const behind = at + needle.length;
    const isWord = !isWordCharacter(text.charAt(at - 1)) &&
      (behind >= end || !isWordCharacter(text.charAt(behind)));
    if (isWord) return RANK.word;
  }
  return RANK.substring;
}

/** What a word matches. */
class Hits {
  /** Rank by row. */
  readonly ranks: Uint8Array;
  /** The rows that match, those by name first, each kind ascending. */
  readonly rows: number[] = [];

  /** Starts without a hit. */
  constructor(rows: number) {
    this.ranks = new Uint8Array(rows).fill(RANK.none);
  }

  /** Adds a row, unless it is there. */
  add(row: number, rank: number): void {
    if (this.ranks[row] !== RANK.none || rank === RANK.none) return;
    this.ranks[row] = rank;
    this.rows.push(row);
  }
}

/** Finds a word of ASCII characters, for which the texts without the others are enough. */
function findAscii(catalog: Catalog, needle: string): Hits {
  const hits = new Hits(catalog.count);
  const names = catalog.searchTexts("names");
  eachHit(names, needle, (row, at) => {
    hits.add(
      row,
      rankName(
        names.text,
        names.starts[row]!,
        names.starts[row + 1]! - 1,
        needle,
        at,
      ),
    );
  });
  eachHit(
    catalog.searchTexts("search"),
    needle,
    (row) => hits.add(row, RANK.summary),
  );
  return hits;
}

/** Finds a word with other characters among the few rows that can match it. */
function findOther(catalog: Catalog, needle: string): Hits {
  const hits = new Hits(catalog.count);
  const texts = catalog.otherSearchTexts().map(([row, text]) =>
    [row, ...text.split("\n", 2)] as const
  );
  for (const [row, name = ""] of texts) {
    const at = name.indexOf(needle);
    if (at >= 0) hits.add(row, rankName(name, 0, name.length, needle, at));
  }
  for (const [row, , summary = ""] of texts) {
    if (summary.includes(needle)) hits.add(row, RANK.summary);
  }
  return hits;
}

/**
 * The rows that match a query, best rank first; rows of one rank stay in order.
 *
 * Each word of the query has to stand in the name or the summary; a row's rank is that of its worst word.
 *
 * @param within The rows to look at.
 * @param query Words between white space, in any letter case.
 */
export function searchRows(
  catalog: Catalog,
  within: Bits,
  query: string,
): readonly number[] {
  const needles = query.toLowerCase().split(/\s+/).filter((word) =>
    word !== ""
  );
  const [first, ...others] = needles.map((needle) =>
    /^[\x20-\x7e]*$/.test(needle)
      ? findAscii(catalog, needle)
      : findOther(catalog, needle)
  );
  if (!first) return listRows(within);
  const byRank: number[][] = [[], [], [], [], []];
  for (const row of first.rows) {
    if (!hasRow(within, row)) continue;
    let worst = first.ranks[row]!;
    for (const { ranks } of others) {
      if (ranks[row]! > worst) worst = ranks[row]!;
    }
    byRank[worst]?.push(row);
  }
  // what several words match can come by name from one and by summary from another
  if (others.length > 0) {
    for (const rows of byRank) {
      rows.sort((a, b) => a - b);
    }
  }
  return byRank.flat();
}
