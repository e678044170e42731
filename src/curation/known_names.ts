/**
 * Names on a command line that nothing answers to.
 *
 * @module
 */

import type { Catalog } from "../catalog/catalog.ts";
import { CATEGORY_FACET, splitTags } from "../catalog/tag_list.ts";
import { nearestName } from "../core/nearest_name.ts";
import type { Warning } from "../core/warning.ts";
import type { Query } from "./cascade.ts";
import { matchSections, matchTags } from "./match_filters.ts";

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
function knownSections(
  { data: { table: { sections } } }: Catalog,
): Iterable<string> {
  const known = new Set<string>();
  for (let id = 1; id < sections.size; id++) {
    const section = sections.text(id);
    known.add(section).add(section.slice(section.indexOf("/") + 1));
  }
  return known;
}

/** All tags. */
export function knownTags(
  { data: { table: { tagLists } } }: Catalog,
): ReadonlySet<string> {
  const known = new Set<string>();
  for (let id = 0; id < tagLists.size; id++) {
    for (const tag of splitTags(tagLists.text(id))) {
      known.add(tag);
    }
  }
  return known;
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
    if (matchSections(catalog, [section]).includes(1)) continue;
    warnings.push(unknownName("section", section, knownSections(catalog)));
  }
  for (const category of categories) {
    if (matchTags(catalog, [CATEGORY_FACET + category]).includes(1)) continue;
    const known = [...knownTags(catalog)].filter((tag) =>
      tag.startsWith(CATEGORY_FACET)
    );
    warnings.push(
      unknownName(
        "category",
        category,
        known.map((tag) => tag.slice(CATEGORY_FACET.length)),
      ),
    );
  }
  for (const tag of tags) {
    if (matchTags(catalog, [tag]).includes(1)) continue;
    warnings.push(unknownName("tag", tag, knownTags(catalog)));
  }
  return warnings;
}
