/**
 * How `stores add`, `remove`, `enable` and `disable` show what they did.
 *
 * @module
 */

import type { StoreChanges } from "../contract.ts";
import type { View } from "../outcome.ts";

/**
 * Makes a view.
 *
 * @param done What was done, as the first word of a sentence.
 */
export function changesView(done: string): View<StoreChanges> {
  return {
    document: (reply) => reply,
    rows: ({ stores }) => stores,
    table: ({ stores, changed }) =>
      changed
        ? stores.map(({ id, kind, source }) =>
          `${done} ${id} (${kind}${source === "" ? "" : `: ${source}`}).`
        )
        : ["Nothing to change."],
    warnings: ({ warnings }) => warnings,
  };
}
