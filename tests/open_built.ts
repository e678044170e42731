/**
 * Built catalogs as queries see them, without any file.
 *
 * @module
 */

import { listRows } from "../src/catalog/bits.ts";
import type { Bits } from "../src/catalog/bits.ts";
import type { BuiltCatalog } from "../src/catalog/built_catalog.ts";
import { MemorySource } from "../src/catalog/byte_source.ts";
import { Catalog } from "../src/catalog/catalog.ts";
import type { Page } from "../src/catalog/page.ts";
import { encodeCatalog } from "../src/catalog/encode_catalog.ts";
import type { Pieces } from "../src/core/join_bytes.ts";

/** The file of a built catalog of the root `/`. */
export function encodeBuilt(built: BuiltCatalog): Pieces {
  return encodeCatalog(built, {
    root: "/",
    key: "/",
    program: "test",
    paths: built.data.files.map(({ name }) => `/lists/${name}`),
    warnings: [],
    missing: null,
    inputs: [],
    watched: { status: "/status", states: "/states" },
    listFolder: "/lists",
  });
}

/** A built catalog, laid out and opened. */
export function openBuilt(built: BuiltCatalog): Catalog {
  return new Catalog(new MemorySource(encodeBuilt(built)));
}

/** The names of some rows, with the architecture where it is not `amd64`. */
export function rowNames(catalog: Catalog, rows: Iterable<number>): string[] {
  return Array.from(rows, (row) => {
    const name = catalog.name(row);
    const architecture = catalog.facts
      .architectures[catalog.architecture.at(row)]!;
    return architecture === "amd64" ? name : `${name}:${architecture}`;
  });
}

/** The names of the rows of a page. */
export function pageNames({ runs }: Page): string[] {
  return runs.flatMap(({ catalog, rows }) => rowNames(catalog, rows));
}

/** The names of a set of rows. */
export function keptNames(catalog: Catalog, rows: Bits): string[] {
  return rowNames(catalog, listRows(rows));
}
