/**
 * Takes one version of an extension out of a store in a directory.
 *
 * @module
 */

import { nearestName } from "../core/nearest_name.ts";
import { StoreError } from "../core/store_error.ts";
import type { Warning } from "../core/warning.ts";
import { shortPath } from "../extensions/safe_path.ts";
import { changeStore, openStore } from "./change_store.ts";
import type {
  ChangeOptions,
  OpenStore,
  PlannedChange,
} from "./change_store.ts";
import { spentFolder } from "./spent_folder.ts";

/** How to unpublish. */
export interface UnpublishOptions extends ChangeOptions {
  /** Only say what would be done. */
  readonly dryRun: boolean;
}

/** What was taken out, or would be. */
export interface Unpublished {
  /** Manifest that the store listed, from its root; null where the list did not say. */
  readonly manifestPath: string | null;
  /** The directory that went with it, from the store's root; null where others lie there too. */
  readonly removed: string | null;
  /** What could not be cleared away. */
  readonly warnings: readonly Warning[];
}

function unknown(
  { folder, text }: OpenStore,
  id: string,
  version: string,
): StoreError {
  const versions = text.versions(id);
  const nearest = nearestName(id, text.ids());
  const hint = versions.length > 0
    ? `It has ${versions.join(", ")}.`
    : nearest === undefined
    ? undefined
    : `Use "${nearest}".`;
  return new StoreError(
    "NOT_FOUND",
    `Cannot unpublish ${id} ${version}: store "${folder}" does not have it`,
    hint === undefined ? {} : { hint },
  );
}

function planUnpublish(
  open: OpenStore,
  id: string,
  version: string,
  { now }: UnpublishOptions,
): { readonly result: Unpublished; readonly change: PlannedChange } {
  const listed = open.text.find(id, version);
  if (listed === undefined) throw unknown(open, id, version);
  const spent = spentFolder(open, id, listed);
  return {
    result: {
      manifestPath: listed.manifestPath === undefined
        ? null
        : shortPath(listed.manifestPath),
      removed: spent[0] ?? null,
      warnings: [],
    },
    change: {
      after: open.text.drop(listed, new Date(now).toISOString()),
      made: [],
      spent,
    },
  };
}

/**
 * Takes a version out: off the list first, then its files.
 *
 * @param folder The store's directory.
 * @throws {StoreError} `NOT_FOUND`: the store does not have it. And what {@linkcode changeStore} throws; the store is
 *   then as it was before.
 */
export async function unpublishExtension(
  id: string,
  version: string,
  folder: string,
  options: UnpublishOptions,
): Promise<Unpublished> {
  if (options.dryRun) {
    return planUnpublish(openStore(folder), id, version, options).result;
  }
  const { result, warnings } = await changeStore(
    folder,
    undefined,
    (open) => planUnpublish(open, id, version, options),
    options,
  );
  return { ...result, warnings };
}
