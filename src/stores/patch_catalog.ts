/**
 * What dpkg and `apt update` have changed since a catalog was built: only the packages that it is about are decided
 * again.
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
import type { Pieces } from "../core/join_bytes.ts";
import { StoreError } from "../core/store_error.ts";
import { CacheFile, replaceCacheFile } from "../sys/cache_file.ts";
import { settledState } from "../sys/file_state.ts";
import { ChangedFile, changeOf, changeOfList } from "./_changed_file.ts";
import { decideAgain, PatchBuilder } from "./_patch_builder.ts";
import type { ChangedFiles, ReadPins } from "./_patch_builder.ts";
import { patchFileName, stanzasFileName } from "./catalog_place.ts";
import type { CatalogPlace } from "./catalog_place.ts";
import type { ListsBefore, ListTexts } from "./read_changed_lists.ts";

export type { ReadPins } from "./_patch_builder.ts";

/** With more of them, everything is decided again: answers from two layers take longer. */
const MOST_NAMES = 250;

/** What patches need seldom, and of other files. */
export interface PatchReaders {
  /** Reads pins, where they count. */
  readonly readPins: ReadPins;
  /** Reads lists that have changed, and checks that nothing else has; undefined where more has. */
  readonly readLists: (
    before: ListsBefore,
    changed: ReadonlySet<string>,
  ) => Promise<ListTexts | undefined>;
}

/** What {@link patchCatalog} gets of the file that loads it. */
export interface PatchTools extends PatchReaders {
  /** Its kernel: to compile another one takes long. */
  readonly kernel: LoadedKernel;
}

/** What has changed, decided. */
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
  if (found.has("dpkg")) return undefined;
  for (const file of changes.lists.values()) {
    if (!file.addNames(found)) return undefined;
  }
  return found.size > MOST_NAMES ? undefined : found;
}

/** What has changed in the lists; undefined where more has than their texts. */
async function changedLists(
  kept: KeptStanzas,
  changed: ReadonlySet<string>,
  readLists: PatchReaders["readLists"],
): Promise<ChangedFiles["lists"] | undefined> {
  const found = new Map<number, ChangedFile>();
  if (changed.size === 0) return found;
  const folder = kept.folder();
  if (folder === null) return undefined;
  const texts = await readLists({ folder, lists: kept.facts.lists }, changed);
  if (texts === undefined) return undefined;
  for (const [list, text] of texts) {
    const file = changeOfList(kept, list, text);
    if (file === undefined) return undefined;
    found.set(list, file);
  }
  return found;
}

/** What the changed inputs of a catalog say now; undefined where that has another form than before. */
async function changedFiles(
  { facts: { watched } }: Catalog,
  kept: KeptStanzas,
  paths: Iterable<string>,
  readLists: PatchReaders["readLists"],
): Promise<ChangedFiles | undefined> {
  const changed = new Set(paths);
  const [status, states] = WATCHED.map((file) =>
    changed.delete(watched[file])
      ? changeOf(kept, file, watched[file])
      : new ChangedFile(kept, file, undefined)
  );
  if (!status || !states) return undefined;
  const lists = await changedLists(kept, changed, readLists);
  return lists && { status, states, lists };
}

/** Decides again what has changed. */
async function buildPatch(
  base: Catalog,
  kept: KeptStanzas,
  paths: readonly string[],
  { readPins, readLists }: PatchReaders,
): Promise<BuiltPatch | undefined> {
  const isOwn = kept.facts.catalog === catalogStamp(base.facts) &&
    kept.facts.isPatchable;
  if (!isOwn) return undefined;
  const inputs = paths.map((path) => ({ path, state: settledState(path) }));
  const changes = await changedFiles(base, kept, paths, readLists);
  const names = changes && changedNames(changes);
  if (!names) return undefined;
  const builder = new PatchBuilder(base, kept, changes, names);
  const built = await decideAgain(builder, readPins);
  return built && { built, places: builder.places(built), inputs };
}

/**
 * Decides again what has changed since a catalog was built.
 *
 * @param paths Its inputs that have changed: only what dpkg and `apt update` write.
 * @returns Undefined where only a look at everything tells.
 */
export async function decidePatch(
  place: CatalogPlace,
  base: Catalog,
  paths: readonly string[],
  readers: PatchReaders,
): Promise<BuiltPatch | undefined> {
  if (place.cache === undefined) return undefined;
  using source = CacheFile.open(`${place.cache}/${stanzasFileName(place)}`);
  if (!source) return undefined;
  try {
    return await buildPatch(base, new KeptStanzas(source), paths, readers);
  } catch (error) {
    // whatever cannot be read is told of when everything is read
    if (!(error instanceof StoreError)) throw error;
    return undefined;
  }
}

/**
 * The same as a catalog that patches `base`; it is kept.
 *
 * @returns Its file; undefined where only a look at everything tells.
 */
export async function patchCatalog(
  place: CatalogPlace,
  base: Catalog,
  paths: readonly string[],
  { kernel, ...readers }: PatchTools,
): Promise<Pieces | undefined> {
  useKernel(kernel);
  const patch = await decidePatch(place, base, paths, readers);
  if (!patch) return undefined;
  const { facts } = base;
  const { root, key, program, watched, listFolder, files } = facts;
  const file = encodeCatalog(
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
      listFolder,
      base: catalogStamp(facts),
    },
    patch.places,
  );
  replaceCacheFile(place.cache!, patchFileName(place), file);
  return file;
}
