/**
 * The filter cascade: store, repository, tab, section, category and tag, search.
 *
 * @module
 */

import { addAll, keepAll, noRows, removeAll } from "../catalog/bits.ts";
import type { Bits } from "../catalog/bits.ts";
import type { Catalog } from "../catalog/catalog.ts";
import { pageOf } from "../catalog/page.ts";
import type { Page } from "../catalog/page.ts";
import type { LayerSet, RootCatalog } from "../catalog/root_catalog.ts";
import { rankedRows } from "../catalog/search_names.ts";
import { CATEGORY_FACET } from "../catalog/tag_list.ts";
import {
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

/** The rows that any of some stores selects. */
function matchStores(
  catalog: Catalog,
  stores: readonly StoreDefinition[],
): Bits {
  const union = noRows(catalog.count);
  for (const { filters } of stores) {
    addAll(union, matchFilters(catalog, filters));
  }
  return union;
}

/** The rows that pass everything but the search. */
export function selectSet(catalog: Catalog, query: Query): Bits {
  const { repositories = [], sections = [], categories = [], tags = [] } =
    query;
  const rows = query.stores === undefined
    ? catalog.all()
    : matchStores(catalog, query.stores);
  if (query.allArchitectures !== true && catalog.facts.hasHidden) {
    removeAll(rows, catalog.flagged("hidden"));
  }
  if (repositories.length > 0) {
    keepAll(rows, matchRepositories(catalog, repositories));
  }
  if (query.tab === "installed") keepAll(rows, catalog.flagged("installed"));
  if (query.tab === "updates") keepAll(rows, catalog.flagged("upgradable"));
  if (sections.length > 0) keepAll(rows, matchSections(catalog, sections));
  if (categories.length > 0) {
    keepAll(
      rows,
      matchTags(
        catalog,
        categories.map((category) => CATEGORY_FACET + category),
      ),
    );
  }
  if (tags.length > 0) keepAll(rows, matchTags(catalog, tags));
  return rows;
}

/** The rows of each layer that pass everything but the search. */
export function selectSets(
  { layers }: RootCatalog,
  query: Query,
): readonly LayerSet[] {
  return layers.map((catalog) => ({
    catalog,
    rows: selectSet(catalog, query),
  }));
}

/** The rows that pass the cascade: those behind the first `offset`, at most `limit` of them. */
export function selectPage(
  catalog: RootCatalog,
  query: Query,
  offset: number,
  limit: number,
): Page {
  const byLayer = catalog.layers.map((layer) => {
    const set = selectSet(layer, query);
    return query.search === undefined
      ? [set]
      : rankedRows(layer, set, query.search);
  });
  const ranks = byLayer[0]!.map((_, rank) =>
    byLayer.map((sets) => sets[rank]!)
  );
  return pageOf(catalog, ranks, offset, limit);
}
