/**
 * Names on a command line that nothing answers to.
 *
 * @module
 */

import type { Catalog } from "../catalog/catalog.ts";
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

/** All sections, with their area and without. */
export function knownSections({ facts }: Catalog): Iterable<string> {
  return new Set(
    facts.sections.slice(1).flatMap((
      section,
    ) => [section, section.slice(section.indexOf("/") + 1)]),
  );
}

/** Whether a package is in a section: the whole field, or the part behind the area. */
export function hasSection({ facts }: Catalog, name: string): boolean {
  return facts.sections.some((section) =>
    section === name || section.slice(section.indexOf("/") + 1) === name
  );
}

/** Whether a package has a tag: `facet::value`, or `facet::*`. */
export function hasTag({ tags }: Catalog, wanted: string): boolean {
  return wanted.endsWith("::*")
    ? tags.some((tag) => tag.startsWith(wanted.slice(0, -1)))
    : tags.includes(wanted);
}

/** Warnings for the repositories, sections, categories and tags of a query that no package has. */
export function unknownNames(
  catalog: Catalog,
  query: Query,
): readonly Warning[] {
  const { repositories = [], sections = [], categories = [], tags = [] } =
    query;
  const warnings: Warning[] = [];
  const ids = catalog.repositories.repositories.map(({ id }) => id);
  for (const id of repositories) {
    if (!ids.includes(id)) warnings.push(unknownName("repository", id, ids));
  }
  for (const section of sections) {
    if (hasSection(catalog, section)) continue;
    warnings.push(unknownName("section", section, knownSections(catalog)));
  }
  for (const category of categories) {
    if (hasTag(catalog, CATEGORY_FACET + category)) continue;
    const known = catalog.tags.filter((tag) => tag.startsWith(CATEGORY_FACET));
    warnings.push(
      unknownName(
        "category",
        category,
        known.map((tag) => tag.slice(CATEGORY_FACET.length)),
      ),
    );
  }
  for (const tag of tags) {
    if (hasTag(catalog, tag)) continue;
    warnings.push(unknownName("tag", tag, catalog.tags));
  }
  return warnings;
}
