/**
 * What a command gets besides its arguments.
 *
 * @module
 */

import type { StoreDefinition } from "../curation/store_definition.ts";
import type { Pieces } from "../core/join_bytes.ts";
import type { Warning } from "../core/warning.ts";
import type { Catalog } from "../catalog/catalog.ts";
import type { PatchReaders, PatchTools } from "../stores/patch_catalog.ts";
import type { RootCatalog } from "../catalog/root_catalog.ts";
import type { DefinitionFolders } from "../stores/definition_files.ts";
import type { CatalogPlace } from "../stores/catalog_place.ts";
import type { CatalogRecords, RecordsBuilder } from "../stores/open_records.ts";
import type { Definitions } from "../stores/read_definitions.ts";
import type { ConfigPlace } from "../stores/config_places.ts";
import type {
  ManagerOptions,
  ManagerPlace,
  StoreManager,
} from "../stores/manager.ts";
import type { Entries } from "../stores/read_entries.ts";

/** How a result is printed. */
export type Format = "json" | "ndjson" | "table";

/** Flags of every command. */
export interface GlobalFlags {
  /** `--format`; undefined: `table` on a terminal, else `json`. */
  readonly format?: Format;
  /** `--root`: the directory that plays `/`. */
  readonly root: string;
  /** `--quiet`: no warnings for people. */
  readonly quiet: boolean;
  /** `--verbose`: more for people. */
  readonly verbose: boolean;
  /** `--no-color`. */
  readonly color: boolean;
}

/** Flags of the commands that read store definitions. */
export interface StoreFlags {
  /** `--stores-dir`, repeatable. */
  readonly storesDir?: readonly string[];
}

/** The definitions of a machine, and those that were asked for. */
export interface OpenedStores {
  /** All definitions, in path order. */
  readonly all: readonly StoreDefinition[];
  /** Those asked for by id; undefined when none was asked for. */
  readonly selected: readonly StoreDefinition[] | undefined;
  /** What is wrong with some of them, and ids that nothing answers to. */
  readonly warnings: readonly Warning[];
}

/** Where commands get at the machine; tests pass their own. */
export interface CommandContext {
  /**
   * Answers a question from the catalog of the APT root.
   *
   * @param ask May be called twice; its answer must need nothing more from the catalog.
   */
  askCatalog<Answer>(
    flags: GlobalFlags,
    ask: (catalog: RootCatalog) => Answer,
  ): Promise<Answer>;
  /**
   * Answers a question from the catalog of the APT root and the records of its rows.
   *
   * @param ask As in {@link CommandContext.askCatalog}.
   */
  askRecords<Answer>(
    flags: GlobalFlags,
    ask: (opened: CatalogRecords) => Answer,
  ): Promise<Answer>;
  /** Reads the store definitions; `ids` are those of `--store`. */
  openStores(
    flags: GlobalFlags & StoreFlags,
    ids: readonly string[],
  ): Promise<OpenedStores>;
  /** The lists of stores that may be there, in the order in which they count. */
  configPlaces(flags: GlobalFlags): readonly ConfigPlace[];
  /** What the lists of stores name; undefined where there is no list, as on most machines. */
  readEntries(flags: GlobalFlags): Promise<Entries | undefined>;
  /**
   * Refuses a name that is of no kind of store.
   *
   * @throws {StoreError} `INVALID_ARGUMENT`
   */
  checkKind(kind: string): Promise<void>;
  /** Opens the stores of the machine: curated ones, and those that were added. */
  openManager(
    flags: GlobalFlags & StoreFlags,
    options?: ManagerOptions,
  ): Promise<StoreManager>;
}

/** What Stricli hands to a command as `this`. */
export interface CliContext {
  /** Where Stricli's own texts and the exit status go. */
  readonly process: {
    readonly stdout: { write(text: string): void };
    readonly stderr: { write(text: string): void };
    exitCode?: number | string | null;
  };
  /** The machine. */
  readonly command: CommandContext;
}

/** The work of a command, as Stricli runs it. */
export type Run = (
  this: CliContext,
  // deno-lint-ignore no-explicit-any -- flags of all commands
  flags: any,
  ...names: string[]
) => Promise<void>;

/** What a query from a fresh catalog does not need; see `lazy.ts`. */
export interface Lazy {
  /** Loads the work of `verify`. */
  loadVerify(): Promise<Run>;
  /** Builds the catalog of a root and keeps it in the cache. */
  buildAndKeep(place: CatalogPlace): Promise<RootCatalog>;
  /** Builds the catalog of a root and its records, and keeps them in the cache. */
  buildAndKeepRecords(
    place: CatalogPlace,
    languages: readonly string[],
    isCatalogKept: boolean,
  ): Promise<CatalogRecords>;
  /** The pins of a root, for {@link Patching}. */
  readPins: PatchReaders["readPins"];
  /** Reads lists that have changed, for {@link Patching}. */
  readChangedLists: PatchReaders["readLists"];
  /** Builds the records of what has changed, and keeps them; see `RecordsBuilder.patchRecords`. */
  patchRecords: RecordsBuilder["patchRecords"];
  /** Parses the store definitions of a machine. */
  readDefinitions(folders: DefinitionFolders): Promise<Definitions>;
  /** Reads the lists of stores. */
  readEntries(places: readonly ConfigPlace[]): Promise<Entries>;
  /** Refuses a name that is of no kind of store. */
  checkKind(kind: string): Promise<void>;
  /** Opens the stores of a machine. */
  openManager(
    place: ManagerPlace,
    options?: ManagerOptions,
  ): Promise<StoreManager>;
}

/** What a query needs when something has changed: one small file; see `patch_catalog.ts`. */
export interface Patching {
  /** Decides again what has changed, and keeps it in the cache. */
  patchCatalog(
    place: CatalogPlace,
    base: Catalog,
    paths: readonly string[],
    tools: PatchTools,
  ): Promise<Pieces | undefined>;
}

/** Loads what is needed. */
export interface LoadLazy {
  /** Loads everything. */
  (): Promise<Lazy>;
  /**
   * Loads what changes need.
   *
   * @param isFirst Whether that was seldom needed before.
   */
  patching(isFirst: boolean): Promise<Patching>;
}
