/**
 * `storectl rollback`: the work.
 *
 * @module
 */

import { findEarlier } from "../../installed/find_earlier.ts";
import { planChange } from "../../installed/plan_change.ts";
import { CHANGE_VIEW } from "../change_view.ts";
import type { CommandContext } from "../context.ts";
import type { ChangeReply } from "../contract.ts";
import type { AskFlags, WriteFlags } from "../life_cycle_flags.ts";
import type { Outcome } from "../outcome.ts";
import { printing } from "../printing.ts";
import {
  askOptions,
  change,
  checkInstalled,
  openOffers,
  planInput,
} from "./_life_cycle.ts";

async function work(
  context: CommandContext,
  flags: AskFlags & WriteFlags & { readonly to?: string },
  id: string,
): Promise<Outcome<ChangeReply>> {
  const opened = await openOffers(context, flags);
  return await change(flags, {
    locationOf: opened.locationOf,
    ask: askOptions(flags),
    plan: async (installation) => {
      const { registry } = installation;
      checkInstalled("roll back", [id], registry);
      const { directory } = findEarlier(registry.get(id)!, flags.to);
      return await planChange(await planInput(installation, opened), {
        rollback: { id, directory },
      });
    },
  });
}

/** Runs the command. */
export const run = printing(work, CHANGE_VIEW);
