/**
 * What many stores answer to one query, as one list.
 *
 * @module
 */

import { compareVersions as compareDebianVersions } from "../apt/compare_versions.ts";
import { compareVersions, isPrerelease } from "../extensions/version.ts";
import { compareStores } from "./resolve_offers.ts";
import type { Match, Store } from "./store.ts";

/** Orders of an answer. */
export const SEARCH_SORTS = [
  "relevance",
  "name",
  "version",
  "updated",
  "size",
] as const;
/** One of the {@link SEARCH_SORTS}. */
export type SearchSort = (typeof SEARCH_SORTS)[number];

/** Who answered. */
export type Answerer = Pick<
  Store,
  "name" | "kind" | "priority" | "trusted" | "offers"
>;

/** What one store answered. */
export interface StoreMatches {
  /** The store. */
  readonly store: Answerer;
  /** Every version that answers. */
  readonly items: readonly Match[];
}

/** One thing that answers, whatever number of versions and stores it has. */
export interface Hit {
  /** The version that its first store would give. */
  readonly item: Match;
  /** The first of the stores that have it, by trust and priority. */
  readonly store: Answerer;
  /** Names of the others, in their order. */
  readonly others: readonly string[];
}

/** What may take part. */
export interface MatchFilters {
  /** Tags, as `facet::value` or `facet::*`; any of them. */
  readonly tags?: readonly string[];
  /** Part of the author's name. */
  readonly author?: string;
}

/** Whether an item passes. */
function isWanted(item: Match, { tags = [], author }: MatchFilters): boolean {
  if (author !== undefined) {
    const isHis = item.author.toLowerCase().includes(author.toLowerCase());
    if (!isHis) return false;
  }
  if (tags.length === 0) return true;
  const own = item.tags.map((tag) => tag.toLowerCase());
  return tags.some((tag) => {
    const wanted = tag.toLowerCase();
    return wanted.endsWith("::*")
      ? own.some((tag) => tag.startsWith(wanted.slice(0, -1)))
      : own.includes(wanted);
  });
}

/** The version that a store would give: the highest release, or the highest of all where there is no release. */
function bestVersion(items: readonly Match[]): Match {
  return items.reduce((best, item) => {
    const isBetter = isPrerelease(item.version) === isPrerelease(best.version)
      ? compareVersions(item.version, best.version) > 0
      : isPrerelease(best.version);
    return isBetter ? item : best;
  });
}

/** A version that APT's rules put where the rules of its own kind do: `-` is before a release in one, behind it in the other. */
function sortableVersion({ item, store }: Hit): string {
  return store.offers === "extension"
    ? item.version.replace("-", "~")
    : item.version;
}

/** Compares by text, byte by byte. */
function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** How each order compares; what is equal goes by relevance. */
const COMPARE: Readonly<Record<SearchSort, (a: Hit, b: Hit) => number>> = {
  relevance: () => 0,
  name: (a, b) => compareText(a.item.id, b.item.id),
  version: (a, b) =>
    compareDebianVersions(sortableVersion(b), sortableVersion(a)),
  updated: (a, b) => compareText(b.item.updated ?? "", a.item.updated ?? ""),
  size: (a, b) => (b.item.size ?? -1) - (a.item.size ?? -1),
};

/** The order of hits by relevance: rank, then trust and priority of the store, then the id. */
function compareRelevance(a: Hit, b: Hit): number {
  return a.item.rank - b.item.rank || compareStores(a.store, b.store) ||
    compareText(a.item.id, b.item.id) ||
    compareText(a.store.offers, b.store.offers);
}

/**
 * Puts the answers of stores into one list: each id once, with the store that it would be taken from.
 *
 * @param answers In the order of the stores.
 */
export function mergeMatches(
  answers: readonly StoreMatches[],
  sort: SearchSort,
  filters: MatchFilters = {},
): readonly Hit[] {
  const byKey = new Map<string, { store: Answerer; items: Match[] }[]>();
  for (const { store, items } of answers) {
    const own = Map.groupBy(
      items.filter((item) => isWanted(item, filters)),
      ({ id }) => id,
    );
    for (const [id, items] of own) {
      // an extension and a package of one name are two things
      const key = `${store.offers} ${id}`;
      const offers = byKey.get(key) ?? [];
      offers.push({ store, items });
      byKey.set(key, offers);
    }
  }
  const hits = Array.from(byKey.values(), (offers): Hit => {
    const sorted = offers.sort((a, b) => compareStores(a.store, b.store));
    const [{ store, items }, ...others] = sorted as [
      typeof sorted[number],
      ...typeof sorted,
    ];
    return {
      item: bestVersion(items),
      store,
      others: others.map(({ store }) => store.name),
    };
  });
  const compare = COMPARE[sort];
  return hits.sort((a, b) => compare(a, b) || compareRelevance(a, b));
}
