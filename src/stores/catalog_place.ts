/**
 * Where the catalog of a root is kept, and what stands beside it.
 *
 * @module
 */

import { checksum } from "../catalog/checksum.ts";

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

/** Name of the file that holds what was kept of the lists of a root. */
export function stanzasFileName({ root, key = root }: CatalogPlace): string {
  return catalogFileName(key).replace(/^catalog/, "stanzas");
}

/** Name of the file that holds what has changed since. */
export function patchFileName({ root, key = root }: CatalogPlace): string {
  return catalogFileName(key).replace(/^catalog/, "patch");
}

/** Name of the file that holds the records of a root. */
export function recordsFileName({ root, key = root }: CatalogPlace): string {
  return catalogFileName(key).replace(/^catalog/, "records");
}

/** Name of the file that holds the records of what has changed since. */
export function patchRecordsFileName(place: CatalogPlace): string {
  return recordsFileName(place).replace(/^records/, "patch-records");
}
