/**
 * The context of a command on the real machine.
 *
 * @module
 */

import { loadedKernel } from "../catalog/kernel.ts";
import { unknownName } from "../curation/known_names.ts";
import { askCatalog, openCatalog } from "../stores/open_catalog.ts";
import type { CatalogBuilder } from "../stores/open_catalog.ts";
import type { CatalogPlace } from "../stores/catalog_place.ts";
import { shippedDefinitions } from "../stores/shipped_definitions.ts";
import { askRecords } from "../stores/open_records.ts";
import type { CatalogRecords } from "../stores/open_records.ts";
import { openDefinitions } from "../stores/open_definitions.ts";
import { readEnvironment } from "../sys/environment.ts";
import type { Warning } from "../core/warning.ts";
import type { RootCatalog } from "../catalog/root_catalog.ts";
import { realPath } from "../sys/stat_file.ts";
import { configPlaces } from "../stores/config_places.ts";
import type { ConfigPlace } from "../stores/config_places.ts";
import type { ManagerPlace } from "../stores/manager.ts";
import type { Entries } from "../stores/read_entries.ts";
import { fileState } from "../sys/file_state.ts";
import { cacheFolder } from "./cache_folder.ts";
import { checkRoot } from "./check_root.ts";
import { dataFolder } from "./data_folder.ts";
import { printNote } from "./output.ts";
import type {
  CommandContext,
  GlobalFlags,
  LoadLazy,
  OpenedStores,
  StoreFlags,
} from "./context.ts";
import { VERSION } from "./version.ts";

/** The user's own directory of configuration, or undefined where there is no home. */
function userFolder(): string | undefined {
  const config = readEnvironment("XDG_CONFIG_HOME");
  if (config?.startsWith("/")) return `${config}/storectl`;
  const home = readEnvironment("HOME");
  return home ? `${home}/.config/storectl` : undefined;
}

/** The user's own directory of definitions, or undefined where there is no home. */
function definitionFolder(): string | undefined {
  const folder = userFolder();
  return folder === undefined ? undefined : `${folder}/stores`;
}

/** Languages of the user, best first: `de_DE.UTF-8` gives `de_DE`, then `de`. */
function userLanguages(): readonly string[] {
  const locale = readEnvironment("LC_ALL") || readEnvironment("LC_MESSAGES") ||
    readEnvironment("LANG") || "";
  const list = (readEnvironment("LANGUAGE") || locale).split(":").map((word) =>
    word.replace(/[.@].*$/, "")
  );
  const known = list.filter((word) => /^[a-z]{2,3}(_[A-Z]{2})?$/.test(word));
  return [...new Set(known.flatMap((word) => [word, word.split("_")[0]!]))];
}

/** Where the catalog of a root belongs. */
function placeOf({ root }: GlobalFlags): Omit<CatalogPlace, "cache"> {
  const real = root === "/" ? root : realPath(root);
  // paths below a relative root, or one with links, are other words for the same files
  return {
    root,
    key: real === root ? root : `${real} as ${root}`,
    program: VERSION,
  };
}

async function askCatalogOf<Answer>(
  lazy: LoadLazy,
  flags: GlobalFlags,
  ask: (catalog: RootCatalog) => Answer,
): Promise<Answer> {
  checkRoot(flags.root);
  const place = { ...placeOf(flags), cache: cacheFolder() };
  return await askCatalog(place, ask, building(lazy, flags));
}

/** Builds catalogs and keeps them. */
function building(lazy: LoadLazy, flags: GlobalFlags): CatalogBuilder {
  return {
    async build(place) {
      printNote(`reading all of ${flags.root}: no catalog of it fits`, flags);
      return await (await lazy()).buildAndKeep(place);
    },
    async patch(place, base, { paths, isFirst }) {
      printNote(`reading what has changed in ${flags.root}`, flags);
      const { patchCatalog } = await lazy.patching(isFirst);
      return await patchCatalog(place, base, paths, {
        readPins: async (...ask) => (await lazy()).readPins(...ask),
        readLists: async (...ask) => (await lazy()).readChangedLists(...ask),
        kernel: loadedKernel(),
      });
    },
  };
}

async function askRecordsOf<Answer>(
  lazy: LoadLazy,
  flags: GlobalFlags,
  ask: (opened: CatalogRecords) => Answer,
): Promise<Answer> {
  checkRoot(flags.root);
  const place = { ...placeOf(flags), cache: cacheFolder() };
  const languages = userLanguages();
  return await askRecords(place, languages, ask, {
    ...building(lazy, flags),
    async buildRecords(place, isKept) {
      printNote(`reading all of ${flags.root}: no records of it fit`, flags);
      return (await lazy()).buildAndKeepRecords(place, languages, isKept);
    },
    patchRecords: async (place, patched) =>
      (await lazy()).patchRecords(place, patched),
  });
}

async function openStores(
  lazy: LoadLazy,
  flags: GlobalFlags & StoreFlags,
  ids: readonly string[],
): Promise<OpenedStores> {
  checkRoot(flags.root);
  const fromEnvironment = (readEnvironment("STORECTL_STORES_DIR") ?? "").split(
    ":",
  );
  const { stores: all, warnings } = await openDefinitions(
    {
      root: flags.root,
      named: [...flags.storesDir ?? [], ...fromEnvironment].filter((path) =>
        path !== ""
      ),
      user: definitionFolder(),
    },
    cacheFolder(),
    async (folders) => (await lazy()).readDefinitions(folders),
  );
  if (ids.length === 0) return { all, selected: undefined, warnings };
  const known = new Map(all.map((store) => [store.id, store]));
  if (ids.some((id) => !known.has(id))) {
    // what ships with storectl can be used by id, but never hides a definition of the machine
    for (const store of shippedDefinitions()) {
      if (!known.has(store.id)) known.set(store.id, store);
    }
  }
  const unknown = ids.filter((id) => !known.has(id));
  return {
    all,
    selected: [...new Set(ids)].map((id) => known.get(id)).filter((store) =>
      store !== undefined
    ),
    warnings: unknown.length === 0
      ? warnings
      : [...warnings, ...unknownStores(unknown, known.keys())],
  };
}

function unknownStores(
  ids: readonly string[],
  known: Iterable<string>,
): readonly Warning[] {
  const names = [...known];
  return ids.map((id) => unknownName("store", id, names));
}

/** The lists of stores; those of a user are about this machine, not about another root. */
function configPlacesOf({ root }: GlobalFlags): readonly ConfigPlace[] {
  return configPlaces(root, root === "/" ? userFolder() : undefined);
}

async function readEntries(
  lazy: LoadLazy,
  flags: GlobalFlags,
): Promise<Entries | undefined> {
  const places = configPlacesOf(flags).filter(({ path }) =>
    fileState(path) !== ""
  );
  return places.length === 0
    ? undefined
    : await (await lazy()).readEntries(places);
}

/** Where the stores of a machine are. */
function managerPlace(
  lazy: LoadLazy,
  flags: GlobalFlags & StoreFlags,
): ManagerPlace {
  let definitions: ReturnType<ManagerPlace["readDefinitions"]> | undefined;
  return {
    root: flags.root,
    cache: cacheFolder(),
    data: dataFolder(flags.root),
    configs: configPlacesOf(flags),
    openCatalog: () =>
      openCatalog(
        { ...placeOf(flags), cache: cacheFolder() },
        building(lazy, flags),
      ),
    askCatalog: (ask) => askCatalogOf(lazy, flags, ask),
    readDefinitions: () =>
      definitions ??= openStores(lazy, flags, []).then(({ all, warnings }) => ({
        stores: all,
        warnings,
      })),
  };
}

/**
 * The context of a command on this machine.
 *
 * @param lazy Loads what a query from a fresh catalog does not need.
 */
export function systemContext(lazy: LoadLazy): CommandContext {
  return {
    askCatalog: (flags, ask) => askCatalogOf(lazy, flags, ask),
    askRecords: (flags, ask) => askRecordsOf(lazy, flags, ask),
    openStores: (flags, ids) => openStores(lazy, flags, ids),
    configPlaces: configPlacesOf,
    readEntries: (flags) => readEntries(lazy, flags),
    checkKind: async (kind) => (await lazy()).checkKind(kind),
    openManager: async (flags, options) => {
      checkRoot(flags.root);
      return await (await lazy()).openManager(
        managerPlace(lazy, flags),
        options,
      );
    },
  };
}
