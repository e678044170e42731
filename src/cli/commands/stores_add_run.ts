/**
 * `storectl stores add`: the work.
 *
 * @module
 */

import type { Warning } from "../../core/warning.ts";
import { parsePublicKey } from "../../extensions/public_key.ts";
import { askStores } from "../../stores/ask_stores.ts";
import { addStore, chooseConfig } from "../../stores/change_stores.ts";
import type { Scope } from "../../stores/store_entry.ts";
import { ownUser } from "../../sys/cache_file.ts";
import { currentFolder } from "../../sys/current_folder.ts";
import type { CommandContext, GlobalFlags } from "../context.ts";
import type { StoreChanges } from "../contract.ts";
import type { Outcome } from "../outcome.ts";
import { printing } from "../printing.ts";
import { addedStore } from "../store_view.ts";
import { changesView } from "./_store_changes.ts";

/** Flags of the command. */
interface AddFlags extends GlobalFlags {
  readonly priority: number;
  readonly trusted: boolean;
  readonly branch?: string;
  readonly key?: readonly string[];
  readonly requireSignature: boolean;
  readonly check: boolean;
  readonly scope?: Scope;
}

/** Asks a new store how it does: one that does not answer may do so tomorrow. */
async function checkStore(
  context: CommandContext,
  flags: GlobalFlags,
  name: string,
): Promise<readonly Warning[]> {
  const manager = await context.openManager(flags, { names: [name] });
  const { answers, warnings } = await askStores(
    manager.stores,
    (store, signal) => store.health({ signal }),
  );
  return [
    ...manager.warnings,
    ...warnings,
    ...answers.flatMap(({ answer: { usable, problems } }) =>
      problems.map((message): Warning => ({
        code: usable ? "STORE_INVALID" : "STORE_UNUSABLE",
        message,
        hint: `The store is added; see storectl stores health ${name}.`,
      }))
    ),
  ];
}

async function work(
  context: CommandContext,
  flags: AddFlags,
  kind: string,
  name: string,
  location: string,
): Promise<Outcome<StoreChanges>> {
  const { priority, trusted, branch, key = [], requireSignature } = flags;
  const place = chooseConfig(
    context.configPlaces(flags),
    flags.scope,
    ownUser() === 0,
  );
  const entry = await addStore(
    {
      kind,
      name,
      location,
      folder: currentFolder(),
      branch,
      priority,
      trusted,
      keys: key.map(parsePublicKey),
      requireSignature,
    },
    await context.openManager(flags, { names: [] }),
    place,
  );
  return {
    reply: {
      stores: [addedStore(entry)],
      changed: true,
      warnings: flags.check ? await checkStore(context, flags, name) : [],
    },
  };
}

/** Runs the command. */
export const run = printing(work, changesView("Added"));
