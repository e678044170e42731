/**
 * What the file of a kind of store gives to the table of kinds.
 *
 * @module
 */

import type { Warning } from "../core/warning.ts";
import type { StoreDefinition } from "../curation/store_definition.ts";
import type { RootCatalog } from "../catalog/root_catalog.ts";
import type { OpenedCatalog } from "./open_catalog.ts";
import type { Store } from "./store.ts";
import type { ChangeableKind } from "./store_change.ts";
import type { StoreEntry } from "./store_entry.ts";

/** Where a store finds what it needs of the machine. */
export interface StorePlace {
  /** The directory that plays `/`. */
  readonly root: string;
  /** storectl's cache directory, which may not exist yet; undefined where there is none. */
  readonly cache: string | undefined;
  /** storectl's data directory, which may not exist yet; undefined where there is none. */
  readonly data: string | undefined;
  /** The curated stores of the machine; read once. */
  readonly readDefinitions: () => Promise<{
    readonly stores: readonly StoreDefinition[];
    readonly warnings: readonly Warning[];
  }>;
  /** Opens the catalog of the APT root, for several questions. */
  readonly openCatalog: () => Promise<OpenedCatalog>;
  /** Answers one question from it, and builds it again where it is damaged. */
  readonly askCatalog: <Answer>(
    ask: (catalog: RootCatalog) => Answer,
  ) => Promise<Answer>;
}

/** Stores that are there without having been added. */
export interface FoundStores {
  /** By name, in their order. */
  readonly names: readonly string[];
  /** What is wrong with some of them. */
  readonly warnings: readonly Warning[];
}

/** A kind of store. */
export interface StoreKindModule {
  /**
   * Brings a location, as it is typed, into the form that is kept: absolute, whole, independent of where one stands.
   * A kind without this cannot be added: its stores are found.
   *
   * @param folder Where the user stands.
   * @throws {StoreError} `INVALID_ARGUMENT`: it cannot be a location of this kind.
   */
  readonly readLocation?: (location: string, folder: string) => string;
  /** Whether its stores have branches. */
  readonly takesBranch?: boolean;
  /** How its stores are changed; absent: they cannot be published to. */
  readonly change?: ChangeableKind;
  /** Finds the stores that are there without having been added. */
  readonly find?: (place: StorePlace) => Promise<FoundStores>;
  /**
   * Opens a store; it is not asked anything yet.
   *
   * @throws {StoreError} `CONFIG_INVALID`: the entry does not make sense.
   */
  readonly open: (entry: StoreEntry, place: StorePlace) => Promise<Store>;
}
