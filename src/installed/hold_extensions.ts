/**
 * Keeps extensions at their versions, or lets them go.
 *
 * @module
 */

import type { FileChanges } from "../sys/file_changes.ts";
import type { Installation } from "./read_installation.ts";
import {
  clearLeftovers,
  clearQuietly,
  switchInstallation,
} from "./switch_installation.ts";

/**
 * Says of installed extensions whether updates leave them alone. The caller has the lock.
 *
 * @param ids Installed extensions.
 * @returns The new state.
 * @throws {StoreError} `PERMISSION`, or `IO`; then all is as before.
 */
export async function holdExtensions(
  changes: FileChanges,
  installation: Installation,
  ids: Iterable<string>,
  held: boolean,
): Promise<Installation> {
  clearLeftovers(changes, installation);
  const registry = new Map(installation.registry);
  for (const id of ids) registry.set(id, { ...registry.get(id)!, held });
  try {
    return await switchInstallation(changes, installation, registry);
  } finally {
    clearQuietly(changes, installation.data);
  }
}
