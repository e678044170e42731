/**
 * Notices text that was shown with replacement characters.
 *
 * @module
 */

import type { Warning } from "../core/warning.ts";
import type { Catalog } from "../catalog/catalog.ts";
import type { RootCatalog } from "../catalog/root_catalog.ts";

const REPLACEMENT = "\ufffd";

/** Whether a value of a reply holds a replacement character. */
function isReplaced(value: unknown): boolean {
  if (typeof value === "string") return value.includes(REPLACEMENT);
  return Array.isArray(value) && value.some(isReplaced);
}

/** Collects a warning for each index file whose text is not UTF-8, while rows are made. */
export class Utf8Watch {
  readonly #files = new Set<number>();

  /**
   * Starts without a warning.
   *
   * @param catalog Where the rows come from.
   * @param warnings Takes the warnings.
   * @param isNeeded Whether to look at all.
   */
  constructor(
    { layers }: RootCatalog,
    readonly warnings: Warning[],
    readonly isNeeded: boolean = layers.some(({ facts }) => facts.hasReplaced),
  ) {}

  /** Looks at what was made of a row of a layer. */
  look(
    catalog: Catalog,
    row: number,
    shown: Readonly<Record<string, unknown>>,
  ): void {
    if (!this.isNeeded || !Object.values(shown).some(isReplaced)) return;
    const file = catalog.textFile.at(row);
    if (this.#files.has(file)) return;
    this.#files.add(file);
    this.warnings.push({
      code: "NOT_UTF8",
      message: `Cannot show package "${
        catalog.name(row)
      }" as written: its metadata is not UTF-8`,
      hint: "Ask the publisher of the repository to mend it.",
      path: catalog.facts.files[file]!.path,
    });
  }
}
