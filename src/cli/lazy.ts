/**
 * The way to everything that a query from a fresh catalog does not need.
 *
 * The bundle keeps it in files of its own: the short way in is a small file for each query, and this is its only way
 * out.
 *
 * @module
 */

import type { Pin } from "../apt/pin.ts";
import type { PatchedCatalog } from "../stores/patch_records.ts";
import type { ListsBefore, ListTexts } from "../stores/read_changed_lists.ts";
import type { RootCatalog } from "../catalog/root_catalog.ts";
import type { Pieces } from "../core/join_bytes.ts";
import type { DefinitionFolders } from "../stores/definition_files.ts";
import type { CatalogPlace } from "../stores/catalog_place.ts";
import type { CatalogRecords } from "../stores/open_records.ts";
import type { Definitions } from "../stores/read_definitions.ts";
import type { ConfigPlace } from "../stores/config_places.ts";
import type {
  ManagerOptions,
  ManagerPlace,
  StoreManager,
} from "../stores/manager.ts";
import type { Entries } from "../stores/read_entries.ts";
import type { LoadLazy, Run } from "./context.ts";

/** Runs any command line. */
export async function runApp(
  args: readonly string[],
  lazy: LoadLazy,
): Promise<number> {
  return (await import("./app.ts")).runApp(args, lazy);
}

/** The work of `verify`. */
export async function loadVerify(): Promise<Run> {
  return (await import("./commands/verify_run.ts")).run;
}

/** Builds the catalog of a root and keeps it in the cache. */
export async function buildAndKeep(place: CatalogPlace): Promise<RootCatalog> {
  return (await import("../stores/build_and_keep.ts")).buildAndKeep(place);
}

/** Builds the catalog of a root and its records, and keeps them in the cache. */
export async function buildAndKeepRecords(
  place: CatalogPlace,
  languages: readonly string[],
  isCatalogKept: boolean,
): Promise<CatalogRecords> {
  return (await import("../stores/build_and_keep.ts")).buildAndKeepRecords(
    place,
    languages,
    isCatalogKept,
  );
}

/** The pins of a root, in the order in which they count. */
export async function readPins(
  root: string,
  architecture: string,
): Promise<readonly Pin[]> {
  return (await import("../stores/read_pins.ts")).readPins(root, architecture);
}

/** Reads lists that have changed, where nothing else has. */
export async function readChangedLists(
  before: ListsBefore,
  changed: ReadonlySet<string>,
): Promise<ListTexts | undefined> {
  return (await import("../stores/read_changed_lists.ts")).readChangedLists(
    before,
    changed,
  );
}

/** Builds the records of what has changed, and keeps them in the cache. */
export async function patchRecords(
  place: CatalogPlace,
  patched: PatchedCatalog,
): Promise<Pieces | undefined> {
  return (await import("../stores/patch_records.ts")).patchRecords(
    place,
    patched,
  );
}

/** Parses the store definitions of a machine. */
export async function readDefinitions(
  folders: DefinitionFolders,
): Promise<Definitions> {
  return (await import("../stores/read_definitions.ts")).readDefinitions(
    folders,
  );
}

/** Reads the lists of stores. */
export async function readEntries(
  places: readonly ConfigPlace[],
): Promise<Entries> {
  return (await import("../stores/read_entries.ts")).readEntries(places);
}

/** Refuses a name that is of no kind of store. */
export async function checkKind(kind: string): Promise<void> {
  (await import("../stores/store_kinds.ts")).checkKind(kind);
}

/** Opens the stores of a machine. */
export async function openManager(
  place: ManagerPlace,
  options?: ManagerOptions,
): Promise<StoreManager> {
  return await (await import("../stores/manager.ts")).openManager(
    place,
    options,
  );
}
