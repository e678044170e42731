/**
 * Warnings while they are collected.
 *
 * @module
 */

import type { Refuse } from "../core/attempt.ts";
import { warningOf } from "../core/warning.ts";
import type { Warning, WarningCode } from "../core/warning.ts";

/** Collects what is wrong with the inputs of one command. */
export class WarningList {
  readonly #warnings: Warning[] = [];

  /** In the order in which they came. */
  get all(): readonly Warning[] {
    return this.#warnings;
  }

  /** Adds warnings. */
  add(...warnings: readonly Warning[]): void {
    this.#warnings.push(...warnings);
  }

  /** Takes errors as warnings of one code. */
  refuse(code: WarningCode): Refuse {
    return (error) =>
      this.add(
        warningOf(
          error,
          error.code === "PERMISSION" ? "APT_FILE_UNREADABLE" : code,
        ),
      );
  }
}
