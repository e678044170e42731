/**
 * What dpkg has changed since a catalog was built: only the packages that it is about are decided again.
 *
 * @module
 */

import type { BuiltCatalog } from "../catalog/built_catalog.ts";
import type { Catalog } from "../catalog/catalog.ts";
import type { CatalogInput } from "../catalog/catalog_facts.ts";
import { useKernel } from "../catalog/kernel.ts";
import type { LoadedKernel } from "../catalog/kernel.ts";
import { encodeCatalog } from "../catalog/encode_catalog.ts";
import type { PatchPlaces } from "../catalog/encode_catalog.ts";
import { KeptStanzas, WATCHED } from "../catalog/kept_stanzas.ts";
import { catalogStamp } from "../catalog/records.ts";
import { StoreError } from "../core/store_error.ts";
import { CacheFile, replaceCacheFile } from "../sys/cache_file.ts";
import { settledState } from "../sys/file_state.ts";
import { ChangedFile, changeOf } from "./_changed_file.ts";
import { decideAgain, PatchBuilder } from "./_patch_builder.ts";
import type { ChangedFiles, ReadPins } from "./_patch_builder.ts";
import { patchFileName, stanzasFileName } from "./catalog_place.ts";
import type { CatalogPlace } from "./catalog_place.ts";

export type { ReadPins } from "./_patch_builder.ts";

/** With more of them, everything is decided again: answers from two layers take longer. */
const MOST_NAMES = 250;

/** What {@link patchCatalog} gets of the file that loads it. */
export interface PatchTools {
  /** Reads pins, where they count. */
  readonly readPins: ReadPins;
  /** Its kernel: to compile another one takes long. */
  readonly kernel: LoadedKernel;
}

/** What dpkg has changed, decided. */
export interface BuiltPatch {
  /** The packages that it is about. */
  readonly built: BuiltCatalog;
  /** Where their rows go. */
  readonly places: PatchPlaces;
  /** What it was built from. */
  readonly inputs: readonly CatalogInput[];
}

/** The names that stanzas have changed of; undefined where only a look at everything tells. */
function changedNames(changes: ChangedFiles): ReadonlySet<string> | undefined {
  const found = new Set<string>();
  for (const file of WATCHED) {
    if (!changes[file].addNames(found)) return undefined;
  }
  // the native architecture is dpkg's own
  const isMuch = found.size > MOST_NAMES || found.has("dpkg");
  return isMuch ? undefined : found;
}

/** What the watched inputs of a catalog say now; undefined where that has another form than before. */
function changedFiles(
  { facts }: Catalog,
  kept: KeptStanzas,
  inputs: readonly CatalogInput[],
): ChangedFiles | undefined {
  const [status, states] = WATCHED.map((file, index) => {
    const { path, state } = inputs[index]!;
    const isSame = facts.inputs.some((input) =>
      input.path === path && input.state === state
    );
    return isSame
      ? new ChangedFile(kept, file, undefined)
      : changeOf(kept, file, path);
  });
  return status && states && { status, states };
}

/** Decides again what has changed. */
async function buildPatch(
  base: Catalog,
  kept: KeptStanzas,
  readPins: ReadPins,
): Promise<BuiltPatch | undefined> {
  const isOwn = kept.facts.catalog === catalogStamp(base.facts) &&
    kept.facts.isPatchable;
  if (!isOwn) return undefined;
  const { watched } = base.facts;
  const inputs = WATCHED.map((file) => ({
    path: watched[file],
    state: settledState(watched[file]),
  }));
  const changes = changedFiles(base, kept, inputs);
  const names = changes && changedNames(changes);
  if (!names) return undefined;
  const builder = new PatchBuilder(base, kept, changes, names);
  const built = await decideAgain(builder, readPins);
  return built && { built, places: builder.places(built), inputs };
}

/**
 * Decides again what dpkg has changed since a catalog was built.
 *
 * @param base Only its watched inputs have changed.
 * @returns Undefined where only a look at everything tells.
 */
export async function decidePatch(
  place: CatalogPlace,
  base: Catalog,
  readPins: ReadPins,
): Promise<BuiltPatch | undefined> {
  if (place.cache === undefined) return undefined;
  using source = CacheFile.open(`${place.cache}/${stanzasFileName(place)}`);
  if (!source) return undefined;
  try {
    return await buildPatch(base, new KeptStanzas(source), readPins);
  } catch (error) {
    // whatever cannot be read is told of when everything is read
    if (!(error instanceof StoreError)) throw error;
    return undefined;
  }
}

/**
 * The same as a catalog that patches `base`; it is kept.
 *
 * @returns Its bytes; undefined where only a look at everything tells.
 */
export async function patchCatalog(
  place: CatalogPlace,
  base: Catalog,
  { readPins, kernel }: PatchTools,
): Promise<Uint8Array | undefined> {
  useKernel(kernel);
  const patch = await decidePatch(place, base, readPins);
  if (!patch) return undefined;
  const { facts } = base;
  const { root, key, program, watched, files } = facts;
  const bytes = encodeCatalog(
    patch.built,
    {
      root,
      key,
      program,
      paths: files.map(({ path }) => path),
      warnings: [],
      missing: null,
      inputs: patch.inputs,
      watched,
      base: catalogStamp(facts),
    },
    patch.places,
  );
  replaceCacheFile(place.cache!, patchFileName(place), bytes);
  return bytes;
}
