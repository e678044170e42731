/**
 * Which texts are worth to be looked through for some words.
 *
 * @module
 */

import { keepAll, listRows, noRows } from "./bits.ts";
import { BLOCK_BYTES } from "./_container_format.ts";
import { gramHashes, GROUP_ROWS } from "./gram_hashes.ts";
import type { SearchTexts } from "./search_texts.ts";

/** Bytes of a section; all of it where they are not given. */
type Span = readonly [start?: number, end?: number];

/** The texts for search of rows that follow each other. */
export interface TextRange {
  /** The first row. */
  readonly row: number;
  /** Where the names lie. */
  readonly names: Span;
  /** Where the summaries lie. */
  readonly search: Span;
}

/** All texts. */
const EVERYTHING: readonly TextRange[] = [{ row: 0, names: [], search: [] }];
/** Of so many groups one may be a candidate; where more are, everything is read faster. */
const LEAST_PART = 6;
/** Candidates that are no further from each other are read with what stands between them. */
const MOST_STEP = 3;

/** The texts of some groups, ascending, each range with what stands between them. */
function rangesOf(texts: SearchTexts, groups: readonly number[]): TextRange[] {
  const starts = texts.groupStarts;
  const ranges: TextRange[] = [];
  for (let index = 0; index < groups.length; index++) {
    const first = groups[index]!;
    while (groups[index + 1]! - groups[index]! <= MOST_STEP) index++;
    const last = groups[index]! + 1;
    ranges.push({
      row: first * GROUP_ROWS,
      names: [starts.at(2 * first), starts.at(2 * last)],
      search: [starts.at(2 * first + 1), starts.at(2 * last + 1)],
    });
  }
  return ranges;
}

/**
 * The texts among which those that have all of some words are: of the groups of rows that can match them, or everything
 * where that is not known, or where too many can.
 *
 * @param needles Words of ASCII characters, in lower case.
 */
export function candidateRanges(
  texts: SearchTexts,
  needles: readonly string[],
): readonly TextRange[] {
  const hashes = needles.flatMap(gramHashes);
  if (hashes.length === 0 || texts.groups === 0) {
    return EVERYTHING;
  }
  const space = new Uint8Array(2 * BLOCK_BYTES);
  const bits = noRows(texts.groups).fill(-1);
  for (const hash of hashes) {
    keepAll(bits, texts.groupsWith(hash, space));
  }
  const groups = listRows(bits);
  const isMany = groups.length * LEAST_PART > texts.groups;
  return isMany ? EVERYTHING : rangesOf(texts, groups);
}
