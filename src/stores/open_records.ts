/**
 * The records beside a catalog: from the cache where they fit, else built and kept there.
 *
 * @module
 */

import type { RootCatalog } from "../catalog/root_catalog.ts";
import { catalogStamp, Records } from "../catalog/records.ts";
import { StoreError } from "../core/store_error.ts";
import { CacheFile } from "../sys/cache_file.ts";
import { fileState } from "../sys/file_state.ts";
import { catalogFileName, openCached } from "./open_catalog.ts";
import type { CatalogPlace } from "./open_catalog.ts";

/** A catalog and the records of its rows. */
export interface CatalogRecords {
  /** The catalog. */
  readonly catalog: RootCatalog;
  /** The records of the rows of each of its layers. */
  readonly records: readonly Records[];
}

/** Name of the file that holds the records of a root. */
export function recordsFileName({ root, key = root }: CatalogPlace): string {
  return catalogFileName(key).replace(/^catalog/, "records");
}

/** The records in the cache, where they are those of a catalog. */
function openOwn(
  place: CatalogPlace,
  catalog: RootCatalog,
  languages: readonly string[],
): { records: Records; source: Disposable } | undefined {
  const source = CacheFile.open(`${place.cache}/${recordsFileName(place)}`);
  if (!source) return undefined;
  try {
    const records = new Records(source);
    const { facts } = records;
    const isOwn = facts.catalog === catalogStamp(catalog.base.facts) &&
      facts.languages.join() === languages.join() &&
      facts.inputs.every(({ path, state }) => fileState(path) === state);
    if (isOwn) return { records, source };
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
  }
  source[Symbol.dispose]();
  return undefined;
}

/**
 * Answers a question from a catalog and its records.
 *
 * Where one of them is damaged, both are built again and the question is asked again; so `ask` must not show anything
 * to anybody.
 *
 * @param languages The user's, best first, as in `Translation-LANG`.
 * @param build Builds both and keeps them; told whether the catalog in the cache is a good one.
 */
export async function askRecords<Answer>(
  place: CatalogPlace,
  languages: readonly string[],
  ask: (opened: CatalogRecords) => Answer,
  build: (
    place: CatalogPlace,
    isCatalogKept: boolean,
  ) => Promise<CatalogRecords>,
): Promise<Answer> {
  let isDamaged = false;
  const cached = openCached(place);
  if (cached !== undefined) {
    using _ = cached.source;
    const own = openOwn(place, cached.catalog, languages);
    if (own !== undefined) {
      using _own = own.source;
      try {
        return ask({ catalog: cached.catalog, records: [own.records] });
      } catch (error) {
        if (!(error instanceof StoreError && error.code === "DATA_CORRUPT")) {
          throw error;
        }
        isDamaged = true;
      }
    }
  }
  return ask(await build(place, cached !== undefined && !isDamaged));
}
