/**
 * Flags that several commands share, and how their values are read.
 *
 * @module
 */

import { StoreError } from "../core/store_error.ts";
import type { Format } from "./context.ts";

/** How results can be printed. */
export const FORMATS: readonly Format[] = ["json", "ndjson", "table"];

/** Flags of every command. */
export const GLOBAL_FLAGS = {
  format: {
    kind: "enum",
    values: FORMATS,
    optional: true,
    brief: "How to print the result; table on a terminal, else json",
  },
  root: {
    kind: "parsed",
    parse: parseText,
    default: "/",
    placeholder: "dir",
    brief: "Directory that plays /",
  },
  quiet: {
    kind: "boolean",
    default: false,
    withNegated: false,
    brief: "Print no warnings for people",
  },
  verbose: {
    kind: "boolean",
    default: false,
    withNegated: false,
    brief: "Print more for people",
  },
  color: { kind: "boolean", default: true, brief: "Use colours on a terminal" },
} as const;

/** Flags of the commands that read store definitions. */
export const STORE_FLAGS = {
  storesDir: {
    kind: "parsed",
    parse: parseText,
    variadic: true,
    optional: true,
    placeholder: "dir",
    brief: "Another directory of store definitions; repeatable",
  },
} as const;

/** `--all-architectures`. */
export const ARCHITECTURE_FLAG = {
  allArchitectures: {
    kind: "boolean",
    default: false,
    withNegated: false,
    brief:
      "Count and show packages of foreign architectures that the native one has too",
  },
} as const;

/** `--store` where one is meant. */
export const ONE_STORE_FLAG = {
  store: {
    kind: "parsed",
    parse: parseText,
    optional: true,
    placeholder: "id",
    brief: "Only packages of this store",
  },
} as const;

/** `--scope`. */
export const SCOPE_FLAG = {
  scope: {
    kind: "enum",
    values: ["user", "system"],
    optional: true,
    brief: "Whose list of stores; system for root and with --root, else user",
  },
} as const;

/** `--timeout`. */
export const TIMEOUT_FLAG = {
  timeout: {
    kind: "parsed",
    parse: parseSeconds,
    default: "10",
    placeholder: "seconds",
    brief: "Time that each store has to answer",
  },
} as const;

/** A repeatable flag that takes text. */
export function repeatable<Brief extends string>(
  placeholder: string,
  brief: Brief,
): {
  readonly kind: "parsed";
  readonly parse: typeof parseText;
  readonly variadic: true;
  readonly optional: true;
  readonly placeholder: string;
  readonly brief: Brief;
} {
  return {
    kind: "parsed",
    parse: parseText,
    variadic: true,
    optional: true,
    placeholder,
    brief,
  };
}

/** Takes a value as it is. */
export function parseText(text: string): string {
  return text;
}

/** Reads a whole number that is not negative. */
export function parseCount(text: string): number {
  const number = text.trim() === "" ? NaN : Number(text);
  if (Number.isSafeInteger(number) && number >= 0) return number;
  throw new StoreError(
    "INVALID_ARGUMENT",
    `expected a whole number of at least 0, found "${text}"`,
    { hint: "Give it as digits." },
  );
}

/** Reads a whole number. */
export function parseInteger(text: string): number {
  const number = text.trim() === "" ? NaN : Number(text);
  if (Number.isSafeInteger(number)) return number;
  throw new StoreError(
    "INVALID_ARGUMENT",
    `expected a whole number, found "${text}"`,
    { hint: "Give it as digits." },
  );
}

/** Reads seconds, which may have a fraction, as milliseconds. */
export function parseSeconds(text: string): number {
  const number = text.trim() === "" ? NaN : Number(text);
  if (number > 0 && number <= 3600) return number * 1000;
  throw new StoreError(
    "INVALID_ARGUMENT",
    `expected seconds, over 0 and up to 3600, found "${text}"`,
    { hint: "Give it as digits." },
  );
}
