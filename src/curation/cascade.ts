/**
 * The filter cascade: store, repository, tab, section, category and tag, search.
 *
 * @module
 */

import { ROW } from "../catalog/catalog.ts";
import type { Catalog } from "../catalog/catalog.ts";
import { searchRows } from "../catalog/search_names.ts";
import { CATEGORY_FACET } from "../catalog/tag_list.ts";
import {
  keepMatching,
  matchFilters,
  matchRepositories,
  matchSections,
  matchTags,
} from "./match_filters.ts";
import type { StoreDefinition } from "./store_definition.ts";

/** The tabs of a package manager's page. */
export const TABS = ["browse", "search", "installed", "updates"] as const;
/** One of the {@link TABS}. */
export type Tab = (typeof TABS)[number];

/** What to select; an empty list, or undefined, selects by nothing. */
export interface Query {
  /** Rows that any of them selects; undefined for all rows, an empty list for none. */
  readonly stores?: readonly StoreDefinition[] | undefined;
  /** Ids of repositories that carry the candidate. */
  readonly repositories?: readonly string[];
  /** Which tab. */
  readonly tab?: Tab | undefined;
  /** Sections, as in a store definition. */
  readonly sections?: readonly string[];
  /** Values of `category::` tags. */
  readonly categories?: readonly string[];
  /** Tags, as in a store definition. */
  readonly tags?: readonly string[];
  /** Words to search for. */
  readonly search?: string | undefined;
  /** Whether rows of foreign architectures show that the native one has too. */
  readonly allArchitectures?: boolean;
}

/** Takes from `mask` the rows without all bits of `flags`. */
function keepFlagged(catalog: Catalog, mask: Uint8Array, flags: number): void {
  for (let row = 0; row < mask.length; row++) {
    if ((catalog.flags[row]! & flags) !== flags) mask[row] = 0;
  }
}

/** 1 for each row that any of the stores selects. */
function matchStores(
  catalog: Catalog,
  stores: readonly StoreDefinition[],
): Uint8Array {
  const union = new Uint8Array(catalog.count);
  for (const { filters } of stores) {
    const mask = matchFilters(catalog, filters);
    for (let row = 0; row < mask.length; row++) union[row]! |= mask[row]!;
  }
  return union;
}

/** 1 for each row that passes everything but the search. */
export function maskRows(catalog: Catalog, query: Query): Uint8Array {
  const mask = query.stores === undefined
    ? new Uint8Array(catalog.count).fill(1)
    : matchStores(catalog, query.stores);
  const { repositories = [], sections = [], categories = [], tags = [] } =
    query;
  if (query.allArchitectures !== true) {
    for (let row = 0; row < mask.length; row++) {
      if ((catalog.flags[row]! & ROW.hidden) !== 0) mask[row] = 0;
    }
  }
  if (repositories.length > 0) {
    keepMatching(mask, catalog.files, matchRepositories(catalog, repositories));
  }
  if (query.tab === "installed") keepFlagged(catalog, mask, ROW.installed);
  if (query.tab === "updates") keepFlagged(catalog, mask, ROW.upgradable);
  if (sections.length > 0) {
    keepMatching(mask, catalog.section, matchSections(catalog, sections));
  }
  if (categories.length > 0) {
    const wanted = categories.map((category) => CATEGORY_FACET + category);
    keepMatching(mask, catalog.tagList, matchTags(catalog, wanted));
  }
  if (tags.length > 0) {
    keepMatching(mask, catalog.tagList, matchTags(catalog, tags));
  }
  return mask;
}

/** The rows that pass the cascade, in the order of the answer. */
export function selectRows(catalog: Catalog, query: Query): readonly number[] {
  const mask = maskRows(catalog, query);
  const rows: number[] = [];
  for (let row = 0; row < mask.length; row++) {
    if (mask[row] === 1) rows.push(row);
  }
  return query.search === undefined
    ? rows
    : searchRows(catalog, rows, query.search);
}
