/**
 * `SHA256SUMS`: the list that `sha256sum --check` reads.
 *
 * @module
 */

/** One line. */
export interface SumLine {
  /** 1-based. */
  readonly line: number;
  /** 64 hex digits, in lower case. */
  readonly sha256: string;
  /** As it was meant, from the directory of the list; without one leading `./`. */
  readonly path: string;
}

/** What a list says. */
export interface Sums {
  /** In the order of the file. */
  readonly lines: readonly SumLine[];
  /** Numbers of lines that are none. */
  readonly wrong: readonly number[];
}

const LINE_REGEXP = /^(\\?)([0-9a-fA-F]{64}) [ *](.+)$/s;

/** Undoes what `sha256sum` does to names with line feeds and backslashes. */
function unescapeName(name: string): string {
  return name.replace(
    /\\([nr\\])/g,
    (_, letter: string) => ({ n: "\n", r: "\r" })[letter] ?? "\\",
  );
}

/** Parses a list; lines that `sha256sum` skips, empty ones and comments, are left out. */
export function parseSums(text: string): Sums {
  const lines: SumLine[] = [];
  const wrong: number[] = [];
  for (const [index, raw] of text.split("\n").entries()) {
    if (raw === "" || raw.startsWith("#")) continue;
    const [, escape, hex, name] = LINE_REGEXP.exec(raw) ?? [];
    if (hex === undefined || name === undefined) {
      wrong.push(index + 1);
      continue;
    }
    const path = escape === "" ? name : unescapeName(name);
    lines.push({
      line: index + 1,
      sha256: hex.toLowerCase(),
      path: path.startsWith("./") ? path.slice(2) : path,
    });
  }
  return { lines, wrong };
}
