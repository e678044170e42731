/**
 * Changing a store in a git repository on another machine: in a temporary clone that is committed and pushed.
 *
 * @module
 */

import { StoreError } from "../core/store_error.ts";
import type { GitLocation } from "../sys/git_location.ts";
import { GitWorkTree } from "../sys/git_work_tree.ts";
import { removeTree, temporaryFolder } from "../sys/own_folder.ts";
import { changedPaths } from "./store_change.ts";
import type {
  ChangedStore,
  StoreChange,
  StoreChangeOptions,
} from "./store_change.ts";

/** How often somebody else may be faster. */
const MOST_TRIES = 5;

/**
 * Changes a store in a repository.
 *
 * Where somebody else was faster, it is done once more on what they left.
 *
 * @throws {StoreError} What the change throws. `INVALID_ARGUMENT`: it is neither to be pushed nor a trial. `NETWORK`: it
 * cannot be reached or pushed; then nothing is changed.
 */
export async function changeRepository<Result>(
  location: GitLocation,
  branch: string | undefined,
  { ids, apply }: StoreChange<Result>,
  { dryRun, push }: StoreChangeOptions,
): Promise<ChangedStore<Result>> {
  if (!push && !dryRun) {
    throw new StoreError(
      "INVALID_ARGUMENT",
      `Cannot change "${location.place}" without pushing: it is on another machine`,
      {
        hint:
          "Give --push, or --dry-run to see what would be done, or the path of a checkout.",
      },
    );
  }
  const paths = changedPaths(await ids());
  const home = temporaryFolder();
  for (let tries = 1;; tries++) {
    const folder = `${home}/${tries}`;
    const tree = await GitWorkTree.clone(location, branch, paths, folder);
    const { result, message } = await apply(folder);
    if (dryRun) return { result, commit: null, pushed: false };
    const commit = await tree.commit(paths, message);
    if (commit === null || await tree.push()) {
      removeTree(home);
      return { result, commit, pushed: commit !== null };
    }
    removeTree(folder);
    if (tries === MOST_TRIES) {
      throw new StoreError(
        "NETWORK",
        `Cannot push to "${location.place}": others were faster ${MOST_TRIES} times`,
        { hint: "Try again." },
      );
    }
  }
}
