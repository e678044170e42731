/**
 * What the commands that change a store have in common.
 *
 * @module
 */

import type { ChangeOptions } from "../stores/change_store.ts";
import type { ChangedStore, StoreChange } from "../stores/store_change.ts";
import type { CommandContext, GlobalFlags } from "./context.ts";
import { printWarning } from "./output.ts";
import { DEFAULT_EXPIRES_DAYS } from "./sign_flags.ts";
import { DEFAULT_LOCK_SECONDS } from "./write_flags.ts";

/** Values of the flags in `write_flags.ts`. */
export interface WriteFlags extends GlobalFlags {
  /** `--dry-run`. */
  readonly dryRun: boolean;
  /** `--push`. */
  readonly push: boolean;
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

/**
 * Changes the store that a flag names: a directory, a git repository, or a store that was added.
 *
 * @throws {StoreError} What the change throws, and why the store cannot be changed.
 */
export async function changeNamedStore<Result>(
  context: CommandContext,
  name: string,
  flags: WriteFlags,
  change: StoreChange<Result>,
): Promise<ChangedStore<Result>> {
  const { findChangeable } = await import("../stores/find_changeable.ts");
  const store = await findChangeable(
    name,
    async () => (await context.readEntries(flags))?.entries ?? [],
  );
  return await store.run(change, flags);
}

/** What became of a change in git, for the end of a sentence; empty where there is no commit. */
export function gitWords(
  { commit, pushed }: Pick<ChangedStore<unknown>, "commit" | "pushed">,
): string {
  return commit === null
    ? ""
    : `; ${pushed ? "pushed" : "committed"} as ${commit.slice(0, 12)}`;
}
