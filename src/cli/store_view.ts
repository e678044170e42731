/**
 * Stores as the contract shows them.
 *
 * @module
 */

import type { StoreDefinition } from "../curation/store_definition.ts";
import type { Store } from "./contract.ts";

/** A store that a definition makes. */
export function storeOf({ source, ...definition }: StoreDefinition): Store {
  const { id, name, description, icon, banner, filters, sections, categories } =
    definition;
  return {
    id,
    kind: "apt",
    name,
    description,
    icon,
    banner,
    filters,
    sections,
    categories,
    source,
    enabled: true,
  };
}

/** What a store selects, in words. */
export function filtersText({ filters }: Store): readonly string[] {
  const parts: readonly [string, readonly string[]][] = [
    ["origins", filters.includeOrigins],
    ["sections", filters.includeSections],
    ["tags", filters.includeTags],
    ["packages", filters.includePackages],
  ];
  return parts.filter(([, list]) => list.length > 0).map(([name, list]) =>
    `${name}: ${list.join(", ")}`
  );
}
