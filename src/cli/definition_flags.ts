/**
 * Flags of the commands that write store definitions.
 *
 * @module
 */

import { parseText, SCOPE_FLAG } from "./flags.ts";

/** `--overwrite`. */
export const OVERWRITE_FLAG = {
  overwrite: {
    kind: "boolean",
    default: false,
    withNegated: false,
    brief: "Replace what has the same name",
  },
} as const;

/** Where a definition goes to. */
export const TARGET_FLAGS = {
  dir: {
    kind: "parsed",
    parse: parseText,
    optional: true,
    placeholder: "dir",
    brief: "Directory to write to, in place of the user's or the system's",
  },
  ...OVERWRITE_FLAG,
  ...SCOPE_FLAG,
} as const;
