/**
 * Sections and categories with their counts and a store's words for them.
 *
 * @module
 */

import type { PresentationDefinition } from "../../curation/store_definition.ts";
import type { Group } from "../contract.ts";
import type { TextTable } from "../text_table.ts";

/** Joins a count with the words of a store, where it has some. */
export function groupOf(
  id: string,
  packageCount: number,
  words: readonly PresentationDefinition[],
): Group {
  const { label, description, icon } = words.find((word) => word.id === id) ??
    { label: null, description: null, icon: null };
  return { id, label, description, icon, packageCount };
}

/** A table of groups. */
export function groupTable(title: string, groups: readonly Group[]): TextTable {
  return {
    columns: [{ title }, { title: "PACKAGES", isNumber: true }, {
      title: "LABEL",
    }],
    rows: groups.map((
      { id, packageCount, label },
    ) => [id, String(packageCount), label ?? ""]),
  };
}
