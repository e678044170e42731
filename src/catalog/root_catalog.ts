/**
 * The catalog of an APT root in layers: all of its packages as they were, and those that dpkg or `apt update` has
 * changed since.
 *
 * @module
 */

import type { Bits } from "./bits.ts";
import type { CatalogFacts } from "./catalog_facts.ts";
import type { Catalog } from "./catalog.ts";
import type { CatalogRepository } from "./repositories.ts";

/** A row of one layer. */
export interface LayerRow {
  /** The layer. */
  readonly catalog: Catalog;
  /** Number of the row in it. */
  readonly row: number;
}

/** Rows of one layer. */
export interface LayerSet {
  /** The layer. */
  readonly catalog: Catalog;
  /** None of those that it leaves out. */
  readonly rows: Bits;
}

/**
 * One or two catalogs of the same index files, no name in both. Each is asked the same, and the answers are put
 * together.
 */
export class RootCatalog {
  /** Rows that a later layer takes the place of count in none of the answers of their own. */
  readonly layers: readonly Catalog[];

  /**
   * @param base All packages.
   * @param patch Those that take the place of the rows that `base` leaves out.
   * @param places For each row of `patch`, the row of `base` before which it stands.
   */
  constructor(
    readonly base: Catalog,
    readonly patch?: Catalog,
    readonly places: Uint32Array = new Uint32Array(),
  ) {
    this.layers = patch === undefined ? [base] : [base, patch];
  }

  /** What is the same in all layers: index files, warnings, what is missing. */
  get facts(): Pick<
    CatalogFacts,
    "files" | "inputs" | "missing" | "warnings"
  > {
    return this.base.facts;
  }

  /** In the order of the sources. */
  get repositories(): readonly CatalogRepository[] {
    return this.base.repositories.repositories;
  }

  /** Most rows that an answer can have. */
  get count(): number {
    return this.layers.reduce((sum, { count }) => sum + count, 0);
  }

  /** The rows of a name, the native architecture first. */
  rowsOf(name: string): readonly LayerRow[] {
    for (const catalog of this.layers) {
      const rows = catalog.rowsOf(name);
      if (rows.length > 0) return rows.map((row) => ({ catalog, row }));
    }
    return [];
  }

  /** The names of all rows in their order; those of several architectures come more than once. */
  *names(): Generator<string> {
    const { base, patch, places } = this;
    let next = 0;
    for (const row of base.listAll()) {
      for (; places[next]! <= row; next++) yield patch!.name(next);
      yield base.name(row);
    }
    for (; next < places.length; next++) yield patch!.name(next);
  }

  /**
   * Reads and checks everything, so that nothing asked later can find damage.
   *
   * @throws {StoreError} `DATA_CORRUPT`: some of it is damaged.
   */
  checkAll(): void {
    for (const catalog of this.layers) catalog.checkAll();
  }

  /**
   * Reads and checks what lists show of all rows, so that printing them cannot find damage.
   *
   * @throws {StoreError} `DATA_CORRUPT`: some of it is damaged.
   */
  checkLines(): void {
    for (const catalog of this.layers) catalog.checkLines();
  }
}
