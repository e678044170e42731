/**
 * Which rows of a catalog a store definition, or a command line, selects.
 *
 * @module
 */

import { addRow, keepAll, noRows } from "../catalog/bits.ts";
import type { Bits } from "../catalog/bits.ts";
import type { Catalog } from "../catalog/catalog.ts";
import { selectableOrigin } from "../catalog/repositories.ts";
import type { DefinitionFilters } from "./store_definition.ts";

/** Whether a section is meant by a name: the whole field, or the part behind the area. */
function isSection(section: string, names: ReadonlySet<string>): boolean {
  return names.has(section) ||
    names.has(section.slice(section.indexOf("/") + 1));
}

/** The rows in one of some sections: the whole field, or the part behind the area. */
export function matchSections(
  { facts, count, sectionRows }: Catalog,
  wanted: readonly string[],
): Bits {
  const rows = noRows(count);
  const names = new Set(wanted);
  for (const [number, section] of facts.sections.entries()) {
    if (isSection(section, names)) sectionRows.addTo(rows, number);
  }
  return rows;
}

/** Index of the first of some sorted texts that is not before one. */
function firstFrom(sorted: readonly string[], text: string): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! < text) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The rows with one of some tags: `facet::value`, or `facet::*`. */
export function matchTags(
  { tags, count, tagRows }: Catalog,
  wanted: readonly string[],
): Bits {
  const rows = noRows(count);
  for (const tag of new Set(wanted)) {
    const isFacet = tag.endsWith("::*");
    const start = isFacet ? tag.slice(0, -1) : tag;
    for (let number = firstFrom(tags, start); number < tags.length; number++) {
      const own = tags[number]!;
      if (isFacet ? !own.startsWith(start) : own !== tag) break;
      tagRows.addTo(rows, number);
    }
  }
  return rows;
}

/** The rows whose files for matching hold one of some origins. */
export function matchOrigins(
  { repositories, count, originRows }: Catalog,
  wanted: readonly string[],
): Bits {
  const rows = noRows(count);
  const names = new Set(wanted);
  for (const set of repositories.sets.keys()) {
    const isMeant = repositories.filesOf(set).some((file) =>
      !file.isStatus && names.has(selectableOrigin(file))
    );
    if (isMeant) originRows.addTo(rows, set);
  }
  return rows;
}

/** The rows whose candidate one of some repositories carries. */
export function matchRepositories(
  { repositories, count, fileRows }: Catalog,
  wanted: readonly string[],
): Bits {
  const rows = noRows(count);
  const ids = new Set(wanted);
  for (const set of repositories.sets.keys()) {
    const own = repositories.repositoriesOf(set).map((number) =>
      repositories.repositories[number]!.id
    );
    if (own.some((id) => ids.has(id))) fileRows.addTo(rows, set);
  }
  return rows;
}

/** A glob in which only `*` has a meaning. */
function globExpression(glob: string): RegExp {
  const parts = glob.split("*").map((part) =>
    part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")
  );
  return new RegExp(`^${parts.join(".*")}$`, "s");
}

/** The rows whose name is one of `wanted`: exactly, or by a glob with `*`. */
export function matchNames(catalog: Catalog, wanted: readonly string[]): Bits {
  const rows = noRows(catalog.count);
  for (const pattern of wanted) {
    const isGlob = pattern.includes("*");
    const expression = globExpression(pattern);
    // names are sorted: those that begin like the pattern stand together
    const prefix = isGlob ? pattern.slice(0, pattern.indexOf("*")) : pattern;
    const first = catalog.findName(prefix);
    for (let row = first < 0 ? -1 - first : first; row < catalog.count; row++) {
      const name = catalog.name(row);
      if (isGlob ? !name.startsWith(prefix) : name !== pattern) break;
      if (expression.test(name)) addRow(rows, row);
    }
  }
  return rows;
}

/** The rows that a store selects: OR inside each list, AND between the lists that are given. */
export function matchFilters(
  catalog: Catalog,
  filters: DefinitionFilters,
): Bits {
  const rows = catalog.all();
  const { includeOrigins, includeSections, includeTags, includePackages } =
    filters;
  if (includeOrigins.length > 0) {
    keepAll(rows, matchOrigins(catalog, includeOrigins));
  }
  if (includeSections.length > 0) {
    keepAll(rows, matchSections(catalog, includeSections));
  }
  if (includeTags.length > 0) keepAll(rows, matchTags(catalog, includeTags));
  if (includePackages.length > 0) {
    keepAll(rows, matchNames(catalog, includePackages));
  }
  return rows;
}
