/**
 * How many of the selected rows are in each repository, section and category.
 *
 * @module
 */

import { countRows, keepAll, noRows } from "../catalog/bits.ts";
import { countValues as countColumn } from "../catalog/kernel.ts";
import type { WholeColumn } from "../catalog/paged_column.ts";
import type { Postings } from "../catalog/postings.ts";
import type { LayerSet } from "../catalog/root_catalog.ts";
import { CATEGORY_FACET } from "../catalog/tag_list.ts";

/** How many of some rows have each value of a column. */
function countValues(
  { catalog, rows }: LayerSet,
  postings: Postings,
  column: () => WholeColumn,
): Uint32Array {
  // where rows are left out, there are never as many as that
  return countRows(rows) === catalog.count
    ? postings.counts
    : countColumn(rows, column(), postings.counts.length);
}

/** Adds to the count of a name. */
function addCount(
  counts: Map<string, number>,
  name: string,
  count: number,
): void {
  if (count > 0) counts.set(name, (counts.get(name) ?? 0) + count);
}

/** Rows by repository, by the repository's number. */
export function countRepositories(
  sets: readonly LayerSet[],
): readonly number[] {
  const counts: number[] = [];
  for (const set of sets) {
    const { catalog: { fileRows, files, repositories } } = set;
    for (const number of repositories.repositories.keys()) counts[number] ??= 0;
    const bySet = countValues(set, fileRows, () => files.all());
    for (const [number, count] of bySet.entries()) {
      if (count === 0) continue;
      for (const repository of repositories.repositoriesOf(number)) {
        counts[repository]! += count;
      }
    }
  }
  return counts;
}

/** Rows by section; sections without any are left out. */
export function countSections(
  sets: readonly LayerSet[],
): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const set of sets) {
    const { catalog: { facts, sectionRows, section } } = set;
    const bySection = countValues(set, sectionRows, () => section.all());
    for (const [number, name] of facts.sections.entries()) {
      if (number > 0) addCount(counts, name, bySection[number]!);
    }
  }
  return counts;
}

/** Rows by category; categories without any are left out. */
export function countCategories(
  sets: readonly LayerSet[],
): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { catalog: { count, tags, tagRows }, rows } of sets) {
    for (const [number, tag] of tags.entries()) {
      if (!tag.startsWith(CATEGORY_FACET)) continue;
      const own = noRows(count);
      tagRows.addTo(own, number);
      keepAll(own, rows);
      addCount(counts, tag.slice(CATEGORY_FACET.length), countRows(own));
    }
  }
  return counts;
}
