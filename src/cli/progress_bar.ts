/**
 * A bar that shows how far some reading is.
 *
 * @module
 */

/** How far it is. */
export interface Progress {
  /** Bytes so far. */
  readonly done: number;
  /** Bytes in all. */
  readonly total: number;
  /** Milliseconds since the start. */
  readonly elapsed: number;
}

/** Cells of the bar itself, at most. */
const MOST_CELLS = 30;
const UNITS = ["B", "kB", "MB", "GB", "TB"];

/** Bytes for people: `1.5 MB`. */
export function byteText(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1000;
    unit++;
  }
  const digits = unit === 0 || value >= 99.5 ? 0 : 1;
  return `${value.toFixed(digits)} ${UNITS[unit]}`;
}

/**
 * One line: a bar, a share, bytes and their rate.
 *
 * @param columns Cells of the terminal; what has no room is left out.
 */
export function progressText(
  { done, total, elapsed }: Progress,
  columns: number,
): string {
  const share = total === 0 ? 1 : Math.min(1, done / total);
  const rate = elapsed > 0 ? `  ${byteText(done * 1000 / elapsed)}/s` : "";
  const facts = `${String(Math.floor(share * 100)).padStart(3)} %  ${
    byteText(done)
  } of ${byteText(total)}${rate}`;
  const cells = Math.min(MOST_CELLS, columns - facts.length - 5);
  if (cells < 5) return facts.slice(0, Math.max(0, columns - 1));
  const full = Math.round(share * cells);
  return `[${"#".repeat(full)}${" ".repeat(cells - full)}] ${facts}`;
}
