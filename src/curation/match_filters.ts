/**
 * Which rows of a catalog a store definition, or a command line, selects.
 *
 * Each list is decided once for every entry of a dictionary (sections, tag lists, sets of files, names), then
 * rows only look their entries up.
 *
 * @module
 */

import type { Catalog } from "../catalog/catalog.ts";
import { selectableOrigin } from "../catalog/repositories.ts";
import { splitTags } from "../catalog/tag_list.ts";
import type { DefinitionFilters } from "./store_definition.ts";

/** 1 for each entry of a dictionary that matches. */
export type Verdicts = Uint8Array;

/** Whether a section is meant by one of `wanted`: the whole field, or the part behind the area. */
export function matchSections(
  catalog: Catalog,
  wanted: readonly string[],
): Verdicts {
  const { sections } = catalog.data.table;
  const names = new Set(wanted);
  return Uint8Array.from({ length: sections.size }, (_, id) => {
    const section = sections.text(id);
    return Number(
      names.has(section) || names.has(section.slice(section.indexOf("/") + 1)),
    );
  });
}

/** Whether a list of tags holds one of `wanted`: `facet::value`, or `facet::*`. */
export function matchTags(
  catalog: Catalog,
  wanted: readonly string[],
): Verdicts {
  const { tagLists } = catalog.data.table;
  const exact = new Set(wanted);
  const prefixes = wanted.filter((tag) => tag.endsWith("::*")).map((tag) =>
    tag.slice(0, -1)
  );
  return Uint8Array.from({ length: tagLists.size }, (_, id) =>
    Number(
      splitTags(tagLists.text(id)).some((tag) =>
        exact.has(tag) || prefixes.some((prefix) => tag.startsWith(prefix))
      ),
    ));
}

/** Whether a set of index files holds one of an origin in `wanted`. */
export function matchOrigins(
  catalog: Catalog,
  wanted: readonly string[],
): Verdicts {
  const { repositories } = catalog;
  const names = new Set(wanted);
  return Uint8Array.from(
    { length: repositories.setCount },
    (_, set) =>
      Number(
        repositories.filesOf(set).some((file) =>
          !file.isStatus && names.has(selectableOrigin(file))
        ),
      ),
  );
}

/** Whether a set of index files holds one of a repository in `wanted`. */
export function matchRepositories(
  catalog: Catalog,
  wanted: readonly string[],
): Verdicts {
  const { repositories } = catalog;
  const ids = new Set(wanted);
  return Uint8Array.from(
    { length: repositories.setCount },
    (_, set) =>
      Number(
        repositories.repositoriesOf(set).some((number) =>
          ids.has(repositories.repositories[number]!.id)
        ),
      ),
  );
}

/** A glob in which only `*` has a meaning. */
function globExpression(glob: string): RegExp {
  const parts = glob.split("*").map((part) =>
    part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")
  );
  return new RegExp(`^${parts.join(".*")}$`, "s");
}

/** Whether a name is one of `wanted`: exactly, or by a glob with `*`. */
export function matchNames(
  catalog: Catalog,
  wanted: readonly string[],
): Verdicts {
  const { names } = catalog.data.table;
  const verdicts = new Uint8Array(names.size);
  const globs = wanted.filter((name) => name.includes("*")).map(globExpression);
  for (const name of wanted) {
    const number = names.find(name);
    if (number >= 0) verdicts[number] = 1;
  }
  if (globs.length === 0) return verdicts;
  for (let number = 0; number < verdicts.length; number++) {
    const text = names.text(number);
    if (globs.some((glob) => glob.test(text))) verdicts[number] = 1;
  }
  return verdicts;
}

/** Takes from `mask` the rows whose entry in a dictionary does not match. */
export function keepMatching(
  mask: Uint8Array,
  column: Uint16Array | Uint32Array,
  verdicts: Verdicts,
): void {
  for (let row = 0; row < mask.length; row++) {
    mask[row]! &= verdicts[column[row]!]!;
  }
}

/** 1 for each row that a store selects: OR inside each list, AND between the lists that are given. */
export function matchFilters(
  catalog: Catalog,
  filters: DefinitionFilters,
): Uint8Array {
  const mask = new Uint8Array(catalog.count).fill(1);
  const { includeOrigins, includeSections, includeTags, includePackages } =
    filters;
  if (includeOrigins.length > 0) {
    keepMatching(
      mask,
      catalog.originFiles,
      matchOrigins(catalog, includeOrigins),
    );
  }
  if (includeSections.length > 0) {
    keepMatching(
      mask,
      catalog.section,
      matchSections(catalog, includeSections),
    );
  }
  if (includeTags.length > 0) {
    keepMatching(mask, catalog.tagList, matchTags(catalog, includeTags));
  }
  if (includePackages.length > 0) {
    keepMatching(mask, catalog.name, matchNames(catalog, includePackages));
  }
  return mask;
}
