/**
 * Names on a command line that nothing answers to.
 *
 * @module
 */

import { countRows, keepAll, noRows } from "../catalog/bits.ts";
import type { Catalog } from "../catalog/catalog.ts";
import type { Postings } from "../catalog/postings.ts";
import type { RootCatalog } from "../catalog/root_catalog.ts";
import { CATEGORY_FACET } from "../catalog/tag_list.ts";
import { nearestName } from "../core/nearest_name.ts";
import type { Warning } from "../core/warning.ts";
import type { Query } from "./cascade.ts";

/** A warning for a name that nothing answers to, with the nearest known one. */
export function unknownName(
  kind: string,
  name: string,
  known: Iterable<string>,
): Warning {
  const nearest = nearestName(name, known);
  return {
    code: "ARGUMENT_UNKNOWN_VALUE",
    message: `Cannot find ${kind} "${name}": nothing here is called that`,
    ...(nearest === undefined ? {} : { hint: `Use "${nearest}".` }),
  };
}

/** Whether a row that is not left out has a value. */
function isUsed(catalog: Catalog, postings: Postings, value: number): boolean {
  if (catalog.isWhole) return postings.counts[value]! > 0;
  const rows = noRows(catalog.count);
  postings.addTo(rows, value);
  keepAll(rows, catalog.all());
  return countRows(rows) > 0;
}

/** Whether a package is in a section, by its number. */
function isSectionInUse(catalog: Catalog, section: number): boolean {
  return isUsed(catalog, catalog.sectionRows, section);
}

/** Whether a package has a tag, by its number. */
function isTagInUse(catalog: Catalog, tag: number): boolean {
  return catalog.isWhole || isUsed(catalog, catalog.tagRows, tag);
}

/** The part of a section behind its area. */
function behindArea(section: string): string {
  return section.slice(section.indexOf("/") + 1);
}

/** All sections that a package is in, with their area and without, sorted. */
export function knownSections({ layers }: RootCatalog): readonly string[] {
  const known = new Set<string>();
  for (const layer of layers) {
    for (const [number, section] of layer.facts.sections.entries()) {
      if (number === 0 || !isSectionInUse(layer, number)) continue;
      known.add(section).add(behindArea(section));
    }
  }
  return [...known].sort();
}

/** All tags that a package has, sorted. */
export function knownTags({ layers }: RootCatalog): readonly string[] {
  const [first, ...others] = layers.map((layer) =>
    layer.isWhole
      ? layer.tags
      : layer.tags.filter((_, number) => isTagInUse(layer, number))
  );
  return others.length === 0
    ? first!
    : [...new Set([first!, ...others].flat())].sort();
}

/** All categories that a package is in, sorted. */
export function knownCategories(catalog: RootCatalog): readonly string[] {
  return knownTags(catalog).filter((tag) => tag.startsWith(CATEGORY_FACET))
    .map((tag) => tag.slice(CATEGORY_FACET.length));
}

/** Whether a package is in a section: the whole field, or the part behind the area. */
export function hasSection({ layers }: RootCatalog, name: string): boolean {
  return layers.some((layer) =>
    layer.facts.sections.some((section, number) =>
      (section === name || behindArea(section) === name) &&
      isSectionInUse(layer, number)
    )
  );
}

/** Whether a package has a tag: `facet::value`, or `facet::*`. */
export function hasTag({ layers }: RootCatalog, wanted: string): boolean {
  const facet = wanted.endsWith("::*") ? wanted.slice(0, -1) : undefined;
  const isMeant = (tag: string) =>
    facet === undefined ? tag === wanted : tag.startsWith(facet);
  return layers.some((layer) =>
    layer.tags.some((tag, number) => isMeant(tag) && isTagInUse(layer, number))
  );
}

/** Warnings for the repositories, sections, categories and tags of a query that no package has. */
export function unknownNames(
  catalog: RootCatalog,
  query: Query,
): readonly Warning[] {
  const { repositories = [], sections = [], categories = [], tags = [] } =
    query;
  const warnings: Warning[] = [];
  const ids = catalog.repositories.map(({ id }) => id);
  for (const id of repositories) {
    if (!ids.includes(id)) warnings.push(unknownName("repository", id, ids));
  }
  for (const section of sections) {
    if (hasSection(catalog, section)) continue;
    warnings.push(unknownName("section", section, knownSections(catalog)));
  }
  for (const category of categories) {
    if (hasTag(catalog, CATEGORY_FACET + category)) continue;
    warnings.push(
      unknownName("category", category, knownCategories(catalog)),
    );
  }
  for (const tag of tags) {
    if (hasTag(catalog, tag)) continue;
    warnings.push(unknownName("tag", tag, knownTags(catalog)));
  }
  return warnings;
}
