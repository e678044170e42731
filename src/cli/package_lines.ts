/**
 * Packages as the catalog keeps what a list shows of them: printed as they are, without being read.
 *
 * @module
 */

import type { RowRun } from "../catalog/page.ts";

const LF = 10;
const COMMA = 44;
const encoder = new TextEncoder();

/**
 * The lines of some rows, as `--format ndjson` prints them.
 *
 * @returns Bytes that are only lent: they change when the next ones are asked for.
 */
export function* linesOf(runs: readonly RowRun[]): Generator<Uint8Array> {
  for (const { catalog, rows } of runs) yield* catalog.listedLines(rows);
}

/** The same in memory of their own. */
export function keptLines(lines: Iterable<Uint8Array>): readonly Uint8Array[] {
  return Array.from(lines, (bytes) => bytes.slice());
}

/**
 * A document of `--format json`, as `JSON.stringify({ packages, ...rest })` writes it.
 *
 * @param lines The packages, a line feed behind each and nowhere else.
 * @param rest At least one value.
 */
export function documentOf(
  lines: readonly Uint8Array[],
  rest: object,
): Uint8Array {
  const head = encoder.encode('{"packages":[');
  const tail = encoder.encode(`],${JSON.stringify(rest).slice(1)}`);
  const length = lines.reduce((sum, { length }) => sum + length, 0);
  const all = new Uint8Array(head.length + length + tail.length);
  all.set(head);
  let end = head.length;
  for (const part of lines) {
    all.set(part, end);
    end += part.length;
  }
  for (
    let at = all.indexOf(LF);
    at >= 0 && at < end;
    at = all.indexOf(LF, at + 1)
  ) all[at] = COMMA;
  // behind the last one stands no comma
  if (length > 0) end--;
  all.set(tail, end);
  return all.subarray(0, end + tail.length);
}
