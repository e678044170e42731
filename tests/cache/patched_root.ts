/**
 * A root asked by what the cache holds of it, and by a look at everything, inside this process.
 *
 * @module
 */

import { loadedKernel } from "../../src/catalog/kernel.ts";
import type { Catalog } from "../../src/catalog/catalog.ts";
import type { Records } from "../../src/catalog/records.ts";
import type { RootCatalog } from "../../src/catalog/root_catalog.ts";
import { PACKAGE_FIELDS, packageReader } from "../../src/cli/package_fields.ts";
import type { Pieces } from "../../src/core/join_bytes.ts";
import type { ErrorReply } from "../../src/core/store_error.ts";
import type { Warning } from "../../src/core/warning.ts";
import { selectPage } from "../../src/curation/cascade.ts";
import {
  buildAndKeep,
  buildAndKeepRecords,
} from "../../src/stores/build_and_keep.ts";
import type { CatalogPlace } from "../../src/stores/catalog_place.ts";
import { openCatalog } from "../../src/stores/open_catalog.ts";
import type { CatalogChange } from "../../src/stores/open_catalog.ts";
import { askRecords } from "../../src/stores/open_records.ts";
import type {
  CatalogRecords,
  RecordsBuilder,
} from "../../src/stores/open_records.ts";
import { patchCatalog } from "../../src/stores/patch_catalog.ts";
import { patchRecords } from "../../src/stores/patch_records.ts";
import { readAndBuild } from "../../src/stores/read_and_build.ts";
import { readChangedLists } from "../../src/stores/read_changed_lists.ts";
import { readPins } from "../../src/stores/read_pins.ts";

/** All that a root says. */
export interface Everything {
  /** Its rows. */
  readonly packages: readonly Readonly<Record<string, unknown>>[];
  /** What is wrong with it. */
  readonly warnings: readonly Warning[];
  /** Set where there is no list at all. */
  readonly missing: ErrorReply | null;
}

/** All that a catalog says. */
export function everything(
  catalog: RootCatalog,
  records?: readonly Records[],
): Everything {
  const query = { allArchitectures: true };
  const { runs } = selectPage(catalog, query, 0, catalog.count);
  return {
    packages: runs.flatMap(({ catalog: layer, rows }) => {
      const read = packageReader(layer, PACKAGE_FIELDS);
      const own = records?.[catalog.layers.indexOf(layer)];
      return Array.from(rows, (row) => ({
        ...read(row),
        tagList: layer.tagListText(layer.tagList.at(row)),
        flags: layer.flags.at(row),
        ...(own === undefined ? {} : {
          stanza: own.stanza(row),
          description: own.description(row),
          versions: own.versions(row),
        }),
      }));
    }),
    warnings: catalog.facts.warnings,
    missing: catalog.facts.missing,
  };
}

/** A builder that counts what it is asked for. */
export class CountingBuilder implements RecordsBuilder {
  /** How often everything was decided. */
  built = 0;
  /** How often a patch was made. */
  patched = 0;

  /** What happens before lists are read for a patch, when all else was looked at. */
  before: () => void = () => {};
  /** What happens after that. */
  after: () => void = () => {};

  /** Builds everything. */
  build(place: CatalogPlace): Promise<RootCatalog> {
    this.built++;
    return buildAndKeep(place);
  }

  /** Decides again what has changed. */
  async patch(
    place: CatalogPlace,
    base: Catalog,
    { paths }: CatalogChange,
  ): Promise<Pieces | undefined> {
    const file = await patchCatalog(place, base, paths, {
      readPins,
      readLists: async (...ask) => {
        this.before();
        const texts = await readChangedLists(...ask);
        this.after();
        return texts;
      },
      kernel: loadedKernel(),
    });
    if (file) this.patched++;
    return file;
  }

  /** Builds everything with records. */
  buildRecords(
    place: CatalogPlace,
    isKept: boolean,
  ): Promise<CatalogRecords> {
    return buildAndKeepRecords(place, [], isKept);
  }

  /** Builds the records of what has changed. */
  patchRecords: RecordsBuilder["patchRecords"] = patchRecords;
}

/** What a root says by what is kept of it. */
export async function askPatched(
  place: CatalogPlace,
  builder: CountingBuilder,
): Promise<Everything> {
  using opened = await openCatalog(place, builder);
  return everything(opened.catalog);
}

/** The same with records. */
export function askPatchedRecords(
  place: CatalogPlace,
  builder: CountingBuilder,
): Promise<Everything> {
  return askRecords(
    place,
    [],
    ({ catalog, records }) => everything(catalog, records),
    builder,
  );
}

/** What a root says when all of it is read. */
export async function plainly(place: CatalogPlace): Promise<Everything> {
  const { catalog } = await readAndBuild(place);
  return everything(catalog);
}

/** The same with records. */
export async function plainlyWithRecords(
  place: CatalogPlace,
): Promise<Everything> {
  const uncached = { ...place, cache: undefined };
  const whole = await buildAndKeepRecords(uncached, [], false);
  return everything(whole.catalog, whole.records);
}
