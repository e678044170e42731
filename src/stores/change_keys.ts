/**
 * Changes the keys that have to sign a store.
 *
 * @module
 */

import { StoreError } from "../core/store_error.ts";
import { changeConfig, readConfig } from "./config_file.ts";
import type { ConfigPlace } from "./config_places.ts";
import { hasStore, withFields } from "./store_config.ts";
import type { StoreEntry } from "./store_entry.ts";

/** Keys to add and to remove; all are checked. */
export interface KeyChange {
  /** Keys that count from now on. */
  readonly add: readonly string[];
  /** Keys that no longer do. */
  readonly remove: readonly string[];
}

/** The keys of a store after a change. */
function keysAfter(
  { name, keys }: StoreEntry,
  { add, remove }: KeyChange,
): readonly string[] {
  const stranger = remove.find((key) => !keys.includes(key));
  if (stranger !== undefined) {
    throw new StoreError(
      "NOT_FOUND",
      `Cannot remove key "${stranger}": store "${name}" does not have it`,
      { hint: `Run storectl stores keys ${name}.` },
    );
  }
  const left = new Set([...keys, ...add]).difference(new Set(remove));
  if (left.size > 0 || remove.length === 0) return [...left];
  throw new StoreError(
    "INVALID_ARGUMENT",
    `Cannot remove the last key of store "${name}": anybody could then change what it offers`,
    {
      hint:
        "Add its new key in the same command; to take the store unsigned, remove it and add it again.",
    },
  );
}

/**
 * Changes the keys of a store that was added. What was seen of the store stays in mind.
 *
 * @param known The store as it is.
 * @param configs The lists of the machine.
 * @returns The store as it is now, and whether it was otherwise before.
 * @throws {StoreError} `INVALID_ARGUMENT`: no key would be left, or the store was not added. `NOT_FOUND`: it does not
 * have a key that is to go. And where the list cannot be read or written.
 */
export function changeKeys(
  known: StoreEntry,
  change: KeyChange,
  configs: readonly ConfigPlace[],
): { readonly entry: StoreEntry; readonly changed: boolean } {
  const { name } = known;
  const place = configs.find((place) => hasStore(readConfig(place), name));
  if (known.location === "" || place === undefined) {
    throw new StoreError(
      "INVALID_ARGUMENT",
      `Cannot change the keys of store "${name}": it is made of APT's packages`,
      { hint: "APT checks the signatures of its repositories itself." },
    );
  }
  let entry = known;
  changeConfig(place, (config) => {
    const present = config.entries.find((entry) => entry.name === name) ??
      known;
    const keys = keysAfter(present, change);
    entry = { ...present, keys };
    return keys.join() === present.keys.join()
      ? undefined
      : withFields(config, name, { keys });
  });
  return { entry, changed: entry.keys.join() !== known.keys.join() };
}
