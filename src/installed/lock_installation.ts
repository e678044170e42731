/**
 * One writer at a time for what is installed.
 *
 * @module
 */

import { realChanges } from "../sys/file_changes.ts";
import { lockFolder } from "../sys/folder_lock.ts";
import type { LockOptions } from "../sys/folder_lock.ts";
import { LOCK } from "./installed_paths.ts";

/**
 * Takes the lock of an installation, whose directory is made where it is missing.
 *
 * Everybody may read what root installed, but whoever can open a directory can lock it: so the lock is a directory of
 * its own, which is closed to others.
 *
 * @returns What gives the lock back.
 * @throws {StoreError} `LOCKED`, `PERMISSION`, or `IO`.
 */
export async function lockInstallation(
  data: string,
  options: Omit<LockOptions, "mode">,
): Promise<Disposable> {
  realChanges.makeDirectory(data);
  return await lockFolder(`${data}/${LOCK}`, { ...options, mode: 0o700 });
}
