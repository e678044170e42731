/**
 * The definitions that come with storectl, inside the program: a machine without any of its own can use them by id,
 * and they stay out of its list of stores.
 *
 * @module
 */

import type { StoreDefinition } from "../curation/store_definition.ts";
import shipped from "./shipped_definitions.json" with { type: "text" };

/** Parses them, in the order of their files. */
export function shippedDefinitions(): readonly StoreDefinition[] {
  return JSON.parse(shipped);
}
