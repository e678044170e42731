/**
 * The names of all rows in their order, and the rows of a name.
 *
 * @module
 */

import type { Container } from "./container.ts";
import { MARK_ROWS } from "./name_marks.ts";

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** Compares texts by their bytes. */
function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const shorter = Math.min(a.length, b.length);
  for (let index = 0; index < shorter; index++) {
    if (a[index] !== b[index]) return a[index]! - b[index]!;
  }
  return a.length - b.length;
}

/** Reads the sections `names` and `marks`. */
export class NameIndex {
  /** @param count Number of rows. */
  constructor(
    readonly container: Container<unknown>,
    readonly count: number,
  ) {}

  /** The name of a row. */
  at(row: number): string {
    return decoder.decode(this.#bytes("names", row));
  }

  /** The first row of a name, or the row before which it would stand, as -1 - row. */
  find(name: string): number {
    const wanted = new TextEncoder().encode(name);
    // behind the last mark before it, and not behind the next one
    const marks = Math.ceil(this.count / MARK_ROWS);
    const mark = this.#firstNotBefore("marks", 0, marks, wanted);
    const low = this.#firstNotBefore(
      "names",
      Math.max(0, mark - 1) * MARK_ROWS,
      Math.min(mark * MARK_ROWS, this.count),
      wanted,
    );
    return low < this.count && this.at(low) === name ? low : -1 - low;
  }

  /** The first of some sorted texts that does not stand before another one; `high` where all do. */
  #firstNotBefore(
    section: "marks" | "names",
    low: number,
    high: number,
    wanted: Uint8Array,
  ): number {
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (compareBytes(this.#bytes(section, middle), wanted) < 0) {
        low = middle + 1;
      } else high = middle;
    }
    return low;
  }

  #bytes(section: "marks" | "names", number: number): Uint8Array {
    const [start, end] = this.container.words32(
      `${section}.starts`,
      number,
      number + 2,
    );
    const behind = section === "names" ? 1 : 0; // a line feed
    return this.container.bytes(section, start, end! - behind);
  }
}
