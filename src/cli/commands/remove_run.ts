/**
 * `storectl remove`: the work.
 *
 * @module
 */

import { StoreError } from "../../core/store_error.ts";
import { planRemoval } from "../../installed/plan_removal.ts";
import { CHANGE_VIEW } from "../change_view.ts";
import type { CommandContext } from "../context.ts";
import type { ChangeReply } from "../contract.ts";
import type { WriteFlags } from "../life_cycle_flags.ts";
import type { Outcome } from "../outcome.ts";
import { printing } from "../printing.ts";
import { change } from "./_life_cycle.ts";

async function work(
  _context: CommandContext,
  flags: WriteFlags & { readonly autoremove: boolean },
  ...ids: readonly string[]
): Promise<Outcome<ChangeReply>> {
  if (ids.length === 0 && !flags.autoremove) {
    throw new StoreError(
      "INVALID_ARGUMENT",
      "Cannot remove: no id is given",
      { hint: "Give ids of installed extensions, or --autoremove." },
    );
  }
  return await change(flags, {
    plan: ({ registry }) => planRemoval(registry, ids, flags),
  });
}

/** Runs the command. */
export const run = printing(work, CHANGE_VIEW);
