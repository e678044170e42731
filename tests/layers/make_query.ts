/**
 * Questions to made-up machines.
 *
 * @module
 */

import fc from "fast-check";
import { TABS } from "../../src/curation/cascade.ts";
import type { Query } from "../../src/curation/cascade.ts";
import type { StoreDefinition } from "../../src/curation/store_definition.ts";
import { NAMES, SECTIONS, TAGS } from "./make_pair.ts";

/** Names that nothing answers to, most of them near several others. */
export const WRONG = {
  /** Of packages. */
  names: ["a-bot", "libz", "g--", "bo", "zzb", "steambots"],
  /** Of sections; the empty one is that of packages without. */
  sections: ["ne", "nat", "contrib/nett", "gmes", ""],
  /** Tags, and facets. */
  tags: ["category::chart", "role::pl", "use::*", "rule::*", "role::p*"],
};
const some = (...values: readonly string[]) =>
  fc.subarray([...values], { maxLength: 2 });

/** A store that selects by some filters. */
export function store(
  filters: Partial<StoreDefinition["filters"]>,
): StoreDefinition {
  const words = (id: string) => ({
    id,
    label: id,
    description: null,
    icon: null,
  });
  return {
    id: "s",
    name: "s",
    description: "s",
    icon: null,
    banner: null,
    filters: {
      includeOrigins: [],
      includeSections: [],
      includeTags: [],
      includePackages: [],
      ...filters,
    },
    sections: [...SECTIONS, ...WRONG.sections].map(words),
    categories: ["charts", "boat"].map(words),
    source: "s",
  };
}

/** A store that selects by names that are there, and by some that are not. */
export const ANY_STORE = fc.record({
  includeOrigins: some("Debian", "Harbour", "Debain"),
  includeSections: some(...SECTIONS, ...WRONG.sections),
  includeTags: some(...TAGS, ...WRONG.tags),
  includePackages: some("*boat*", "lib*", "x*", ...NAMES, ...WRONG.names),
}).map(store);

/** What can be asked. */
export const ANY_QUERY: fc.Arbitrary<Query> = fc.record({
  stores: fc.option(fc.array(ANY_STORE, { maxLength: 2 }), { nil: undefined }),
  repositories: some("Debian:stable", "Debian:new", "Debian:stabl"),
  tab: fc.constantFrom(undefined, undefined, ...TABS),
  sections: some(...SECTIONS, ...WRONG.sections),
  categories: some("boats", "charts", "*", "boots"),
  tags: some(...TAGS, ...WRONG.tags),
  search: fc.constantFrom(
    undefined,
    undefined,
    "boat",
    "BO chart",
    "änd",
    "café a",
    "zz",
    "lib",
  ),
  allArchitectures: fc.boolean(),
}).chain((query) =>
  // all of them at once select nothing most of the time
  fc.subarray(Object.entries(query), { maxLength: 3 }).map((entries) =>
    Object.fromEntries(entries) as Query
  )
);

/** What a query is on the command line. */
export function flagsOf(query: Query): Readonly<Record<string, unknown>> {
  return {
    ...(query.stores === undefined ? {} : { store: ["s"] }),
    repo: query.repositories,
    tab: query.tab,
    section: query.sections,
    category: query.categories,
    tag: query.tags,
    search: query.search,
    allArchitectures: query.allArchitectures ?? false,
  };
}
