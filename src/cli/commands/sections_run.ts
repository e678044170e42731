/**
 * `storectl sections`: the work.
 *
 * @module
 */

import { countSections } from "../../curation/count_groups.ts";
import type { CommandContext } from "../context.ts";
import type { SectionList } from "../contract.ts";
import type { Outcome, View } from "../outcome.ts";
import { printing } from "../printing.ts";
import { groupOf, groupTable } from "./_groups.ts";
import { replyToSelection } from "./_selection.ts";
import type { SelectionFlags } from "./_selection.ts";

const VIEW: View<SectionList> = {
  document: (reply) => reply,
  rows: ({ sections }) => sections,
  table: ({ sections }) => [groupTable("SECTION", sections)],
  warnings: ({ warnings }) => warnings,
};

function work(
  context: CommandContext,
  flags: SelectionFlags,
): Promise<Outcome<SectionList>> {
  return replyToSelection(
    context,
    flags,
    ({ sets, store, warnings }) => {
      const counts = countSections(sets);
      const sections = [...counts.keys()].sort().map((id) =>
        groupOf(id, counts.get(id)!, store?.sections ?? [])
      );
      return { sections, warnings };
    },
  );
}

/** Runs the command. */
export const run = printing(work, VIEW);
