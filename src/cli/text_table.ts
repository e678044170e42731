/**
 * Tables for people.
 *
 * @module
 */

/** One column: its heading, and which side numbers lean to. */
export interface TextColumn {
  /** Heading. */
  readonly title: string;
  /** Whether the cells are numbers. */
  readonly isNumber?: boolean;
}

/** Rows under headings. */
export interface TextTable {
  /** From left to right; the last one is cut where the line is full. */
  readonly columns: readonly TextColumn[];
  /** One cell for each column. */
  readonly rows: Iterable<readonly string[]>;
}

/** How to lay a table out. */
export interface TableStyle {
  /** Columns of the terminal; Infinity to cut nothing. */
  readonly width: number;
  /** Whether headings may be bold. */
  readonly hasColors: boolean;
}

const GAP = "  ";
/** Shows control characters as `?`: a package's text must not steer the terminal. */
export function printable(text: string): string {
  return text.replace(/\s+/g, " ").replace(
    /[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu,
    "?",
  );
}

/** The same for a text of several lines that is laid out already. */
export function printableLines(text: string): string {
  return text.replace(
    /[^\P{Cc}\n]|[\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu,
    "?",
  );
}

/** Cells that a character takes; East Asian scripts and pictographs take two. */
function characterWidth(character: string): number {
  // in here, because what these mean is worked out where they stand, also when no table is printed
  if (/\p{Mn}/u.test(character)) return 0;
  const isWide =
    /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u
      .test(character);
  return isWide ? 2 : 1;
}

/** Cells that a text takes. */
function textWidth(text: string): number {
  if (/^[\x20-\x7e]*$/.test(text)) return text.length;
  let width = 0;
  for (const character of text) width += characterWidth(character);
  return width;
}

/** Cuts a text to a number of cells, with an ellipsis. */
function cut(text: string, width: number): string {
  if (textWidth(text) <= width) return text;
  let out = "";
  let used = 1;
  for (const character of text) {
    used += characterWidth(character);
    if (used > width) break;
    out += character;
  }
  return `${out.trimEnd()}…`;
}

/** Cells that a column keeps, where it needs them. */
const LEAST = 12;

/** Takes cells from the widest of some columns until `excess` is gone, or none is wider than {@link LEAST}. */
function shrink(
  widths: number[],
  columns: readonly number[],
  excess: number,
): void {
  for (let left = excess; left > 0; left--) {
    const most = Math.max(0, ...columns.map((column) => widths[column]!));
    if (most <= LEAST) return;
    widths[columns.find((column) => widths[column] === most)!]!--;
  }
}

/** The widths of the columns on a line of `width`: the last one gives way first, the first one last. */
function fitWidths(natural: readonly number[], width: number): number[] {
  const widths = [...natural];
  const columns = widths.map((_, column) => column);
  const last = columns.length - 1;
  const gaps = last * GAP.length;
  for (const group of [[last], columns.slice(1, last), [0]]) {
    shrink(
      widths,
      group,
      widths.reduce((sum, own) => sum + own, gaps) - width,
    );
  }
  return widths;
}

/** The lines of a table, without line feeds. */
export function* tableLines(
  table: TextTable,
  style: TableStyle,
): Generator<string> {
  const rows = [...table.rows].map((row) => row.map(printable));
  const natural = table.columns.map(({ title }, column) =>
    rows.reduce(
      (most, row) => Math.max(most, textWidth(row[column] ?? "")),
      title.length,
    )
  );
  const widths = fitWidths(natural, style.width);
  const line = (cells: readonly string[]) =>
    cut(
      cells.map((whole, column) => {
        const cell = cut(whole, widths[column]!);
        const padding = " ".repeat(widths[column]! - textWidth(cell));
        return table.columns[column]!.isNumber
          ? padding + cell
          : cell + padding;
      }).join(GAP).trimEnd(),
      style.width,
    );
  const heading = line(table.columns.map(({ title }) => title));
  yield style.hasColors ? `\x1b[1m${heading}\x1b[22m` : heading;
  for (const row of rows) yield line(row);
}
