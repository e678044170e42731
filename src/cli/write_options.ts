/**
 * What the commands that change a store have in common.
 *
 * @module
 */

import type { ChangeOptions } from "../stores/change_store.ts";
import type { GlobalFlags } from "./context.ts";
import { printWarning } from "./output.ts";
import { DEFAULT_EXPIRES_DAYS } from "./sign_flags.ts";
import { DEFAULT_LOCK_SECONDS } from "./write_flags.ts";

/** Values of the flags in `write_flags.ts`. */
export interface WriteFlags extends GlobalFlags {
  /** `--dry-run`. */
  readonly dryRun: boolean;
  /** `--lock-timeout`, in seconds. */
  readonly lockTimeout?: number;
  /** `--sign`, repeatable. */
  readonly sign?: readonly string[];
  /** `--expires`, in days. */
  readonly expires?: number;
}

/**
 * How to change a store, by the flags.
 *
 * @param store The store as it was named.
 * @throws {StoreError} `NOT_FOUND`, `PERMISSION`, or `KEY_INVALID`: a key that cannot be read.
 */
export async function writeOptions(
  store: string,
  flags: WriteFlags,
): Promise<ChangeOptions & { readonly dryRun: boolean }> {
  const { sign = [], expires = DEFAULT_EXPIRES_DAYS } = flags;
  const signing = sign.length === 0
    ? undefined
    : await (await import("../stores/sign_change.ts"))
      .readSigning(sign, expires);
  return {
    dryRun: flags.dryRun,
    lockTimeout: 1000 * (flags.lockTimeout ?? DEFAULT_LOCK_SECONDS),
    onWait: () =>
      printWarning({
        code: "STORE_BUSY",
        message:
          `Waiting for store "${store}": another process is writing to it`,
        path: store,
      }, flags),
    signing,
    now: Date.now(),
  };
}
