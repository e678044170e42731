/**
 * `storectl stores list`: the work.
 *
 * @module
 */

import type { CommandContext, GlobalFlags, StoreFlags } from "../context.ts";
import type { Store, StoreList } from "../contract.ts";
import type { Outcome, View } from "../outcome.ts";
import { printing } from "../printing.ts";
import { filtersText, storeOf } from "../store_view.ts";

const VIEW: View<StoreList> = {
  document: (reply) => reply,
  rows: ({ stores }) => stores,
  table: ({ stores }) =>
    stores.length === 0
      ? [
        "No store is defined here; storectl stores show development shows one that comes with storectl.",
      ]
      : [{
        columns: [{ title: "ID" }, { title: "NAME" }, { title: "SELECTS" }],
        rows: stores.map((
          store: Store,
        ) => [store.id, store.name, filtersText(store).join("; ")]),
      }],
  warnings: ({ warnings }) => warnings,
};

async function work(
  context: CommandContext,
  flags: GlobalFlags & StoreFlags,
): Promise<Outcome<StoreList>> {
  const { all, warnings } = await context.openStores(flags, []);
  return { reply: { stores: all.map(storeOf), warnings } };
}

/** Runs the command. */
export const run = printing(work, VIEW);
