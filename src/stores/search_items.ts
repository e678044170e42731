/**
 * Searches what a store lists.
 *
 * @module
 */

import { compareVersions } from "../extensions/version.ts";
import { matchRank, parseQuery } from "./match_rank.ts";
import type { Listing, Match, StoreItem } from "./store.ts";

/** The order of matches: rank, then id, then the highest version first. */
export function compareMatches(a: Match, b: Match): number {
  if (a.rank !== b.rank) return a.rank - b.rank;
  if (a.id !== b.id) return a.id < b.id ? -1 : 1;
  return compareVersions(b.version, a.version);
}

/** The items of a listing that answer to a query, best first. */
export function searchItems(
  { items, age, warnings }: Listing<StoreItem>,
  query: string,
): Listing<Match> {
  const parsed = parseQuery(query);
  const matches: Match[] = [];
  for (const item of items) {
    const rank = matchRank(item, parsed);
    if (rank !== undefined) matches.push({ ...item, rank });
  }
  return { items: matches.sort(compareMatches), age, warnings };
}
