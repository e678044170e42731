/**
 * Something that is wrong with an input while the answer still stands.
 *
 * @module
 */

import type { StoreError } from "./store_error.ts";

/** Stable name of a warning; part of the JSON contract. */
export type WarningCode =
  | "APT_CONFIG_INVALID"
  | "APT_FILE_UNREADABLE"
  | "APT_LIST_DAMAGED"
  | "APT_LIST_MISSING"
  | "APT_PREFERENCES_INVALID"
  | "APT_RELEASE_INVALID"
  | "APT_SOURCES_INVALID"
  | "APT_STATUS_INVALID"
  | "ARGUMENT_UNKNOWN_VALUE"
  | "CONFIG_INVALID"
  | "DEFINITION_DUPLICATE"
  | "DEFINITION_INVALID"
  | "DEFINITION_UNKNOWN_KEY"
  | "DEFINITION_UNREADABLE"
  | "DEPENDENCY_CYCLE"
  | "EXTENSION_HELD"
  | "EXTENSION_HELD_BACK"
  | "EXTENSION_UNAVAILABLE"
  | "FILE_SKIPPED"
  | "NOT_UTF8"
  | "SIGNATURE_EXPIRED"
  | "STORE_BUSY"
  | "STORE_INVALID"
  | "STORE_LEFTOVER"
  | "STORE_REFUSED"
  | "STORE_SLOW"
  | "STORE_STALE"
  | "STORE_UNUSABLE"
  | "TRUST_NOT_KEPT"
  | "VERSION_LEFT_OUT";

/** A warning as it stands in a reply. */
export interface Warning {
  /** Stable name. */
  readonly code: WarningCode;
  /** One sentence without a final period. */
  readonly message: string;
  /** What to do next: one imperative sentence. */
  readonly hint?: string;
  /** The file it is about. */
  readonly path?: string;
  /** Line in that file, 1-based. */
  readonly line?: number;
  /** Column in that line, 1-based, in UTF-16 code units. */
  readonly column?: number;
}

/** Splits `path:line:column` from its right end; the path may hold colons itself. */
const PLACE_REGEXP = /^(.*?)(?::(\d+))?(?::(\d+))?$/s;

/** Turns an error about one input into a warning, so that the others still answer. */
export function warningOf(error: StoreError, code: WarningCode): Warning {
  const { hint, at } = error.details;
  const [, path, line, column] = PLACE_REGEXP.exec(at ?? "") ?? [];
  return {
    code,
    message: error.message,
    ...(hint === undefined ? {} : { hint }),
    ...(path ? { path } : {}),
    ...(line === undefined ? {} : { line: Number(line) }),
    ...(column === undefined ? {} : { column: Number(column) }),
  };
}
