/**
 * Which store a publisher means.
 *
 * @module
 */

import { StoreError } from "../core/store_error.ts";
import { statFile } from "../sys/stat_file.ts";
import { loadKind, STORE_KIND_NAMES } from "./store_kinds.ts";
import type {
  ChangedStore,
  StoreChange,
  StoreChangeOptions,
} from "./store_change.ts";
import type { StoreEntry } from "./store_entry.ts";

/** A store that can be changed. */
export interface ChangeableStore {
  /** Changes it; see {@link ChangeableKind.run}. */
  run<Result>(
    change: StoreChange<Result>,
    options: StoreChangeOptions,
  ): Promise<ChangedStore<Result>>;
}

/**
 * Finds the store that somebody typed: a directory, an address, or the name of a store that was added.
 *
 * @param readEntries Reads the stores that were added, where it is needed.
 * @throws {StoreError} `INVALID_ARGUMENT`: it is a store that nothing can be published to.
 */
export async function findChangeable(
  text: string,
  readEntries: () => readonly StoreEntry[] | Promise<readonly StoreEntry[]>,
): Promise<ChangeableStore> {
  const isName = /^[a-z0-9][a-z0-9_-]{0,63}$/.test(text) &&
    statFile(text) === null;
  const entry = isName
    ? (await readEntries()).find(({ name }) => name === text)
    : undefined;
  for (const name of entry ? [entry.kind] : STORE_KIND_NAMES) {
    const change = (await loadKind(name))?.change;
    if (change === undefined || !entry && !change.claims(text)) continue;
    return {
      run: (request, options) =>
        change.run(entry ?? { location: text }, request, options),
    };
  }
  throw new StoreError(
    "INVALID_ARGUMENT",
    `Cannot publish to store "${text}": it can only be read from here`,
    {
      hint:
        "Publish to the directory or the git repository that it is made of.",
    },
  );
}
