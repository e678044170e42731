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
import { changeWithPackages } from "../package_change.ts";
import { change, packagesBeside } from "./_life_cycle.ts";

async function work(
  context: CommandContext,
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
  const packages = await packagesBeside(context, flags, ids);
  const names = ids.filter((id) => packages.has(id));
  const others = ids.filter((id) => !packages.has(id));
  return await changeWithPackages(
    context,
    flags,
    { action: "remove", names },
    names.length > 0 && others.length === 0 ? undefined : () =>
      change(flags, {
        plan: ({ registry }) => planRemoval(registry, others, flags),
      }),
  );
}

/** Runs the command. */
export const run = printing(work, CHANGE_VIEW);
