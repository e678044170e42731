/**
 * What `repos list`, `sections` and `categories` have in common: the rows they count.
 *
 * @module
 */

import type { Warning } from "../../core/warning.ts";
import type { StoreError } from "../../core/store_error.ts";
import type { Catalog } from "../../catalog/catalog.ts";
import { maskRows } from "../../curation/cascade.ts";
import type { StoreDefinition } from "../../curation/store_definition.ts";
import type { CommandContext, GlobalFlags, StoreFlags } from "../context.ts";

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
  readonly catalog: Catalog;
  /** 1 for each row that counts. */
  readonly mask: Uint8Array;
  /** The store, where one is selected. */
  readonly store: StoreDefinition | undefined;
  /** What is wrong with some input. */
  readonly warnings: readonly Warning[];
  /** Set when there is no package list at all. */
  readonly failure: StoreError | undefined;
}

/** Opens the root and picks the rows of a store, or all. */
export async function openSelection(
  context: CommandContext,
  flags: SelectionFlags,
): Promise<Selection> {
  const [stores, { root, catalog }] = await Promise.all([
    flags.store === undefined
      ? undefined
      : context.openStores(flags, [flags.store]),
    context.openRoot(flags),
  ]);
  return {
    catalog,
    mask: maskRows(catalog, {
      stores: stores?.selected,
      allArchitectures: flags.allArchitectures,
    }),
    store: stores?.selected?.[0],
    warnings: [...root.warnings, ...stores?.warnings ?? []],
    failure: root.missing,
  };
}
