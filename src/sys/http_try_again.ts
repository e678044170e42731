/**
 * A failure that the next attempt may not have.
 *
 * @module
 */

import type { StoreError } from "../core/store_error.ts";

/** Thrown by an attempt that may go better the next time. */
export class TryAgain extends Error {
  /** Always the same. */
  override readonly name = "TryAgain";

  /**
   * Makes one.
   *
   * @param failure What to say when no attempt is left.
   * @param retryAfter The pause that the server asks for, in milliseconds.
   */
  constructor(readonly failure: StoreError, readonly retryAfter?: number) {
    super(failure.message, { cause: failure });
  }
}
