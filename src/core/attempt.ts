/**
 * Going on after an input that cannot be used.
 *
 * @module
 */

import { StoreError } from "./store_error.ts";

/** Takes the error of one part of an input; the other parts still count. */
export type Refuse = (error: StoreError) => void;

/** Runs `action`; a {@link StoreError} goes to `refuse`, anything else is a bug and passes. */
export function attempt(refuse: Refuse, action: () => void): void {
  try {
    action();
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    refuse(error);
  }
}
