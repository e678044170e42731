/**
 * A column of which only the asked-for part is read.
 *
 * @module
 */

import type { Container } from "./container.ts";

/** A column of whole numbers in memory. */
export type WholeColumn = Uint8Array | Uint16Array | Uint32Array;

/** Values that are read at once. */
const WINDOW = 4096;

/** A column of whole numbers, one for each row, in a container. */
export class PagedColumn {
  #window: WholeColumn = new Uint8Array(0);
  /** First row of the window. */
  #from = 0;

  /**
   * Names a column; nothing is read yet.
   *
   * @param count Number of rows.
   */
  constructor(
    readonly container: Container<unknown>,
    readonly name: string,
    readonly count: number,
  ) {}

  /** The value of a row. */
  at(row: number): number {
    let value = this.#window[row - this.#from];
    if (value === undefined) {
      this.#from = row - row % WINDOW;
      const end = Math.min(this.#from + WINDOW, this.count);
      this.#window = this.container.column(
        this.name,
        this.count,
        this.#from,
        end,
      );
      value = this.#window[row - this.#from]!;
    }
    return value;
  }

  /** All values. */
  all(): WholeColumn {
    return this.container.column(this.name, this.count);
  }
}
