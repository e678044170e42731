/**
 * Changing a store in a directory, and committing the change where that is a git checkout.
 *
 * @module
 */

import { StoreError } from "../core/store_error.ts";
import { lockFolder } from "../sys/folder_lock.ts";
import { isCheckout } from "../sys/git_checkout.ts";
import type {
  ChangedStore,
  StoreChange,
  StoreChangeOptions,
} from "./store_change.ts";

/** Milliseconds to wait for others who write to the same store. */
const LOCK_TIMEOUT = 60_000;

/**
 * Changes a store in a directory.
 *
 * @throws {StoreError} What the change throws. `INVALID_ARGUMENT`: it is to be pushed and is no checkout. `NETWORK`: it
 * cannot be pushed; then it is published and committed all the same.
 */
export async function changeCheckout<Result>(
  folder: string,
  { apply }: StoreChange<Result>,
  { dryRun, push }: StoreChangeOptions,
): Promise<ChangedStore<Result>> {
  const isGit = isCheckout(folder);
  if (push && !isGit) {
    throw new StoreError(
      "INVALID_ARGUMENT",
      `Cannot push "${folder}": it is not the root of a git checkout`,
      { hint: "Leave --push out." },
    );
  }
  const { result, message } = await apply(folder);
  if (dryRun || !isGit) return { result, commit: null, pushed: false };
  const { GitWorkTree } = await import("../sys/git_work_tree.ts");
  const tree = GitWorkTree.own(folder);
  // whoever publishes at the same time has either changed nothing or everything that belongs together
  using _lock = await lockFolder(folder, { timeout: LOCK_TIMEOUT });
  const paths = ["store.json", "signatures", "extensions"];
  const commit = await tree.commit(paths, message);
  if (!push) return { result, commit, pushed: false };
  if (await tree.push()) return { result, commit, pushed: true };
  throw new StoreError(
    "NETWORK",
    `Cannot push "${folder}": the repository has commits that are not here`,
    { hint: "Run git pull --rebase and git push; it is committed." },
  );
}
