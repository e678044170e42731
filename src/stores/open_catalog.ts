/**
 * The catalog of an APT root: from the cache where it fits, else built and kept there.
 *
 * @module
 */

import { Catalog } from "../catalog/catalog.ts";
import type { ByteSource } from "../catalog/byte_source.ts";
import { checksum } from "../catalog/checksum.ts";
import { RootCatalog } from "../catalog/root_catalog.ts";
import { StoreError } from "../core/store_error.ts";
import { CacheFile } from "../sys/cache_file.ts";
import { fileState } from "../sys/file_state.ts";

/** Where catalogs are kept. */
export interface CatalogPlace {
  /** The directory that plays `/`, as it was given: messages name paths below it. */
  readonly root: string;
  /** What tells it from another one; the root itself unless given. */
  readonly key?: string;
  /** The cache directory, or undefined where there is none. */
  readonly cache: string | undefined;
  /** Version of the program: another one may decide otherwise. */
  readonly program: string;
}

/** Name of the file that holds the catalog of a root, by its key. */
export function catalogFileName(key: string): string {
  const path = new TextEncoder().encode(key);
  const padded = new Uint8Array(Math.ceil(path.length / 4) * 4);
  padded.set(path);
  return `catalog-${
    checksum(new Uint32Array(padded.buffer)).toString(16).padStart(8, "0")
  }.bin`;
}

/** Whether a catalog belongs to a root, and everything that it was built from is as it was. */
function isFresh(
  { facts }: Catalog,
  { root, key, program }: CatalogPlace,
): boolean {
  return facts.key === (key ?? root) && facts.program === program &&
    facts.inputs.every(({ path, state }) => fileState(path) === state);
}

/** The catalog in the cache, where it fits, and the open file behind it. */
export function openCached(
  place: CatalogPlace,
): { catalog: RootCatalog; source: Disposable } | undefined {
  const { root, key = root, cache } = place;
  if (cache === undefined) return undefined;
  const source: (ByteSource & Disposable) | undefined = CacheFile.open(
    `${cache}/${catalogFileName(key)}`,
  );
  if (!source) return undefined;
  try {
    const catalog = new Catalog(source);
    if (isFresh(catalog, place)) {
      return { catalog: new RootCatalog(catalog), source };
    }
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
  }
  source[Symbol.dispose]();
  return undefined;
}

/**
 * Answers a question from the catalog of a root.
 *
 * Where the cached catalog turns out to be damaged, it is built again and the question is asked again; so `ask` must
 * not show anything to anybody.
 *
 * @param build Builds the catalog and keeps it.
 */
export async function askCatalog<Answer>(
  place: CatalogPlace,
  ask: (catalog: RootCatalog) => Answer,
  build: (place: CatalogPlace) => Promise<RootCatalog>,
): Promise<Answer> {
  const cached = openCached(place);
  if (cached !== undefined) {
    try {
      // the file stays open: rows may be made while they are printed
      return ask(cached.catalog);
    } catch (error) {
      cached.source[Symbol.dispose]();
      if (!(error instanceof StoreError && error.code === "DATA_CORRUPT")) {
        throw error;
      }
    }
  }
  return ask(await build(place));
}

/** A catalog, and the file that it reads from. */
export interface OpenedCatalog extends Disposable {
  /** It may be asked until it is closed. */
  readonly catalog: RootCatalog;
}

/**
 * Opens the catalog of a root, for several questions. Where the cached one turns out to be damaged, what is asked of
 * it is refused with `DATA_CORRUPT`, and {@link askCatalog} builds it again.
 *
 * @param build Builds the catalog and keeps it.
 */
export async function openCatalog(
  place: CatalogPlace,
  build: (place: CatalogPlace) => Promise<RootCatalog>,
): Promise<OpenedCatalog> {
  const cached = openCached(place);
  const catalog = cached?.catalog ?? await build(place);
  return {
    catalog,
    [Symbol.dispose]: () => cached?.source[Symbol.dispose](),
  };
}
