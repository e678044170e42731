/**
 * Builds the catalog of a root, and the records beside it, and keeps them in the cache.
 *
 * @module
 */

import { MemorySource } from "../catalog/byte_source.ts";
import type { RootCatalog } from "../catalog/root_catalog.ts";
import { Records } from "../catalog/records.ts";
import { writeCacheFile } from "../sys/cache_file.ts";
import { buildRecords } from "./build_records.ts";
import { catalogFileName } from "./open_catalog.ts";
import type { CatalogPlace } from "./open_catalog.ts";
import { recordsFileName } from "./open_records.ts";
import type { CatalogRecords } from "./open_records.ts";
import { readAndBuild } from "./read_and_build.ts";

/** Keeps a catalog; where it cannot be kept, it still answers. */
function keep(place: CatalogPlace, bytes: Uint8Array): void {
  if (place.cache === undefined) return;
  writeCacheFile(
    place.cache,
    catalogFileName(place.key ?? place.root),
    bytes,
  );
}

/** Builds a catalog; where it cannot be kept, it still answers. */
export async function buildAndKeep(place: CatalogPlace): Promise<RootCatalog> {
  const { catalog, bytes } = await readAndBuild(place);
  keep(place, bytes);
  return catalog;
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
  const built = await readAndBuild(place);
  if (!isCatalogKept) keep(place, built.bytes);
  const bytes = await buildRecords(built, languages);
  if (place.cache !== undefined) {
    writeCacheFile(place.cache, recordsFileName(place), bytes);
  }
  return {
    catalog: built.catalog,
    records: [new Records(new MemorySource(bytes))],
  };
}
