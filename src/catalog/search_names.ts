/**
 * Case-insensitive substring search over names and summaries, with ranks.
 *
 * @module
 */

import { noRows } from "./bits.ts";
import type { Bits } from "./bits.ts";
import { candidateRanges } from "./candidate_ranges.ts";
import type { TextRange } from "./candidate_ranges.ts";
import type { Catalog } from "./catalog.ts";
import { BLOCK_BYTES } from "./_container_format.ts";
import { RankScan } from "./rank_scan.ts";
import type { SearchTexts } from "./search_texts.ts";

/** How well a row matches; less is better. */
export const RANK = {
  exact: 0,
  prefix: 1,
  word: 2,
  substring: 3,
  summary: 4,
  none: 5,
} as const;

/** Blocks that are looked through at once. */
const WINDOW_BLOCKS = 32;
const encoder = new TextEncoder();

/** Whether a character is part of a word; "" stands for the end of the text. */
function isWordCharacter(character: string): boolean {
  return /[\p{L}\p{N}]/u.test(character);
}

/** How a name matches. */
function rankName(name: string, needle: string): number {
  let at = name.indexOf(needle);
  if (at < 0) return RANK.none;
  if (at === 0) return name === needle ? RANK.exact : RANK.prefix;
  for (; at >= 0; at = name.indexOf(needle, at + 1)) {
    const isWord = !isWordCharacter(name.charAt(at - 1)) &&
      !isWordCharacter(name.charAt(at + needle.length));
    if (isWord) return RANK.word;
  }
  return RANK.substring;
}

/** Ranks rows by a word of ASCII characters, for which the texts without the others are enough. */
function rankAscii(
  texts: SearchTexts,
  scan: RankScan,
  needle: string,
  ranges: readonly TextRange[],
): void {
  const bytes = encoder.encode(needle);
  scan.begin(bytes);
  const { length } = bytes;
  for (const { row, names, search } of ranges) {
    const lookAtNames = scan.texts(length, RANK.exact, row);
    texts.scan("names", scan.window, lookAtNames, ...names);
    const lookAtSummaries = scan.texts(length, RANK.summary, row);
    texts.scan("search", scan.window, lookAtSummaries, ...search);
  }
  scan.end();
}

/** Rows with other characters, with their whole name and summary. */
type OtherTexts = ReturnType<SearchTexts["others"]>;

/** Ranks rows by a word with other characters among the few that can match it. */
function rankOther(others: OtherTexts, scan: RankScan, needle: string): void {
  scan.begin(new Uint8Array());
  const { ranks } = scan;
  for (const [row, text] of others) {
    const [name = "", summary = ""] = text.split("\n", 2);
    const rank = rankName(name, needle);
    if (rank !== RANK.none) ranks[row] = rank;
    else if (summary.includes(needle)) ranks[row] = RANK.summary;
  }
  scan.end();
}

/**
 * The rows that match a query, as a set for each rank, the best first.
 *
 * Each word of the query has to stand in the name or the summary; a row's rank is that of its worst word.
 *
 * @param within The rows to look at.
 * @param query Words between white space, in any letter case.
 */
export function rankedRows(
  { count, searchTexts: texts }: Catalog,
  within: Bits,
  query: string,
): readonly Bits[] {
  const needles = query.toLowerCase().split(/\s+/).filter((word) =>
    word !== ""
  );
  if (needles.length === 0) return [within];
  const isAscii = (needle: string) => /^[\x20-\x7e]*$/.test(needle);
  const ranges = candidateRanges(texts, needles.filter(isAscii));
  if (ranges.length === 0) {
    return Array.from({ length: RANK.none }, () => noRows(count));
  }
  const others = needles.every(isAscii) ? [] : texts.others();
  const scan = new RankScan(count, WINDOW_BLOCKS * BLOCK_BYTES);
  for (const needle of needles) {
    if (isAscii(needle)) rankAscii(texts, scan, needle, ranges);
    else rankOther(others, scan, needle);
  }
  return Array.from(
    { length: RANK.none },
    (_, rank) => scan.rowsOf(within, rank),
  );
}
