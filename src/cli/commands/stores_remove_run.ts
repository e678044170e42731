/**
 * `storectl stores remove`: the work.
 *
 * @module
 */

import { checkListed, removeStore } from "../../stores/change_stores.ts";
import { forgetTrust } from "../../stores/store_trust.ts";
import type { CommandContext, GlobalFlags, StoreFlags } from "../context.ts";
import type { Store, StoreChanges } from "../contract.ts";
import { dataFolder } from "../data_folder.ts";
import type { Outcome } from "../outcome.ts";
import { printing } from "../printing.ts";
import { addedStore } from "../store_view.ts";
import { changesView } from "./_store_changes.ts";

async function work(
  context: CommandContext,
  flags: GlobalFlags & StoreFlags,
  ...names: readonly string[]
): Promise<Outcome<StoreChanges>> {
  const manager = await context.openManager(flags, { names: [] });
  const configs = context.configPlaces(flags);
  // all names are known before any list is changed
  for (const name of names) checkListed(name, manager, configs);
  const stores: Store[] = [];
  for (const name of new Set(names)) {
    const entry = removeStore(name, manager, configs);
    forgetTrust(dataFolder(flags.root), name);
    if (entry !== undefined) stores.push(addedStore(entry));
  }
  return { reply: { stores, changed: true, warnings: [] } };
}

/** Runs the command. */
export const run = printing(work, changesView("Removed"));
