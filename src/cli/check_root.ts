/**
 * Whether `--root` can be one.
 *
 * @module
 */

import { StoreError } from "../core/store_error.ts";
import { statFile } from "../sys/stat_file.ts";

/**
 * Refuses a root that is no directory.
 *
 * @throws {StoreError} `INVALID_ARGUMENT`
 */
export function checkRoot(root: string): void {
  // the machine's own is there, and a look at it is not for nothing
  if (root === "/") return;
  const found = statFile(root);
  if (found?.isDirectory) return;
  const state = found === null ? "it does not exist" : "it is not a directory";
  throw new StoreError(
    "INVALID_ARGUMENT",
    `Cannot use root "${root}": ${state}`,
    {
      hint: "Give --root the directory that holds etc/ and var/.",
    },
  );
}
