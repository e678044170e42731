/**
 * How every way of unpacking says that a file is damaged.
 *
 * @module
 */

import { StoreError } from "../core/store_error.ts";

/** What is said of data that stop before their format says so. */
export const ENDS_EARLY = "it ends early";

/**
 * A `DATA_CORRUPT` about a compressed file.
 *
 * @param state What is wrong with it: a clause that follows a colon.
 */
export function damaged(
  path: string,
  state: string,
  cause?: unknown,
): StoreError {
  return new StoreError("DATA_CORRUPT", `Cannot unpack "${path}": ${state}`, {
    hint: "Run apt update to fetch the list again.",
    at: path,
    ...(cause === undefined ? {} : { cause }),
  });
}

/** Words for what a decompressor threw. */
export function stateOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return `the data are damaged (${text.replace(/\.$/, "")})`;
}
