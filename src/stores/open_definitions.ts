/**
 * The store definitions of a machine: from the cache where it fits, else parsed and kept there.
 *
 * @module
 */

import type { CatalogInput } from "../catalog/catalog_facts.ts";
import { Container } from "../catalog/container.ts";
import { writeContainer } from "../catalog/write_container.ts";
import { StoreError } from "../core/store_error.ts";
import { CacheFile, writeCacheFile } from "../sys/cache_file.ts";
import { fileState, settledState } from "../sys/file_state.ts";
import { definitionFiles, definitionFolders } from "./definition_files.ts";
import type { DefinitionFolders } from "./definition_files.ts";
import type { Definitions } from "./read_definitions.ts";

/** What the cache holds. */
interface Kept {
  readonly folders: string;
  readonly inputs: readonly CatalogInput[];
  readonly definitions: Definitions;
}

const FILE_NAME = "definitions.bin";

/** The definitions in the cache, where they fit. */
function openCached(cache: string, folders: string): Definitions | undefined {
  using source = CacheFile.open(`${cache}/${FILE_NAME}`);
  if (!source) return undefined;
  try {
    const { facts } = new Container<Kept>(source);
    const isFresh = facts.folders === folders &&
      facts.inputs.every(({ path, state }) => fileState(path) === state);
    return isFresh ? facts.definitions : undefined;
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    return undefined;
  }
}

/** The folders and files that definitions are read from, as they are now; a folder's state comes before its files. */
function currentInputs(folders: DefinitionFolders): readonly CatalogInput[] {
  const inputs: CatalogInput[] = [];
  const note = (path: string) =>
    inputs.push({ path, state: settledState(path) });
  for (const { path } of definitionFolders(folders)) {
    note(path);
    try {
      for (const file of definitionFiles(path) ?? []) note(file);
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
    }
  }
  return inputs;
}

/**
 * Whether there is no folder to parse.
 *
 * With the first exception V8 looks up where each function on the stack stands, for which it parses them again. This
 * is where most queries meet theirs, so it starts with a stack of its own.
 */
async function isNothingThere(
  places: ReturnType<typeof definitionFolders>,
): Promise<boolean> {
  await undefined;
  return places.every(({ path, isNamed }) =>
    !isNamed && fileState(path) === ""
  );
}

/**
 * Reads the definitions of a machine; what cannot be used is a warning, and the others count.
 *
 * @param cache The cache directory, or undefined where there is none.
 * @param parse Reads them without a cache.
 */
export async function openDefinitions(
  folders: DefinitionFolders,
  cache: string | undefined,
  parse: (folders: DefinitionFolders) => Promise<Definitions>,
): Promise<Definitions> {
  const places = definitionFolders(folders);
  if (await isNothingThere(places)) return { stores: [], warnings: [] };
  const key = JSON.stringify(places);
  const cached = cache === undefined ? undefined : openCached(cache, key);
  if (cached !== undefined) return cached;
  const inputs = currentInputs(folders);
  const definitions = await parse(folders);
  if (cache !== undefined) {
    const kept: Kept = { folders: key, inputs, definitions };
    writeCacheFile(cache, FILE_NAME, writeContainer(kept, new Map()));
  }
  return definitions;
}
