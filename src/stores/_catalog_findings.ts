/**
 * A store definition against the packages that a machine knows.
 *
 * @module
 */

import { countRows, keepAll } from "../catalog/bits.ts";
import type { Bits } from "../catalog/bits.ts";
import type { Catalog } from "../catalog/catalog.ts";
import { selectableOrigin } from "../catalog/repositories.ts";
import type { RootCatalog } from "../catalog/root_catalog.ts";
import { nearestName } from "../core/nearest_name.ts";
import type { DefinitionPlaces } from "../curation/definition_places.ts";
import {
  hasSection,
  hasTag,
  knownCategories,
  knownSections,
  knownTags,
} from "../curation/known_names.ts";
import {
  matchFilters,
  matchNames,
  matchOrigins,
  matchSections,
  matchTags,
} from "../curation/match_filters.ts";
import type { StoreDefinition } from "../curation/store_definition.ts";
import type { ProblemCode } from "../extensions/problem.ts";
import type { DefinitionFinding } from "./_definition_finding.ts";

/** One of the four lists of a definition, and how its entries are looked up. */
interface FilterList {
  readonly key: string;
  readonly entries: readonly string[];
  readonly code: ProblemCode;
  /** As in «Cannot find section "net"». */
  readonly noun: string;
  /** Completes «Cannot find …: » for an entry that is not there. */
  readonly state: string;
  isKnown(entry: string): boolean;
  known(): Iterable<string>;
  /** Number of the packages that any entry means. */
  count(entries: readonly string[]): number;
}

/** The origins that a definition can select by. */
function knownOrigins({ facts }: RootCatalog): ReadonlySet<string> {
  const origins = facts.files.filter(({ isStatus }) => !isStatus).map((file) =>
    selectableOrigin(file)
  );
  return new Set(origins.filter((origin) => origin !== ""));
}

/** All names, read when the first of them is needed and kept: there can be as many questions as entries. */
function packageNames(catalog: RootCatalog): () => readonly string[] {
  let names: readonly string[] | undefined;
  return () => names ??= [...catalog.names()];
}

/** Makes a function that selects rows of a layer by some entries count those of all layers. */
function counting(
  { layers }: RootCatalog,
  select: (layer: Catalog, entries: readonly string[]) => Bits,
): (entries: readonly string[]) => number {
  return (entries) => {
    let count = 0;
    for (const layer of layers) {
      const rows = layer.all();
      keepAll(rows, select(layer, entries));
      count += countRows(rows);
    }
    return count;
  };
}

/** The lists of a definition that are not empty. */
function filterLists(
  { filters }: StoreDefinition,
  catalog: RootCatalog,
): readonly FilterList[] {
  const origins = knownOrigins(catalog);
  const countNames = counting(catalog, matchNames);
  const lists: readonly FilterList[] = [
    {
      key: "include_origins",
      entries: filters.includeOrigins,
      code: "UNKNOWN_ORIGIN",
      noun: "origin",
      state: "no repository is called that",
      isKnown: (entry) => origins.has(entry),
      known: () => origins,
      count: counting(catalog, matchOrigins),
    },
    {
      key: "include_sections",
      entries: filters.includeSections,
      code: "UNKNOWN_SECTION",
      noun: "section",
      state: "no package is in it",
      isKnown: (entry) => hasSection(catalog, entry),
      known: () => knownSections(catalog),
      count: counting(catalog, matchSections),
    },
    {
      key: "include_tags",
      entries: filters.includeTags,
      code: "UNKNOWN_TAG",
      noun: "tag",
      state: "no package has it",
      isKnown: (entry) => hasTag(catalog, entry),
      known: () => knownTags(catalog),
      count: counting(catalog, matchTags),
    },
    {
      key: "include_packages",
      entries: filters.includePackages,
      code: "UNKNOWN_PACKAGE",
      noun: "package",
      state: "no repository has it",
      isKnown: (entry) => countNames([entry]) > 0,
      known: packageNames(catalog),
      count: countNames,
    },
  ];
  return lists.filter(({ entries }) => entries.length > 0);
}

function unknownFinding(
  { code, noun, state, known }: Pick<
    FilterList,
    "code" | "noun" | "state" | "known"
  >,
  name: string,
): Omit<DefinitionFinding, "place"> {
  // the nearest name to a pattern would be a guess
  const nearest = name.includes("*") ? undefined : nearestName(name, known());
  return {
    severity: "warning",
    code,
    message: `Cannot find ${noun} ${JSON.stringify(name)}: ${state}`,
    ...(nearest === undefined ? {} : { hint: `Use "${nearest}"` }),
  };
}

/** Entries that nothing answers to, and lists that select nothing. */
function filterFindings(
  definition: StoreDefinition,
  places: DefinitionPlaces,
  catalog: RootCatalog,
): readonly DefinitionFinding[] {
  const lists = filterLists(definition, catalog);
  const findings: DefinitionFinding[] = [];
  const empty: FilterList[] = [];
  for (const list of lists) {
    for (const [index, entry] of list.entries.entries()) {
      if (list.isKnown(entry)) continue;
      const place = places.of("filters", list.key, index);
      findings.push({ ...unknownFinding(list, entry), place });
    }
    if (list.count(list.entries) === 0) empty.push(list);
  }
  const nothing = {
    severity: "error",
    code: "FILTER_MATCHES_NOTHING",
  } as const;
  for (const { key } of empty) {
    findings.push({
      ...nothing,
      message:
        `Cannot select packages by "${key}": no package matches any of its entries`,
      hint: "Mend its entries, or add the repository that has such packages",
      place: places.of("filters", key),
    });
  }
  if (
    empty.length === 0 &&
    catalog.layers.every((layer) =>
      countRows(matchFilters(layer, definition.filters)) === 0
    )
  ) {
    const keys = lists.map(({ key }) => key).join(" and ");
    findings.push({
      ...nothing,
      message: `Cannot select packages: none matches ${keys} at once`,
      hint: "Leave one of the lists out, or split the store",
      place: places.of("filters"),
    });
  }
  return findings;
}

/** Sections and categories that are described and that no package is in. */
function presentationFindings(
  { sections, categories }: StoreDefinition,
  places: DefinitionPlaces,
  catalog: RootCatalog,
): readonly DefinitionFinding[] {
  const ofSections = sections.filter(({ id }) => !hasSection(catalog, id)).map(
    ({ id }) => ({
      ...unknownFinding({
        code: "UNKNOWN_SECTION",
        noun: "section",
        state: "no package is in it",
        known: () => knownSections(catalog),
      }, id),
      place: places.ofPresentation("section", id),
    }),
  );
  const known = knownCategories(catalog);
  const ofCategories = categories.filter(({ id }) => !known.includes(id)).map(
    ({ id }) => ({
      ...unknownFinding({
        code: "UNKNOWN_CATEGORY",
        noun: "category",
        state: "no package is in it",
        known: () => known,
      }, id),
      place: places.ofPresentation("category", id),
    }),
  );
  return [...ofSections, ...ofCategories];
}

/**
 * What a machine's packages say against a definition. An unknown name is a warning, since another machine may know
 * it; a list that selects nothing empties the whole store, and is an error.
 */
export function catalogFindings(
  definition: StoreDefinition,
  places: DefinitionPlaces,
  catalog: RootCatalog,
): readonly DefinitionFinding[] {
  return [
    ...filterFindings(definition, places, catalog),
    ...presentationFindings(definition, places, catalog),
  ];
}
