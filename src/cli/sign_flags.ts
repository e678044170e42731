/**
 * The flags of the commands that sign a store.
 *
 * @module
 */

import { StoreError } from "../core/store_error.ts";
import { parseCount, repeatable } from "./flags.ts";

/** For how many days a signature counts unless `--expires` says otherwise. */
export const DEFAULT_EXPIRES_DAYS = 180;

/** The most days of `--expires`: ten years. */
const MOST_DAYS = 3653;

function parseDays(text: string): number {
  const days = parseCount(text);
  if (days >= 1 && days <= MOST_DAYS) return days;
  throw new StoreError(
    "INVALID_ARGUMENT",
    `expected 1 to ${MOST_DAYS} days, found "${text}"`,
    {
      hint:
        "A signature that never expires does not show a store that stands still.",
    },
  );
}

/** `--sign` and `--expires`. */
export const SIGN_FLAGS = {
  sign: repeatable(
    "keyfile",
    "Sign the store with this private key; repeatable, each signs",
  ),
  expires: {
    kind: "parsed",
    parse: parseDays,
    optional: true,
    placeholder: "days",
    brief:
      `Days for which the signature counts; ${DEFAULT_EXPIRES_DAYS} unless given`,
  },
} as const;
