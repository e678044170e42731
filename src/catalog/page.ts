/**
 * A page of rows out of the sets that the layers of a catalog answer with.
 *
 * @module
 */

import { countRows, hasRow, rowNumbers } from "./bits.ts";
import type { Bits } from "./bits.ts";
import type { Catalog } from "./catalog.ts";
import type { RootCatalog } from "./root_catalog.ts";

/** Rows of one layer that stand behind each other in an answer. */
export interface RowRun {
  /** The layer. */
  readonly catalog: Catalog;
  /** Numbers of its rows, in the order of the answer. */
  readonly rows: Uint32Array;
}

/** One page of an answer. */
export interface Page {
  /** Its rows, in the order of the answer. */
  readonly runs: readonly RowRun[];
  /** Rows of all pages. */
  readonly total: number;
}

/** Number of rows of a set before a row. */
function countBefore(bits: Bits, row: number): number {
  const whole = row >>> 5;
  const rest = bits.slice(0, whole + 1);
  if (rest.length > whole) rest[whole]! &= ~(0xffffffff << (row & 31));
  return countRows(rest);
}

/** Puts numbers behind each other. */
function joined(parts: readonly Uint32Array[]): Uint32Array {
  if (parts.length === 1) return parts[0]!;
  const all = new Uint32Array(
    parts.reduce((sum, { length }) => sum + length, 0),
  );
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** Collects rows; those of one layer that follow each other become one run. */
class RunList {
  readonly #runs: {
    readonly catalog: Catalog;
    readonly parts: Uint32Array[];
  }[] = [];

  add(catalog: Catalog, rows: Uint32Array): void {
    if (rows.length === 0) return;
    const last = this.#runs.at(-1);
    if (last?.catalog === catalog) last.parts.push(rows);
    else this.#runs.push({ catalog, parts: [rows] });
  }

  get runs(): readonly RowRun[] {
    return this.#runs.map(({ catalog, parts }) => ({
      catalog,
      rows: joined(parts),
    }));
  }
}

/** Adds rows of two layers by name: those behind the first `offset`, `limit` of them. */
function addMerged(
  list: RunList,
  { base, patch, places }: RootCatalog,
  [own, other]: readonly [Bits, Bits],
  { offset, limit }: { readonly offset: number; readonly limit: number },
): void {
  const inserted: (readonly [row: number, at: number])[] = [];
  for (const row of places.keys()) {
    if (!hasRow(other, row)) continue;
    inserted.push([row, countBefore(own, places[row]!) + inserted.length]);
  }
  const end = offset + limit;
  const shown = inserted.filter(([, at]) => at >= offset && at < end);
  const before = inserted.findIndex(([, at]) => at >= offset);
  const rows = rowNumbers(
    own,
    offset - (before < 0 ? inserted.length : before),
    limit - shown.length,
  );
  let next = 0;
  for (const [index, [row, at]] of shown.entries()) {
    const to = at - offset - index;
    list.add(base, rows.subarray(next, to));
    list.add(patch!, Uint32Array.of(row));
    next = to;
  }
  list.add(base, rows.subarray(next));
}

/**
 * The rows of some sets by name: those behind the first `offset`, at most `limit` of them.
 *
 * @param ranks One set of rows for each layer; rows of an earlier rank stand before those of a later one.
 */
export function pageOf(
  catalog: RootCatalog,
  ranks: readonly (readonly Bits[])[],
  offset: number,
  limit: number,
): Page {
  const list = new RunList();
  let total = 0;
  let listed = 0;
  for (const [own, other] of ranks) {
    const count = countRows(own!) + (other ? countRows(other) : 0);
    const skipped = Math.max(0, offset - total);
    const most = Math.min(limit - listed, count - skipped);
    total += count;
    if (most <= 0) continue;
    listed += most;
    if (!other) list.add(catalog.base, rowNumbers(own!, skipped, most));
    else {
      addMerged(list, catalog, [own!, other], { offset: skipped, limit: most });
    }
  }
  return { runs: list.runs, total };
}
