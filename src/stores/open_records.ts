/**
 * The records beside a catalog: from the cache where they fit, else built and kept there.
 *
 * @module
 */

import { MemorySource } from "../catalog/byte_source.ts";
import type { Catalog } from "../catalog/catalog.ts";
import type { RootCatalog } from "../catalog/root_catalog.ts";
import { catalogStamp, Records } from "../catalog/records.ts";
import type { Pieces } from "../core/join_bytes.ts";
import { StoreError } from "../core/store_error.ts";
import { CacheFile } from "../sys/cache_file.ts";
import { fileState } from "../sys/file_state.ts";
import { patchRecordsFileName, recordsFileName } from "./catalog_place.ts";
import type { CatalogPlace } from "./catalog_place.ts";
import { openCached } from "./open_catalog.ts";
import type { CatalogBuilder } from "./open_catalog.ts";
import type { PatchedCatalog } from "./patch_records.ts";

/** A catalog and the records of its rows. */
export interface CatalogRecords {
  /** The catalog. */
  readonly catalog: RootCatalog;
  /** The records of the rows of each of its layers. */
  readonly records: readonly Records[];
}

/** What makes records where the cache has none that fit. */
export interface RecordsBuilder extends CatalogBuilder {
  /** Builds a catalog and its records, and keeps them; told whether the catalog in the cache is a good one. */
  buildRecords(
    place: CatalogPlace,
    isCatalogKept: boolean,
  ): Promise<CatalogRecords>;
  /** Builds the records of a patch, and keeps them; undefined where something has changed since. */
  patchRecords(
    place: CatalogPlace,
    patched: PatchedCatalog,
  ): Promise<Pieces | undefined>;
}

/** Records in the cache, where they are those of a catalog. */
function openOwn(
  path: string,
  { facts: catalog }: Catalog,
  languages: readonly string[],
): { records: Records; source: Disposable } | undefined {
  const source = CacheFile.open(path);
  if (!source) return undefined;
  try {
    const records = new Records(source);
    const { facts } = records;
    const isOwn = facts.catalog === catalogStamp(catalog) &&
      facts.languages.join() === languages.join() &&
      facts.inputs.every(({ path, state }) => fileState(path) === state);
    if (isOwn) return { records, source };
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
  }
  source[Symbol.dispose]();
  return undefined;
}

/** The records of all layers, where the cache has those of the first one. */
async function openAll(
  place: CatalogPlace,
  { base, patch }: RootCatalog,
  languages: readonly string[],
  files: DisposableStack,
  builder: RecordsBuilder,
): Promise<readonly Records[] | undefined> {
  const folder = `${place.cache}/`;
  const own = openOwn(folder + recordsFileName(place), base, languages);
  if (!own) return undefined;
  files.use(own.source);
  if (!patch) return [own.records];
  const path = folder + patchRecordsFileName(place);
  const other = openOwn(path, patch, languages);
  if (other) {
    files.use(other.source);
    return [own.records, other.records];
  }
  const { facts } = own.records;
  const file = await builder.patchRecords(place, {
    base,
    patch,
    records: facts,
  });
  return file && [own.records, new Records(new MemorySource(file))];
}

/**
 * Answers a question from a catalog and its records.
 *
 * Where one of them is damaged, both are built again and the question is asked again; so `ask` must not show anything
 * to anybody.
 *
 * @param languages The user's, best first, as in `Translation-LANG`.
 */
export async function askRecords<Answer>(
  place: CatalogPlace,
  languages: readonly string[],
  ask: (opened: CatalogRecords) => Answer,
  builder: RecordsBuilder,
): Promise<Answer> {
  let isKept = false;
  {
    using files = new DisposableStack();
    const cached = await openCached(place, builder);
    if (cached !== undefined) {
      const { catalog } = files.use(cached);
      isKept = catalog.patch === undefined;
      try {
        const records = await openAll(
          place,
          catalog,
          languages,
          files,
          builder,
        );
        if (records) return ask({ catalog, records });
      } catch (error) {
        if (!(error instanceof StoreError && error.code === "DATA_CORRUPT")) {
          throw error;
        }
        isKept = false;
      }
    }
  }
  return ask(await builder.buildRecords(place, isKept));
}
