/**
 * What `repos list`, `sections` and `categories` have in common: the rows they count.
 *
 * @module
 */

import type { Warning } from "../../core/warning.ts";
import { StoreError } from "../../core/store_error.ts";
import type { LayerSet, RootCatalog } from "../../catalog/root_catalog.ts";
import { selectSets } from "../../curation/cascade.ts";
import type { StoreDefinition } from "../../curation/store_definition.ts";
import type { CommandContext, GlobalFlags, StoreFlags } from "../context.ts";
import type { Outcome } from "../outcome.ts";

/** Flags of these commands. */
export interface SelectionFlags extends GlobalFlags, StoreFlags {
  /** `--store`. */
  readonly store?: string;
  /** `--all-architectures`. */
  readonly allArchitectures: boolean;
}

/** The catalog with the rows that count. */
export interface Selection {
  /** All rows. */
  readonly catalog: RootCatalog;
  /** The rows of each layer that count. */
  readonly sets: readonly LayerSet[];
  /** The store, where one is selected. */
  readonly store: StoreDefinition | undefined;
  /** What is wrong with some input. */
  readonly warnings: readonly Warning[];
}

/** Picks the rows of a store, or all, and makes a reply of them. */
export async function replyToSelection<Reply>(
  context: CommandContext,
  flags: SelectionFlags,
  reply: (selection: Selection) => Reply,
): Promise<Outcome<Reply>> {
  const stores = flags.store === undefined
    ? undefined
    : await context.openStores(flags, [flags.store]);
  return await context.askCatalog(flags, (catalog) => ({
    reply: reply({
      catalog,
      sets: selectSets(catalog, {
        stores: stores?.selected,
        allArchitectures: flags.allArchitectures,
      }),
      store: stores?.selected?.[0],
      warnings: [...catalog.facts.warnings, ...stores?.warnings ?? []],
    }),
    failure: missingLists(catalog),
  }));
}

/** The failure that goes with a reply from a root without any package list. */
export function missingLists(
  { facts: { missing } }: RootCatalog,
): StoreError | undefined {
  if (missing === null) return undefined;
  const { code, message, hint, details } = missing;
  return new StoreError(code, message, {
    ...(hint === undefined ? {} : { hint }),
    ...(details === undefined ? {} : { at: details.at }),
  });
}
