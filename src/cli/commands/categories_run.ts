/**
 * `storectl categories`: the work.
 *
 * @module
 */

import { countCategories } from "../../curation/count_groups.ts";
import type { CommandContext } from "../context.ts";
import type { CategoryList } from "../contract.ts";
import type { Outcome, View } from "../outcome.ts";
import { printing } from "../printing.ts";
import { groupOf, groupTable } from "./_groups.ts";
import { replyToSelection } from "./_selection.ts";
import type { SelectionFlags } from "./_selection.ts";

const VIEW: View<CategoryList> = {
  document: (reply) => reply,
  rows: ({ categories }) => categories,
  table: ({ categories }) => [groupTable("CATEGORY", categories)],
  warnings: ({ warnings }) => warnings,
};

function work(
  context: CommandContext,
  flags: SelectionFlags,
): Promise<Outcome<CategoryList>> {
  return replyToSelection(
    context,
    flags,
    ({ sets, store, warnings }) => {
      const counts = countCategories(sets);
      const words = store?.categories ?? [];
      // discovered from tags; the store's order comes first, its words only decorate
      const named = words.map(({ id }) => id).filter((id) => counts.has(id));
      const others = [...counts.keys()].filter((id) => !named.includes(id))
        .sort();
      const categories = [...named, ...others].map((id) =>
        groupOf(id, counts.get(id)!, words)
      );
      return { categories, warnings };
    },
  );
}

/** Runs the command. */
export const run = printing(work, VIEW);
