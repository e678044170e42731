/**
 * The catalog of an APT root: from the cache where it fits, else built and kept there.
 *
 * @module
 */

import { Catalog } from "../catalog/catalog.ts";
import type { CatalogFacts } from "../catalog/catalog_facts.ts";
import { MemorySource } from "../catalog/byte_source.ts";
import { catalogStamp } from "../catalog/records.ts";
import { RootCatalog } from "../catalog/root_catalog.ts";
import type { Pieces } from "../core/join_bytes.ts";
import { StoreError } from "../core/store_error.ts";
import { CacheFile } from "../sys/cache_file.ts";
import { fileState } from "../sys/file_state.ts";
import { catalogFileName, patchFileName } from "./catalog_place.ts";
import type { CatalogPlace } from "./catalog_place.ts";

/** Inputs that are not as they were, by path: their states. */
type ChangedInputs = ReadonlyMap<string, string>;

/** Whether a patch can take care of a change of an input. */
function isPatchable(
  { watched, listFolder }: CatalogFacts,
  path: string,
): boolean {
  return path === watched.status || path === watched.states ||
    path === listFolder || path.startsWith(`${listFolder}/`);
}

/** What has changed since a catalog of some root was built; undefined where it is of no more use. */
function changedInputs(
  { facts }: Catalog,
  { root, key, program }: CatalogPlace,
): ChangedInputs | undefined {
  const isOwn = facts.key === (key ?? root) && facts.program === program;
  if (!isOwn) return undefined;
  const changed = new Map<string, string>();
  for (const { path, state } of facts.inputs) {
    const now = fileState(path);
    if (now === state) continue;
    if (!isPatchable(facts, path)) return undefined;
    changed.set(path, now);
  }
  return changed;
}

/** Runs `open`; a file that is damaged is none. */
function unlessDamaged<Opened>(open: () => Opened): Opened | undefined {
  try {
    return open();
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    return undefined;
  }
}

/** The two as one: the rows of the patch take the place of some of the base's. */
function patched(base: Catalog, patch: Catalog): RootCatalog {
  const { replaced, places } = patch;
  base.leaveOut(replaced);
  return new RootCatalog(base, patch, places);
}

/** What the cache holds of the changes since a catalog was built, where it takes care of just these. */
function openPatch(
  source: CacheFile,
  base: Catalog,
  changed: ChangedInputs,
): RootCatalog | undefined {
  return unlessDamaged(() => {
    const patch = new Catalog(source, base);
    const { inputs } = patch.facts;
    const isOwn = patch.facts.base === catalogStamp(base.facts) &&
      inputs.length === changed.size &&
      inputs.every(({ path, state }) => changed.get(path) === state);
    return isOwn ? patched(base, patch) : undefined;
  });
}

/** What a catalog is patched for. */
export interface CatalogChange {
  /** Paths of the inputs that have changed since it was built. */
  readonly paths: readonly string[];
  /** Whether the cache has no patch yet, of whatever. */
  readonly isFirst: boolean;
}

/** What makes a catalog where the cache has none that fits. */
export interface CatalogBuilder {
  /** Builds it and keeps it. */
  build(place: CatalogPlace): Promise<RootCatalog>;
  /**
   * Builds what has changed since a catalog was built, and keeps it.
   *
   * @param base Only what dpkg and `apt update` write has changed.
   * @returns The file of a catalog that patches `base`; undefined where too much has changed.
   */
  patch(
    place: CatalogPlace,
    base: Catalog,
    change: CatalogChange,
  ): Promise<Pieces | undefined>;
}

/** A catalog, and the files that it reads from. */
export interface OpenedCatalog extends Disposable {
  /** It may be asked until it is closed. */
  readonly catalog: RootCatalog;
}

/** Tells what is open how to close. */
function opened(
  catalog: RootCatalog,
  files: readonly Disposable[],
): OpenedCatalog {
  return {
    catalog,
    [Symbol.dispose]: () => files.forEach((file) => file[Symbol.dispose]()),
  };
}

/** A catalog of which some inputs have changed, with what has changed; undefined where that is too much. */
async function openPatched(
  place: CatalogPlace,
  base: Catalog,
  source: Disposable,
  changed: ChangedInputs,
  builder: Pick<CatalogBuilder, "patch">,
): Promise<OpenedCatalog | undefined> {
  const kept = CacheFile.open(`${place.cache}/${patchFileName(place)}`);
  const catalog = kept && openPatch(kept, base, changed);
  if (catalog) return opened(catalog, [source, kept]);
  kept?.[Symbol.dispose]();
  const file = await builder.patch(place, base, {
    paths: [...changed.keys()],
    isFirst: kept === undefined,
  });
  if (!file) return undefined;
  const patch = new Catalog(new MemorySource(file), base);
  return opened(patched(base, patch), [source]);
}

/** The catalog in the cache, with what has changed since, where it fits. */
export async function openCached(
  place: CatalogPlace,
  builder: Pick<CatalogBuilder, "patch">,
): Promise<OpenedCatalog | undefined> {
  const { root, key = root, cache } = place;
  if (cache === undefined) return undefined;
  const source = CacheFile.open(`${cache}/${catalogFileName(key)}`);
  if (!source) return undefined;
  const base = unlessDamaged(() => new Catalog(source));
  // some inputs are missing, and the first exception costs by the depth of the stack; see open_definitions.ts
  await undefined;
  const changed = base && changedInputs(base, place);
  if (changed?.size === 0) return opened(new RootCatalog(base!), [source]);
  const found = changed &&
    await openPatched(place, base!, source, changed, builder);
  if (!found) source[Symbol.dispose]();
  return found;
}

/**
 * Answers a question from the catalog of a root.
 *
 * Where the cached catalog turns out to be damaged, it is built again and the question is asked again; so `ask` must
 * not show anything to anybody.
 */
export async function askCatalog<Answer>(
  place: CatalogPlace,
  ask: (catalog: RootCatalog) => Answer,
  builder: CatalogBuilder,
): Promise<Answer> {
  const cached = await openCached(place, builder);
  if (cached !== undefined) {
    try {
      // the file stays open: rows may be made while they are printed
      return ask(cached.catalog);
    } catch (error) {
      cached[Symbol.dispose]();
      if (!(error instanceof StoreError && error.code === "DATA_CORRUPT")) {
        throw error;
      }
    }
  }
  return ask(await builder.build(place));
}

/**
 * Opens the catalog of a root, for several questions. Where the cached one turns out to be damaged, what is asked of
 * it is refused with `DATA_CORRUPT`, and {@link askCatalog} builds it again.
 */
export async function openCatalog(
  place: CatalogPlace,
  builder: CatalogBuilder,
): Promise<OpenedCatalog> {
  return await openCached(place, builder) ?? {
    catalog: await builder.build(place),
    [Symbol.dispose]: () => {},
  };
}
