/**
 * The records of what has changed since a catalog was built.
 *
 * @module
 */

import type { Catalog } from "../catalog/catalog.ts";
import type { RecordsFacts } from "../catalog/records.ts";
import { writeCacheFile } from "../sys/cache_file.ts";
import { buildRecords } from "./build_records.ts";
import type { Pieces } from "../core/join_bytes.ts";
import type { CatalogPlace } from "./catalog_place.ts";
import { patchRecordsFileName } from "./catalog_place.ts";
import { decidePatch } from "./patch_catalog.ts";
import { readChangedLists } from "./read_changed_lists.ts";
import { readPins } from "./read_pins.ts";

/** A catalog in two layers, and what the records of the first one say of themselves. */
export interface PatchedCatalog {
  /** All packages. */
  readonly base: Catalog;
  /** Those that take the place of some of its rows. */
  readonly patch: Catalog;
  /** Of the records of `base`. */
  readonly records: RecordsFacts;
}

/**
 * Builds the records of the rows of a patch, and keeps them.
 *
 * @returns Their file; undefined where something has changed since the patch was built.
 */
export async function patchRecords(
  place: CatalogPlace,
  { base, patch, records }: PatchedCatalog,
): Promise<Pieces | undefined> {
  const { inputs } = patch.facts;
  const paths = inputs.map(({ path }) => path);
  const readers = { readPins, readLists: readChangedLists };
  const decided = await decidePatch(place, base, paths, readers);
  const isSame = decided?.inputs.every(({ state }, index) =>
    inputs[index]!.state === state
  );
  if (!isSame) return undefined;
  const { languages, translations, infoFolder } = records;
  const file = await buildRecords({
    built: decided!.built,
    facts: patch.facts,
    indexPaths: patch.facts.files.map(({ path }) => path),
    languages,
    translations,
    infoFolder,
  });
  writeCacheFile(place.cache!, patchRecordsFileName(place), file);
  return file;
}
