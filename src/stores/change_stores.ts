/**
 * Adds stores to the lists of a machine, removes them, and switches them on and off.
 *
 * @module
 */

import { StoreError } from "../core/store_error.ts";
import { changeConfig, readConfig } from "./config_file.ts";
import type { ConfigPlace } from "./config_places.ts";
import type { StoreManager } from "./manager.ts";
import {
  checkName,
  hasStore,
  isPriority,
  MOST_PRIORITY,
  withFields,
  withoutStore,
  withStore,
} from "./store_config.ts";
import type { Scope, StoreEntry } from "./store_entry.ts";
import { checkKind, loadKind } from "./store_kinds.ts";

/** A store to add. */
export interface NewStore {
  /** Name of its kind. */
  readonly kind: string;
  /** What it is to be called. */
  readonly name: string;
  /** As it was typed. */
  readonly location: string;
  /** Where the user stands. */
  readonly folder: string;
  /** Branch, tag or commit. */
  readonly branch?: string | undefined;
  /** Higher goes first. */
  readonly priority: number;
  /** Whether it goes before all that are not trusted. */
  readonly trusted: boolean;
  /** Public keys, checked. */
  readonly keys: readonly string[];
  /** Whether an unsigned state of it is refused. */
  readonly requireSignature: boolean;
}

/**
 * The list that a change is for.
 *
 * @param configs The lists of the machine.
 * @param scope What was asked for.
 * @param isAdministrator Whether the system's list is the usual one.
 * @throws {StoreError} `INVALID_ARGUMENT`: there is no such list.
 */
export function chooseConfig(
  configs: readonly ConfigPlace[],
  scope: Scope | undefined,
  isAdministrator: boolean,
): ConfigPlace {
  const wanted = scope ?? (isAdministrator ? "system" : "user");
  const found = configs.find((place) => place.scope === wanted) ??
    (scope === undefined ? configs[0] : undefined);
  if (found !== undefined) return found;
  throw new StoreError(
    "INVALID_ARGUMENT",
    `Cannot use scope "${wanted}": another root has only a list of the system, and so has a user without a home`,
    { hint: "Use --scope system." },
  );
}

/** Refuses a name that is taken. */
function checkFree(name: string, { entries }: StoreManager): void {
  const own = entries.find((entry) => entry.name === name);
  if (own === undefined) return;
  throw new StoreError(
    "ALREADY_EXISTS",
    `Cannot add store "${name}": there is one of that name, of the kind ${own.kind}`,
    {
      hint: own.location === ""
        ? "Choose another name."
        : `Choose another name, or run storectl stores remove ${name}.`,
    },
  );
}

/** Brings a location into the form that is kept. */
async function locationOf(
  { kind, name, location, folder, branch }: NewStore,
): Promise<string> {
  checkKind(kind);
  const { readLocation, takesBranch } = (await loadKind(kind))!;
  if (readLocation === undefined) {
    throw new StoreError(
      "INVALID_ARGUMENT",
      `Cannot add a store of the kind "${kind}": its stores are found by their definitions`,
      { hint: `Write a definition with storectl stores new ${name}.` },
    );
  }
  if (branch !== undefined && takesBranch !== true) {
    throw new StoreError(
      "INVALID_ARGUMENT",
      `Cannot use --branch: stores of the kind "${kind}" have no branches`,
      { hint: "Leave it out." },
    );
  }
  return readLocation(location, folder);
}

/** The store in a list, as it is read again. */
function entryIn(place: ConfigPlace, name: string): StoreEntry | undefined {
  return readConfig(place).entries.find((entry) => entry.name === name);
}

/**
 * Adds a store to a list.
 *
 * @throws {StoreError} `INVALID_ARGUMENT`, `ALREADY_EXISTS`, and where the list cannot be read or written.
 */
export async function addStore(
  store: NewStore,
  manager: StoreManager,
  place: ConfigPlace,
): Promise<StoreEntry> {
  const { name, kind, branch, priority, trusted, keys, requireSignature } =
    store;
  const location = await locationOf(store);
  checkName(name);
  if (!isPriority(priority)) {
    throw new StoreError(
      "INVALID_ARGUMENT",
      `Cannot use priority ${priority}: expected a whole number from -${MOST_PRIORITY} to ${MOST_PRIORITY}`,
      { hint: "Higher goes first; 0 is usual." },
    );
  }
  checkFree(name, manager);
  changeConfig(place, (config) => {
    if (hasStore(config, name)) {
      throw new StoreError(
        "ALREADY_EXISTS",
        `Cannot add store "${name}": there is one of that name in the list already`,
        { hint: `Run storectl stores remove ${name} first.`, at: place.path },
      );
    }
    return withStore(config, {
      name,
      kind,
      location,
      ...(branch === undefined ? {} : { branch }),
      priority,
      trusted,
      ...(keys.length === 0 ? {} : { keys }),
      ...(requireSignature ? { require_signature: true } : {}),
    });
  });
  return entryIn(place, name)!;
}

/** The list that has a store, be it one that makes sense or not. */
function listWith(
  name: string,
  configs: readonly ConfigPlace[],
): ConfigPlace | undefined {
  return configs.find((place) => hasStore(readConfig(place), name));
}

/**
 * Refuses a name that cannot be removed.
 *
 * @throws {StoreError} `NOT_FOUND`: no list has it.
 */
export function checkListed(
  name: string,
  manager: StoreManager,
  configs: readonly ConfigPlace[],
): void {
  if (listWith(name, configs) !== undefined) return;
  manager.entry(name);
  throw new StoreError(
    "NOT_FOUND",
    `Cannot remove store "${name}": it was not added, its definition is on this machine`,
    {
      hint:
        `Run storectl stores disable ${name}, or remove the definition that storectl stores show ${name} names.`,
    },
  );
}

/**
 * Removes a store from the list that has it.
 *
 * @returns The store as it was; undefined for one that did not make sense.
 * @throws {StoreError} `NOT_FOUND`, and where the list cannot be read or written.
 */
export function removeStore(
  name: string,
  manager: StoreManager,
  configs: readonly ConfigPlace[],
): StoreEntry | undefined {
  checkListed(name, manager, configs);
  const place = listWith(name, configs)!;
  const entry = entryIn(place, name);
  changeConfig(place, (config) => withoutStore(config, name));
  return entry;
}

/**
 * Switches a store on or off, in the list that has it; of one that was found, in the list of `place`.
 *
 * @returns The store as it is now, and whether it was otherwise before.
 * @throws {StoreError} `NOT_FOUND`, and where the list cannot be read or written.
 */
export function enableStore(
  name: string,
  enabled: boolean,
  manager: StoreManager,
  configs: readonly ConfigPlace[],
  place: ConfigPlace,
): { readonly entry: StoreEntry; readonly changed: boolean } {
  const known = manager.entry(name);
  if (known.enabled === enabled) return { entry: known, changed: false };
  const list = listWith(name, configs) ?? place;
  changeConfig(
    list,
    (config) =>
      hasStore(config, name)
        ? withFields(config, name, { enabled })
        : withStore(config, { name, kind: known.kind, enabled }),
  );
  return { entry: entryIn(list, name)!, changed: true };
}
