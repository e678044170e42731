/**
 * Builds the catalog of a root, and the records beside it, and keeps them in the cache.
 *
 * @module
 */

import { MemorySource } from "../catalog/byte_source.ts";
import type { RootCatalog } from "../catalog/root_catalog.ts";
import { Records } from "../catalog/records.ts";
import { KeptStanzas } from "../catalog/kept_stanzas.ts";
import { attempt } from "../core/attempt.ts";
import { StoreError } from "../core/store_error.ts";
import {
  CacheFile,
  removeCacheFile,
  writeCacheFile,
} from "../sys/cache_file.ts";
import { buildRecords, translationsOf } from "./build_records.ts";
import { encodeKept } from "./keep_stanzas.ts";
import {
  catalogFileName,
  patchFileName,
  patchRecordsFileName,
  recordsFileName,
  stanzasFileName,
} from "./catalog_place.ts";
import type { CatalogPlace } from "./catalog_place.ts";
import type { CatalogRecords } from "./open_records.ts";
import { readAndBuild } from "./read_and_build.ts";
import type { BuiltRoot } from "./read_and_build.ts";

/** Keeps a catalog and what it was built from; where they cannot be kept, the catalog still answers. */
function keep(place: CatalogPlace, built: BuiltRoot): void {
  const { cache, root, key = root } = place;
  if (cache === undefined) return;
  if (!writeCacheFile(cache, catalogFileName(key), built.file)) return;
  writeCacheFile(cache, stanzasFileName(place), encodeKept(built));
  for (const name of [patchFileName(place), patchRecordsFileName(place)]) {
    // of the catalog that was there before; it does no harm where it cannot be removed
    attempt(() => {}, () => removeCacheFile(`${cache}/${name}`));
  }
}

/** Runs `use` with what the cache holds of the lists of a root. */
async function withKept<Result>(
  place: CatalogPlace,
  use: (kept: KeptStanzas | undefined) => Promise<Result>,
): Promise<Result> {
  using source = place.cache === undefined
    ? undefined
    : CacheFile.open(`${place.cache}/${stanzasFileName(place)}`);
  if (!source) return await use(undefined);
  try {
    const kept = new KeptStanzas(source);
    const isOwn = kept.facts.program === place.program;
    return await use(isOwn ? kept : undefined);
  } catch (error) {
    const isDamaged = error instanceof StoreError &&
      error.code === "DATA_CORRUPT";
    if (!isDamaged) throw error;
    return await use(undefined);
  }
}

/** Reads what has changed of a root, and decides everything. */
function readAgain(place: CatalogPlace): Promise<BuiltRoot> {
  return withKept(place, (kept) => readAndBuild(place, kept));
}

/** Builds a catalog; where it cannot be kept, it still answers. */
export async function buildAndKeep(place: CatalogPlace): Promise<RootCatalog> {
  const built = await readAgain(place);
  keep(place, built);
  return built.catalog;
}

/**
 * Builds a catalog and its records; where they cannot be kept, they still answer.
 *
 * @param languages The user's, best first, as in `Translation-LANG`.
 * @param isCatalogKept Whether the catalog in the cache is a good one.
 */
export async function buildAndKeepRecords(
  place: CatalogPlace,
  languages: readonly string[],
  isCatalogKept: boolean,
): Promise<CatalogRecords> {
  const built = await readAgain(place);
  if (!isCatalogKept) keep(place, built);
  const { root } = built;
  const file = await buildRecords({
    built: built.built,
    facts: built.catalog.base.facts,
    indexPaths: root.indexPaths,
    languages,
    translations: translationsOf(root, languages),
    infoFolder: root.paths.info,
  });
  if (place.cache !== undefined) {
    writeCacheFile(place.cache, recordsFileName(place), file);
  }
  return {
    catalog: built.catalog,
    records: [new Records(new MemorySource(file))],
  };
}
