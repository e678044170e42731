/**
 * The context of a command on the real machine.
 *
 * @module
 */

import { StoreError } from "../core/store_error.ts";
import { readEnvironment } from "../sys/environment.ts";
import { statFile } from "../sys/stat_file.ts";
import { printNote } from "./output.ts";
import type {
  CommandContext,
  GlobalFlags,
  OpenedRoot,
  OpenedStores,
  StoreFlags,
} from "./context.ts";

/** The user's own directory of definitions, or undefined where there is no home. */
function userFolder(): string | undefined {
  const config = readEnvironment("XDG_CONFIG_HOME");
  if (config?.startsWith("/")) return `${config}/storectl/stores`;
  const home = readEnvironment("HOME");
  return home ? `${home}/.config/storectl/stores` : undefined;
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

/** Refuses a root that is no directory. */
function checkRoot(root: string): void {
  const found = statFile(root);
  if (found?.isDirectory) return;
  const state = found === null ? "it does not exist" : "it is not a directory";
  throw new StoreError(
    "INVALID_ARGUMENT",
    `Cannot use root "${root}": ${state}`,
    {
      hint: "Give --root the directory that holds etc/ and var/.",
    },
  );
}

async function openRoot(flags: GlobalFlags): Promise<OpenedRoot> {
  const { root: folder } = flags;
  checkRoot(folder);
  const [{ readAptRoot }, { buildCatalog }] = await Promise.all([
    import("../stores/read_apt_root.ts"),
    import("../catalog/build_catalog.ts"),
  ]);
  const root = await readAptRoot(folder);
  for (const path of root.indexPaths) printNote(`read ${path}`, flags);
  return { root, catalog: buildCatalog(root.data) };
}

async function openStores(
  flags: GlobalFlags & StoreFlags,
  ids: readonly string[],
): Promise<OpenedStores> {
  checkRoot(flags.root);
  const { readDefinitions, readShippedDefinitions } = await import(
    "../stores/read_definitions.ts"
  );
  const fromEnvironment = (readEnvironment("STORECTL_STORES_DIR") ?? "").split(
    ":",
  ).filter((part) => part !== "");
  const { stores: all, warnings } = readDefinitions({
    root: flags.root,
    named: [...flags.storesDir ?? [], ...fromEnvironment],
    user: userFolder(),
  });
  if (ids.length === 0) return { all, selected: undefined, warnings };
  const known = new Map(all.map((store) => [store.id, store]));
  if (ids.some((id) => !known.has(id))) {
    // what ships with storectl can be used by id, but never hides a definition of the machine
    for (const store of await readShippedDefinitions()) {
      if (!known.has(store.id)) known.set(store.id, store);
    }
  }
  const { unknownName } = await import("../curation/known_names.ts");
  const selected = [...new Set(ids)].map((id) => known.get(id)).filter((
    store,
  ) => store !== undefined);
  const unknown = ids.filter((id) => !known.has(id)).map((id) =>
    unknownName("store", id, known.keys())
  );
  return { all, selected, warnings: [...warnings, ...unknown] };
}

/** The context of a command on this machine. */
export function systemContext(): CommandContext {
  return { openRoot, openStores, languages: userLanguages() };
}
