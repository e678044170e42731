/**
 * `storectl stores enable` and `disable`: the work.
 *
 * @module
 */

import { chooseConfig, enableStore } from "../../stores/change_stores.ts";
import type { Scope, StoreEntry } from "../../stores/store_entry.ts";
import { ownUser } from "../../sys/cache_file.ts";
import type { CommandContext, GlobalFlags, StoreFlags } from "../context.ts";
import type { StoreChanges } from "../contract.ts";
import type { Outcome } from "../outcome.ts";
import { printing } from "../printing.ts";
import type { Work } from "../printing.ts";
import { allStores } from "../store_view.ts";
import { changesView } from "./_store_changes.ts";

/** Flags of the commands. */
interface EnableFlags extends GlobalFlags, StoreFlags {
  /** `--scope`. */
  readonly scope?: Scope;
}

/** Makes the work of one of the two. */
function working(
  enabled: boolean,
): Work<EnableFlags, readonly string[], StoreChanges> {
  return async (context, flags, ...names): Promise<Outcome<StoreChanges>> => {
    const manager = await context.openManager(flags, { names: [] });
    const configs = context.configPlaces(flags);
    const place = chooseConfig(configs, flags.scope, ownUser() === 0);
    // all names are known before any list is changed
    for (const name of names) manager.entry(name);
    const done = [...new Set(names)].map((name) =>
      enableStore(name, enabled, manager, configs, place)
    );
    return {
      reply: {
        stores: await shown(context, flags, done.map(({ entry }) => entry)),
        changed: done.some(({ changed }) => changed),
        warnings: [],
      },
    };
  };
}

/** The stores as `stores list` shows them. */
async function shown(
  context: CommandContext,
  flags: EnableFlags,
  entries: readonly StoreEntry[],
): Promise<StoreChanges["stores"]> {
  const { all } = await context.openStores(flags, []);
  const stores = allStores(all, entries);
  return entries.flatMap(({ name }) =>
    stores.find(({ id }) => id === name) ?? []
  );
}

/** Runs `stores enable`. */
export const runEnable = printing(working(true), changesView("Enabled"));

/** Runs `stores disable`. */
export const runDisable = printing(working(false), changesView("Disabled"));
