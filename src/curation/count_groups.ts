/**
 * How many of the selected rows are in each repository, section and category.
 *
 * @module
 */

import { countRows, keepAll, noRows } from "../catalog/bits.ts";
import type { Bits } from "../catalog/bits.ts";
import type { Catalog } from "../catalog/catalog.ts";
import { countValues as countColumn } from "../catalog/kernel.ts";
import type { WholeColumn } from "../catalog/paged_column.ts";
import type { Postings } from "../catalog/postings.ts";
import { CATEGORY_FACET } from "../catalog/tag_list.ts";

/** How many of some rows have each value of a column. */
function countValues(
  catalog: Catalog,
  rows: Bits,
  postings: Postings,
  column: () => WholeColumn,
): Uint32Array {
  return countRows(rows) === catalog.count
    ? postings.counts
    : countColumn(rows, column(), postings.counts.length);
}

/** Rows by repository, by the repository's number. */
export function countRepositories(
  catalog: Catalog,
  rows: Bits,
): readonly number[] {
  const { repositories } = catalog;
  const bySet = countValues(
    catalog,
    rows,
    catalog.fileRows,
    () => catalog.files.all(),
  );
  const counts = repositories.repositories.map(() => 0);
  for (const [set, count] of bySet.entries()) {
    if (count === 0) continue;
    for (const number of repositories.repositoriesOf(set)) {
      counts[number]! += count;
    }
  }
  return counts;
}

/** Rows by section; sections without any are left out. */
export function countSections(
  catalog: Catalog,
  rows: Bits,
): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  const bySection = countValues(
    catalog,
    rows,
    catalog.sectionRows,
    () => catalog.section.all(),
  );
  for (const [id, section] of catalog.facts.sections.entries()) {
    if (bySection[id]! > 0 && id > 0) counts.set(section, bySection[id]!);
  }
  return counts;
}

/** Rows by category; categories without any are left out. */
export function countCategories(
  catalog: Catalog,
  rows: Bits,
): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const [number, tag] of catalog.tags.entries()) {
    if (!tag.startsWith(CATEGORY_FACET)) continue;
    const own = noRows(catalog.count);
    catalog.tagRows.addTo(own, number);
    keepAll(own, rows);
    const count = countRows(own);
    if (count > 0) counts.set(tag.slice(CATEGORY_FACET.length), count);
  }
  return counts;
}
