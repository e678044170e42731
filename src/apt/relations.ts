/**
 * Relations between packages, as written.
 *
 * @module
 */

import type { Stanza } from "./deb822.ts";

/** Fields of relations by their name in JSON. */
const FIELDS: Readonly<Record<string, string>> = {
  depends: "Depends",
  preDepends: "Pre-Depends",
  recommends: "Recommends",
  suggests: "Suggests",
  enhances: "Enhances",
  breaks: "Breaks",
  conflicts: "Conflicts",
  replaces: "Replaces",
  provides: "Provides",
};

/** Names of the fields, as in a stanza. */
export const RELATION_FIELDS: readonly string[] = Object.values(FIELDS);

/** The relations of a stanza by field; fields that it does not have are left out. */
export function relationsOf(
  stanza: Stanza,
): Readonly<Record<string, readonly string[]>> {
  const found: Record<string, readonly string[]> = {};
  for (const [key, field] of Object.entries(FIELDS)) {
    const items = stanza.get(field).split(",").map((item) =>
      item.trim().replace(/\s+/g, " ")
    )
      .filter((item) => item !== "");
    if (items.length > 0) found[key] = items;
  }
  return found;
}
