/**
 * How well something answers to a query. The same for every store, so that answers can be put in one order.
 *
 * | rank | the query is                                     |
 * | ---- | ------------------------------------------------ |
 * | 0    | the id                                           |
 * | 1    | the start of the id                              |
 * | 2    | whole words of the id or the name, in any order  |
 * | 3    | starts of words of the id or the name            |
 * | 4    | inside the id or the name                        |
 * | 5    | a tag, the name of a facet, or its value         |
 * | 6    | the author, or words of it                       |
 * | 7    | somewhere in all of these or the description     |
 *
 * Words count in any letter case, and all of them must be found; each may be found in another place, and then the
 * worst one counts.
 *
 * @module
 */

import type { StoreItem } from "./store.ts";

/** What can be searched in an item. */
export type Searchable = Pick<
  StoreItem,
  "id" | "name" | "description" | "author" | "tags"
>;

/** A query that is taken apart once. */
export interface SearchQuery {
  /** All of it, trimmed and in lower case. */
  readonly whole: string;
  /** Its words. */
  readonly words: readonly string[];
}

/** Takes a query apart. */
export function parseQuery(query: string): SearchQuery {
  const whole = query.trim().toLowerCase().normalize("NFC");
  return { whole, words: whole === "" ? [] : whole.split(/\s+/u) };
}

/** What is neither a letter nor a number stands between words. */
const BETWEEN_REGEXP = /[^\p{L}\p{M}\p{N}]+/u;

/** The parts of an item in the form in which they are compared. */
class Folded {
  readonly id: string;
  readonly name: string;
  #words: readonly string[] | undefined;
  #tags: readonly string[] | undefined;

  constructor(readonly item: Searchable) {
    this.id = item.id.toLowerCase();
    this.name = item.name.toLowerCase();
  }

  /** Words of id and name. */
  get words(): readonly string[] {
    return this.#words ??= [
      this.id,
      ...this.id.split(BETWEEN_REGEXP),
      ...this.name.split(BETWEEN_REGEXP),
    ];
  }

  /** Tags, and of `facet::value` both parts. */
  get tags(): readonly string[] {
    return this.#tags ??= this.item.tags.flatMap((tag) => {
      const folded = tag.toLowerCase();
      return [folded, ...folded.split("::")];
    });
  }
}

/** The rank of one word; undefined where it is not found. */
function wordRank(folded: Folded, word: string): number | undefined {
  const { id, name, item } = folded;
  // names of extensions and packages are short: this finds most of what does not answer
  const isNamed = id.includes(word) || name.includes(word);
  if (isNamed) {
    if (folded.words.includes(word)) return 2;
    if (folded.words.some((own) => own.startsWith(word))) return 3;
    return 4;
  }
  if (folded.tags.includes(word)) return 5;
  if (item.author.toLowerCase().includes(word)) return 6;
  if (item.description.toLowerCase().includes(word)) return 7;
  return folded.tags.some((tag) => tag.includes(word)) ? 7 : undefined;
}

/** The rank of an item; undefined where it does not answer. A query without words is answered by everything, with 0. */
export function matchRank(
  item: Searchable,
  { whole, words }: SearchQuery,
): number | undefined {
  const folded = new Folded(item);
  if (folded.id === whole || words.length === 0) return 0;
  if (folded.id.startsWith(whole)) return 1;
  let worst = 0;
  for (const word of words) {
    const rank = wordRank(folded, word);
    if (rank === undefined) return undefined;
    worst = Math.max(worst, rank);
  }
  return worst;
}
