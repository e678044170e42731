/**
 * What happens while a root is read: warnings, and which files were looked at.
 *
 * @module
 */

import type { CatalogInput } from "../catalog/catalog_facts.ts";
import type { Refuse } from "../core/attempt.ts";
import { warningOf } from "../core/warning.ts";
import type { Warning, WarningCode } from "../core/warning.ts";
import { settledState } from "../sys/file_state.ts";

/** What to do next, where the error itself does not say it. */
const NEXT_STEPS: Partial<Readonly<Record<WarningCode, string>>> = {
  APT_CONFIG_INVALID: "Mend the file.",
  APT_LIST_DAMAGED: "Run apt update.",
  APT_PREFERENCES_INVALID: "Mend the file, see apt_preferences(5).",
  APT_RELEASE_INVALID: "Run apt update.",
  APT_SOURCES_INVALID: "Mend the file, see sources.list(5).",
  APT_STATUS_INVALID: "Mend the file.",
};

/** Collects what is wrong with the inputs of one command, and their states. */
export class ReadLog {
  readonly #warnings: Warning[] = [];
  readonly #inputs = new Map<string, string>();

  /** In the order in which they came. */
  get all(): readonly Warning[] {
    return this.#warnings;
  }

  /** The files and directories that were looked at, as they were before. */
  get inputs(): readonly CatalogInput[] {
    return Array.from(this.#inputs, ([path, state]) => ({ path, state }));
  }

  /** Adds warnings. */
  add(...warnings: readonly Warning[]): void {
    this.#warnings.push(...warnings);
  }

  /** Takes errors as warnings of one code. */
  refuse(code: WarningCode): Refuse {
    return (error) => {
      const own = error.code === "PERMISSION" ? "APT_FILE_UNREADABLE" : code;
      const { hint = NEXT_STEPS[own], ...warning } = warningOf(error, own);
      const { code: _, message, ...place } = warning;
      this.add({
        code: own,
        message,
        ...(hint === undefined ? {} : { hint }),
        ...place,
      });
    };
  }

  /**
   * Takes note of a file or directory; to be called before it is read.
   *
   * @returns Its state.
   */
  note(path: string): string {
    let state = this.#inputs.get(path);
    if (state === undefined) this.#inputs.set(path, state = settledState(path));
    return state;
  }
}
