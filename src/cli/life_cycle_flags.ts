/**
 * Flags of the commands that change or show what is installed.
 *
 * @module
 */

import { StoreError } from "../core/store_error.ts";
import type { AskOptions } from "../stores/store.ts";
import type { GlobalFlags, StoreFlags } from "./context.ts";
import { parseCount, parseText } from "./flags.ts";

/** Flags of every command that changes what is installed. */
export interface LockFlags extends GlobalFlags {
  /** `--lock-timeout`: seconds. */
  readonly lockTimeout: number;
}

/** Flags of the commands that carry out a plan. */
export interface WriteFlags extends LockFlags {
  /** `--dry-run`: only the plan. */
  readonly dryRun: boolean;
}

/** Flags of the commands that ask stores. */
export interface AskFlags extends GlobalFlags, StoreFlags {
  /** `--refresh`. */
  readonly refresh: boolean;
  /** `--max-age`: seconds. */
  readonly maxAge?: number;
  /** `--allow-rollback`. */
  readonly allowRollback: boolean;
}

/** `--lock-timeout` unless given, in seconds. */
const LOCK_SECONDS = 60;

/** The flags of {@link WriteFlags}. */
export const WRITE_FLAGS = {
  dryRun: {
    kind: "boolean",
    default: false,
    withNegated: false,
    brief: "Print the plan and change nothing",
  },
  lockTimeout: {
    kind: "parsed",
    parse: parseCount,
    default: String(LOCK_SECONDS),
    placeholder: "seconds",
    brief: "How long to wait for another storectl that is changing something",
  },
} as const;

/** The flags of {@link AskFlags}. */
export const ASK_FLAGS = {
  refresh: {
    kind: "boolean",
    default: false,
    withNegated: false,
    brief: "Ask the stores themselves, however young what is cached is",
  },
  maxAge: {
    kind: "parsed",
    parse: parseCount,
    optional: true,
    placeholder: "seconds",
    brief: "Take what is cached up to this age",
  },
  allowRollback: {
    kind: "boolean",
    default: false,
    withNegated: false,
    brief: "Take an older state of a store than was seen before",
  },
} as const;

/** How the flags want stores to be asked. */
export function askOptions(
  { refresh, maxAge, allowRollback }: AskFlags,
): AskOptions {
  return {
    refresh,
    allowRollback,
    ...(maxAge === undefined ? {} : { maxAge: maxAge * 1000 }),
  };
}

/** `--autoremove`. */
export const AUTOREMOVE_FLAG = {
  autoremove: {
    kind: "boolean",
    default: false,
    withNegated: false,
    brief: "Remove dependencies that nobody needs any more",
  },
} as const;

/** `--allow-downgrade`. */
export const DOWNGRADE_FLAG = {
  allowDowngrade: {
    kind: "boolean",
    default: false,
    withNegated: false,
    brief: "Let lower versions than the installed ones come",
  },
} as const;

/** `--prerelease`. */
export const PRERELEASE_FLAG = {
  prerelease: {
    kind: "boolean",
    default: false,
    withNegated: false,
    brief: "Take prereleases of what is named",
  },
} as const;

const ID_REGEXP = /^[a-z0-9][a-z0-9._-]{0,127}$/;

/** Reads the id of an extension. */
export function parseId(text: string): string {
  if (ID_REGEXP.test(text)) return text;
  throw new StoreError(
    "INVALID_ARGUMENT",
    `Cannot use "${text}": it is no id of an extension`,
    { hint: "Run storectl list, or storectl search." },
  );
}

/** Positional ids. */
export function idArguments(
  brief: string,
  minimum: number,
  placeholder = "id",
): {
  readonly kind: "array";
  readonly minimum: number;
  readonly parameter: {
    readonly brief: string;
    readonly parse: typeof parseText;
    readonly placeholder: string;
  };
} {
  return {
    kind: "array",
    minimum,
    parameter: { brief, parse: parseText, placeholder },
  };
}
