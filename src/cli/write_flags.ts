/**
 * The flags of the commands that change a store in a directory.
 *
 * @module
 */

import { StoreError } from "../core/store_error.ts";
import { GLOBAL_FLAGS } from "./flags.ts";
import { SIGN_FLAGS } from "./sign_flags.ts";

/** Seconds to wait for other writers unless `--lock-timeout` says otherwise. */
export const DEFAULT_LOCK_SECONDS = 60;
/** The most seconds of `--lock-timeout`: a day. */
const MOST_SECONDS = 24 * 60 * 60;

function parseSeconds(text: string): number {
  const seconds = text.trim() === "" ? NaN : Number(text);
  if (seconds >= 0 && seconds <= MOST_SECONDS) return seconds;
  throw new StoreError(
    "INVALID_ARGUMENT",
    `expected 0 to ${MOST_SECONDS} seconds, found "${text}"`,
    { hint: "Give it as digits." },
  );
}

/** `--dry-run`, `--push`, `--lock-timeout`, those that sign, and those of every command. */
export const WRITE_FLAGS = {
  push: {
    kind: "boolean",
    default: false,
    withNegated: false,
    brief: "Push the commit, where the store is a git repository",
  },
  dryRun: {
    kind: "boolean",
    default: false,
    withNegated: false,
    brief: "Write nothing; say what would be done",
  },
  lockTimeout: {
    kind: "parsed",
    parse: parseSeconds,
    optional: true,
    placeholder: "seconds",
    brief:
      `How long to wait for other writers; ${DEFAULT_LOCK_SECONDS} unless given`,
  },
  ...SIGN_FLAGS,
  ...GLOBAL_FLAGS,
} as const;
