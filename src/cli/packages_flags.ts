/**
 * Flags and words that the commands for APT packages share.
 *
 * @module
 */

import { GLOBAL_FLAGS, parseCount } from "./flags.ts";

/** Flags of all of them. */
export const PACKAGES_FLAGS = {
  simulate: {
    kind: "boolean",
    default: false,
    withNegated: false,
    brief: "Only say what would change",
  },
  autoremove: {
    kind: "boolean",
    default: false,
    withNegated: false,
    brief: "Also remove what was installed only for packages that are gone",
  },
  lockTimeout: {
    kind: "parsed",
    parse: parseCount,
    optional: true,
    placeholder: "seconds",
    brief:
      "How long to wait while somebody else changes packages; 0 unless given",
  },
  ...GLOBAL_FLAGS,
} as const;

/** `--allow-remove`, of those that do not remove by themselves. */
export const ALLOW_REMOVE_FLAG = {
  allowRemove: {
    kind: "boolean",
    default: false,
    withNegated: false,
    brief: "Allow that other packages are removed for it",
  },
} as const;

/** What their help says of all of them. */
export const PACKAGES_HELP: readonly string[] = [
  "Nothing is asked: a file of settings that was changed on this machine stays as it is. With --format ndjson",
  "events come while it happens: the plan, progress with a percentage, and done.",
];
