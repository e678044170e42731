/**
 * How many of the selected rows are in each repository, section and category.
 *
 * @module
 */

import type { Catalog } from "../catalog/catalog.ts";
import { categoriesOf, splitTags } from "../catalog/tag_list.ts";

/** Selected rows by repository, by the repository's number. */
export function countRepositories(
  catalog: Catalog,
  mask: Uint8Array,
): readonly number[] {
  const { repositories } = catalog;
  const bySet = countColumn(mask, catalog.files, repositories.setCount);
  const counts = repositories.repositories.map(() => 0);
  for (const [set, count] of bySet.entries()) {
    if (count === 0) continue;
    for (const number of repositories.repositoriesOf(set)) {
      counts[number]! += count;
    }
  }
  return counts;
}

/** Selected rows by section; sections without any are left out. */
export function countSections(
  catalog: Catalog,
  mask: Uint8Array,
): ReadonlyMap<string, number> {
  const { sections } = catalog.data.table;
  const counts = new Map<string, number>();
  for (
    const [id, count] of countColumn(mask, catalog.section, sections.size)
      .entries()
  ) {
    if (count > 0 && id > 0) counts.set(sections.text(id), count);
  }
  return counts;
}

/** Selected rows by category; categories without any are left out. */
export function countCategories(
  catalog: Catalog,
  mask: Uint8Array,
): ReadonlyMap<string, number> {
  const { tagLists } = catalog.data.table;
  const counts = new Map<string, number>();
  for (
    const [id, count] of countColumn(mask, catalog.tagList, tagLists.size)
      .entries()
  ) {
    if (count === 0) continue;
    for (
      const category of new Set(categoriesOf(splitTags(tagLists.text(id))))
    ) {
      counts.set(category, (counts.get(category) ?? 0) + count);
    }
  }
  return counts;
}

function countColumn(
  mask: Uint8Array,
  column: Uint32Array,
  size: number,
): Uint32Array {
  const counts = new Uint32Array(size);
  for (let row = 0; row < mask.length; row++) {
    if (mask[row] === 1) counts[column[row]!]!++;
  }
  return counts;
}
