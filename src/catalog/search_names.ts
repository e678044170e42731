/**
 * Case-insensitive substring search over names and summaries, with ranks.
 *
 * @module
 */

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

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
const encoder = new TextEncoder();

/** ASCII letters to lower case; other bytes stay. */
function foldByte(byte: number): number {
  return byte >= 65 && byte <= 90 ? byte | 32 : byte;
}

function isWordByte(byte: number | undefined): boolean {
  return byte !== undefined &&
    ((byte >= 48 && byte <= 57) || (byte >= 97 && byte <= 122) ||
      (byte >= 65 && byte <= 90) || byte >= 128);
}

/** Where `needle` first stands in `text` at or behind `from`, letter case of ASCII aside; -1 where it does not. */
function indexOfFolded(
  text: Uint8Array,
  needle: Uint8Array,
  from: number,
): number {
  const first = needle[0]!;
  const last = text.length - needle.length;
  for (let index = from; index <= last; index++) {
    if (foldByte(text[index]!) !== first) continue;
    let length = 1;
    while (
      length < needle.length &&
      foldByte(text[index + length]!) === needle[length]
    ) length++;
    if (length === needle.length) return index;
  }
  return -1;
}

/** One word of a query. */
class Needle {
  readonly #bytes: Uint8Array;
  readonly #isAscii: boolean;

  /** @param text In lower case, not empty. */
  constructor(readonly text: string) {
    this.#bytes = encoder.encode(text);
    this.#isAscii = this.#bytes.length === text.length;
  }

  /** How a name matches. */
  rankName(name: Uint8Array): number {
    const needle = this.#bytes;
    let at = indexOfFolded(name, needle, 0);
    if (at < 0) return RANK.none;
    if (at === 0) {
      return name.length === needle.length ? RANK.exact : RANK.prefix;
    }
    for (; at >= 0; at = indexOfFolded(name, needle, at + 1)) {
      if (!isWordByte(name[at - 1]) && !isWordByte(name[at + needle.length])) {
        return RANK.word;
      }
    }
    return RANK.substring;
  }

  /** Whether a summary matches. */
  isInSummary(summary: Uint8Array): boolean {
    if (this.#isAscii) return indexOfFolded(summary, this.#bytes, 0) >= 0;
    return decoder.decode(summary).toLowerCase().includes(this.text);
  }
}

/**
 * The rows that match a query, best rank first; rows of one rank stay in order.
 *
 * Each word of the query has to stand in the name or the summary; a row's rank is that of its worst word.
 *
 * @param rows Numbers of rows, ascending.
 * @param query Words between white space, in any letter case.
 */
export function searchRows(
  catalog: Catalog,
  rows: readonly number[],
  query: string,
): readonly number[] {
  const needles = query.toLowerCase().split(/\s+/).filter((word) => word !== "")
    .map((word) => new Needle(word));
  if (needles.length === 0) return rows;
  const { table } = catalog.data;
  const byRank: number[][] = [[], [], [], [], []];
  for (const row of rows) {
    const name = table.names.bytes(catalog.name[row]!);
    let rank = 0;
    for (const needle of needles) {
      let own = needle.rankName(name);
      if (
        own === RANK.none &&
        needle.isInSummary(table.textBytes(catalog.stanza[row]!, "summary"))
      ) own = RANK.summary;
      if (own > rank) rank = own;
      if (rank === RANK.none) break;
    }
    byRank[rank]?.push(row);
  }
  return byRank.flat();
}
