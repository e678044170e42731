/**
 * Notices text that was shown with replacement characters.
 *
 * @module
 */

import type { Warning } from "../core/warning.ts";
import type { OpenedRoot } from "./context.ts";

const REPLACEMENT = "\ufffd";

/** Whether a value of a reply holds a replacement character. */
function isReplaced(value: unknown): boolean {
  if (typeof value === "string") return value.includes(REPLACEMENT);
  return Array.isArray(value) && value.some(isReplaced);
}

/** Collects a warning for each index file whose text is not UTF-8, while rows are made. */
export class Utf8Watch {
  readonly #paths = new Set<string>();

  /**
   * Starts without a warning.
   *
   * @param opened Where the rows come from.
   * @param warnings Takes the warnings.
   */
  constructor(readonly opened: OpenedRoot, readonly warnings: Warning[]) {}

  /** Looks at what was made of a row. */
  look(row: number, shown: Readonly<Record<string, unknown>>): void {
    if (!Object.values(shown).some(isReplaced)) return;
    const { root, catalog } = this.opened;
    const { table } = catalog.data;
    const path = root.indexPaths[table.file[catalog.stanza[row]!]!]!;
    if (this.#paths.has(path)) return;
    this.#paths.add(path);
    const name = table.names.text(catalog.name[row]!);
    this.warnings.push({
      code: "NOT_UTF8",
      message:
        `Cannot show package "${name}" as written: its metadata is not UTF-8`,
      hint: "Ask the publisher of the repository to mend it.",
      path,
    });
  }
}
