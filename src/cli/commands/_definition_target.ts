/**
 * How `stores new` and `stores import` find the place of a definition, and show what they did.
 *
 * @module
 */

import { chooseConfig } from "../../stores/change_stores.ts";
import type { Scope } from "../../stores/store_entry.ts";
import {
  definitionFolder,
  writeDefinition,
} from "../../stores/write_definition.ts";
import { ownUser } from "../../sys/cache_file.ts";
import type { CommandContext, GlobalFlags, StoreFlags } from "../context.ts";
import type { WrittenStore } from "../contract.ts";
import type { Outcome, View } from "../outcome.ts";
import { storeOf } from "../store_view.ts";

/** Flags of these commands. */
export interface TargetFlags extends GlobalFlags, StoreFlags {
  /** `--dir`. */
  readonly dir?: string;
  /** `--overwrite`. */
  readonly overwrite: boolean;
  /** `--scope`. */
  readonly scope?: Scope;
}

/** What is said of each change. */
const DONE = {
  created: "Wrote",
  replaced: "Replaced",
  none: "Nothing to change in",
} as const;

/** How the reply is shown. */
export const WRITTEN_VIEW: View<WrittenStore> = {
  document: (reply) => reply,
  rows: ({ store }) => [store],
  table: ({ store, path, change }) => [
    `${DONE[change]} ${path}`,
    ...change === "none" ? [] : [
      `Look at it with storectl filter --store ${store.id}.`,
    ],
  ],
  warnings: ({ warnings }) => warnings,
};

/**
 * Writes a definition where the flags say.
 *
 * @param origin Where it comes from, for messages.
 */
export async function writeTo(
  context: CommandContext,
  flags: TargetFlags,
  definition: { readonly bytes: Uint8Array; readonly origin: string },
): Promise<Outcome<WrittenStore>> {
  const { dir, overwrite, scope, root } = flags;
  const folder = dir?.replace(/(?<=.)\/+$/, "") ?? definitionFolder(
    root,
    chooseConfig(context.configPlaces(flags), scope, ownUser() === 0),
  );
  // in a directory of one's own, what this machine has does not matter
  const others = dir === undefined
    ? (await context.openStores(flags, [])).all
    : [];
  const written = writeDefinition({ ...definition, folder, others, overwrite });
  return {
    reply: {
      store: storeOf(written.definition),
      path: written.path,
      change: written.change,
      warnings: written.warnings,
    },
  };
}
