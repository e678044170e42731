/**
 * `storectl stores keys`: the work.
 *
 * @module
 */

import { parsePublicKey } from "../../extensions/public_key.ts";
import { changeKeys } from "../../stores/change_keys.ts";
import type { CommandContext, GlobalFlags } from "../context.ts";
import type { StoreChanges } from "../contract.ts";
import type { Outcome, View } from "../outcome.ts";
import { printing } from "../printing.ts";
import { addedStore } from "../store_view.ts";

interface Flags extends GlobalFlags {
  readonly add?: readonly string[];
  readonly remove?: readonly string[];
}

const VIEW: View<StoreChanges> = {
  document: (reply) => reply,
  rows: ({ stores }) => stores,
  table: ({ stores }) =>
    stores.flatMap(({ id, keys = [] }) =>
      keys.length === 0
        ? [`No key has to sign ${id}.`]
        : [`One of these has to sign ${id}:`, ...keys.map((key) => `  ${key}`)]
    ),
  warnings: ({ warnings }) => warnings,
};

async function work(
  context: CommandContext,
  flags: Flags,
  name: string,
): Promise<Outcome<StoreChanges>> {
  const change = {
    add: (flags.add ?? []).map(parsePublicKey),
    remove: (flags.remove ?? []).map(parsePublicKey),
  };
  const manager = await context.openManager(flags, { names: [] });
  const { entry, changed } = changeKeys(
    manager.entry(name),
    change,
    context.configPlaces(flags),
  );
  return { reply: { stores: [addedStore(entry)], changed, warnings: [] } };
}

/** Runs the command. */
export const run = printing(work, VIEW);
