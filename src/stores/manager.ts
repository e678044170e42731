/**
 * All stores of a machine behind one door.
 *
 * @module
 */

import { nearestName } from "../core/nearest_name.ts";
import { StoreError } from "../core/store_error.ts";
import { warningOf } from "../core/warning.ts";
import type { Warning } from "../core/warning.ts";
import type { ConfigPlace } from "./config_places.ts";
import { readEntries } from "./read_entries.ts";
import { compareStores } from "./resolve_offers.ts";
import type { Store } from "./store.ts";
import type { StoreEntry } from "./store_entry.ts";
import type { StorePlace } from "./store_kind_module.ts";
import { loadKind, STORE_KIND_NAMES } from "./store_kinds.ts";

/** Where the stores of a machine are. */
export interface ManagerPlace extends StorePlace {
  /** The lists of stores, in the order in which they count. */
  readonly configs: readonly ConfigPlace[];
}

/** Which stores to open; all that are enabled unless given. */
export interface ManagerOptions {
  /** Only these kinds. */
  readonly kinds?: readonly string[];
  /** Only stores of these names; one that is not enabled counts too. */
  readonly names?: readonly string[];
}

/** The stores of a machine. */
export interface StoreManager {
  /** Every store that is known, also those that are not enabled: the ones that are found first, then those added. */
  readonly entries: readonly StoreEntry[];
  /** The stores that were opened, in the order in which they are asked. */
  readonly stores: readonly Store[];
  /** What is wrong with lists, definitions, and stores that cannot be opened. */
  readonly warnings: readonly Warning[];
  /**
   * A store by its name.
   *
   * @throws {StoreError} `NOT_FOUND`: none of those that were opened is called that; says why and what was meant.
   */
  find(name: string): Store;
  /**
   * What is known of a store, also of one that is not enabled.
   *
   * @throws {StoreError} `NOT_FOUND`: there is none of that name; says what was meant.
   */
  entry(name: string): StoreEntry;
}

/** What is said of a curated store that nobody has said anything else of. */
function foundEntry(name: string, kind: string): StoreEntry {
  return {
    name,
    kind,
    location: "",
    priority: 0,
    // only the administrator of a machine can put a definition there, and APT checks what is in it
    trusted: true,
    enabled: true,
    keys: [],
    requireSignature: false,
    scope: "system",
  };
}

/** The entries of a machine: those that kinds find, as the lists change them, then all others. */
async function allEntries(
  place: ManagerPlace,
  kinds: readonly string[],
): Promise<{ entries: StoreEntry[]; warnings: Warning[] }> {
  const { entries: listed, warnings: listWarnings } = readEntries(
    place.configs,
  );
  const warnings = [...listWarnings];
  const byName = new Map(listed.map((entry) => [entry.name, entry]));
  const entries: StoreEntry[] = [];
  for (const kind of kinds) {
    const { find } = await loadKind(kind) ?? {};
    if (find === undefined) continue;
    const found = await find(place);
    warnings.push(...found.warnings);
    for (const name of found.names) {
      const own = byName.get(name);
      if (own === undefined) entries.push(foundEntry(name, kind));
      else if (own.location === "") entries.push(own);
    }
  }
  const names = new Set(entries.map(({ name }) => name));
  return {
    entries: [...entries, ...listed.filter(({ name }) => !names.has(name))],
    warnings,
  };
}

/** Opens one store. */
async function openEntry(
  entry: StoreEntry,
  place: ManagerPlace,
): Promise<Store> {
  const kind = await loadKind(entry.kind);
  if (kind?.readLocation !== undefined && entry.location === "") {
    throw new StoreError(
      "CONFIG_INVALID",
      `Cannot open store "${entry.name}": it has no location`,
      { hint: "Write its path or URL into the list of stores." },
    );
  }
  if (kind !== undefined) return await kind.open(entry, place);
  throw new StoreError(
    "CONFIG_INVALID",
    `Cannot open store "${entry.name}": "${entry.kind}" is no kind of store`,
    { hint: `Use one of ${STORE_KIND_NAMES.join(", ")}.` },
  );
}

/** Why a name finds no store. */
function notFound(name: string, entries: readonly StoreEntry[]): StoreError {
  const own = entries.find((entry) => entry.name === name);
  if (own !== undefined) {
    return own.enabled
      ? new StoreError(
        "NOT_FOUND",
        `Cannot use store "${name}": it cannot be opened`,
        { hint: "Run storectl stores health." },
      )
      : new StoreError(
        "NOT_FOUND",
        `Cannot use store "${name}": it is not enabled`,
        { hint: `Run storectl stores enable ${name}.` },
      );
  }
  const nearest = nearestName(name, entries.map(({ name }) => name));
  return new StoreError(
    "NOT_FOUND",
    `Cannot find store "${name}": there is none of that name`,
    {
      hint: nearest === undefined
        ? "Run storectl stores list."
        : `Use "${nearest}".`,
    },
  );
}

/** Opens the stores of a machine; one that cannot be opened is a warning. */
export async function openManager(
  place: ManagerPlace,
  options: ManagerOptions = {},
): Promise<StoreManager> {
  const { kinds, names } = options;
  const { entries, warnings } = await allEntries(
    place,
    kinds ?? STORE_KIND_NAMES,
  );
  const wanted = entries.filter(({ name, kind, enabled }) =>
    (kinds?.includes(kind) ?? true) &&
    (names === undefined ? enabled : names.includes(name))
  );
  const stores: Store[] = [];
  for (const entry of wanted) {
    try {
      stores.push(await openEntry(entry, place));
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      warnings.push(warningOf(error, "STORE_UNUSABLE"));
    }
  }
  // the order of the lists decides between equals: sorting is stable
  stores.sort(compareStores);
  return {
    entries,
    stores,
    warnings,
    find(name) {
      const store = stores.find((store) => store.name === name);
      if (store === undefined) throw notFound(name, entries);
      return store;
    },
    entry(name) {
      const entry = entries.find((entry) => entry.name === name);
      if (entry === undefined) throw notFound(name, entries);
      return entry;
    },
  };
}
