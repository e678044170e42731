/**
 * Stores as the contract shows them.
 *
 * @module
 */

import type { StoreDefinition } from "../curation/store_definition.ts";
import type { StoreEntry } from "../stores/store_entry.ts";
import type { Store } from "./contract.ts";

/** The kind of the stores that definitions make. */
const CURATED_KIND = "apt";

/** What a list of stores says of one. */
function standingOf(
  { priority, trusted, scope, branch, keys, requireSignature }: StoreEntry,
): Partial<Store> {
  return {
    priority,
    trusted,
    scope,
    ...(branch === undefined ? {} : { branch }),
    ...(keys.length === 0 ? {} : { keys }),
    ...(requireSignature ? { requireSignature } : {}),
  };
}

/**
 * A store that a definition makes.
 *
 * @param entry What a list of stores says of it, where one does.
 */
export function storeOf(
  { source, ...definition }: StoreDefinition,
  entry?: StoreEntry,
): Store {
  const { id, name, description, icon, banner, filters, sections, categories } =
    definition;
  return {
    id,
    kind: CURATED_KIND,
    name,
    description,
    icon,
    banner,
    filters,
    sections,
    categories,
    source,
    enabled: entry?.enabled ?? true,
    ...(entry === undefined ? {} : standingOf(entry)),
  };
}

/** A location without what is nobody's business: the user and password of a URL, the password alone where ssh wants a user. */
function shownLocation(location: string): string {
  return location.replace(/^(https?:\/\/)[^/@]*@/i, "$1")
    .replace(/^([a-z+]+:\/\/[^/@:]*):[^/@]*@/i, "$1@");
}

/** A store that was added. */
export function addedStore(entry: StoreEntry): Store {
  const { name, kind, location, enabled } = entry;
  return {
    id: name,
    kind,
    name,
    description: "",
    icon: null,
    banner: null,
    filters: {
      includeOrigins: [],
      includeSections: [],
      includeTags: [],
      includePackages: [],
    },
    sections: [],
    categories: [],
    source: shownLocation(location),
    enabled,
    ...standingOf(entry),
  };
}

/** Whether a definition made a store: only they select. */
export function isCurated({ filters }: Store): boolean {
  return Object.values(filters).some((list) => list.length > 0);
}

/**
 * All stores: those of the definitions, as the lists change them, then all others that the lists name. One that was
 * added, and so has a location, hides a definition of its name.
 */
export function allStores(
  definitions: readonly StoreDefinition[],
  entries: readonly StoreEntry[],
): readonly Store[] {
  const byName = new Map(entries.map((entry) => [entry.name, entry]));
  const curated = definitions.filter(({ id }) =>
    (byName.get(id)?.location ?? "") === ""
  );
  const names = new Set(curated.map(({ id }) => id));
  return [
    ...curated.map((definition) =>
      storeOf(definition, byName.get(definition.id))
    ),
    ...entries.filter(({ name }) => !names.has(name)).map(addedStore),
  ];
}

/** What a store selects, in words; of one that was added, where it is. */
export function filtersText({ filters, source }: Store): readonly string[] {
  const parts: readonly [string, readonly string[]][] = [
    ["origins", filters.includeOrigins],
    ["sections", filters.includeSections],
    ["tags", filters.includeTags],
    ["packages", filters.includePackages],
  ];
  const words = parts.filter(([, list]) => list.length > 0).map((
    [name, list],
  ) => `${name}: ${list.join(", ")}`);
  return words.length === 0 && source !== "" ? [`at: ${source}`] : words;
}
