/**
 * Reads a root, decides, and lays the result out, with no cache.
 *
 * @module
 */

import { buildCatalog } from "../catalog/build_catalog.ts";
import type { BuiltCatalog } from "../catalog/built_catalog.ts";
import { MemorySource } from "../catalog/byte_source.ts";
import { Catalog } from "../catalog/catalog.ts";
import { RootCatalog } from "../catalog/root_catalog.ts";
import type { KeptStanzas } from "../catalog/kept_stanzas.ts";
import { encodeCatalog } from "../catalog/encode_catalog.ts";
import type { Pieces } from "../core/join_bytes.ts";
import type { CatalogPlace } from "./catalog_place.ts";
import { readAptRoot } from "./read_apt_root.ts";
import type { AptRoot } from "./read_apt_root.ts";

/** A root, read and decided. */
export interface BuiltRoot {
  /** What was read. */
  readonly root: AptRoot;
  /** What was decided. */
  readonly built: BuiltCatalog;
  /** The same, as queries see it. */
  readonly catalog: RootCatalog;
  /** The same, as a file in pieces; see `writeContainer()`. */
  readonly file: Pieces;
}

/**
 * Reads and decides a root, with no cache.
 *
 * @param kept Lists that need not be read again where they are as they were.
 * @throws {StoreError} `DATA_CORRUPT`: what was kept of the lists is damaged.
 */
export async function readAndBuild(
  { root: folder, key = folder, program }: CatalogPlace,
  kept?: KeptStanzas,
): Promise<BuiltRoot> {
  const root = await readAptRoot(folder, { kept });
  const built = buildCatalog(root.data);
  const file = encodeCatalog(built, {
    root: folder,
    key,
    program,
    paths: root.indexPaths,
    warnings: root.warnings,
    missing: root.missing?.toJSON() ?? null,
    inputs: root.inputs,
    watched: {
      status: root.watched.status.path,
      states: root.watched.states.path,
    },
    listFolder: root.folder.path,
  });
  const catalog = new RootCatalog(new Catalog(new MemorySource(file)));
  return { root, built, catalog, file };
}
