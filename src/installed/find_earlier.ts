/**
 * Which version to go back to. Pure.
 *
 * @module
 */

import { StoreError } from "../core/store_error.ts";
import { compareVersions } from "../extensions/version.ts";
import { currentVersion, versionIn } from "./registry.ts";
import type { InstalledExtension, KeptVersion } from "./registry.ts";

/**
 * The version that was in use before, or the one that is asked for.
 *
 * @param to A version that is kept.
 * @throws {StoreError} `NOTHING_TO_ROLL_BACK`: there is none.
 */
export function findEarlier(
  extension: InstalledExtension,
  to?: string,
): KeptVersion {
  const { id, history, versions } = extension;
  const current = currentVersion(extension);
  if (to === undefined) {
    const last = history.at(-1);
    if (last !== undefined) return versionIn(extension, last)!;
    throw new StoreError(
      "NOTHING_TO_ROLL_BACK",
      `Cannot roll back "${id}": no version before ${current.version} is kept`,
      { hint: `Run storectl info ${id}, which lists what the stores offer.` },
    );
  }
  const others = versions.filter((version) => version !== current);
  // of the same version from two stores, the one that came last
  const found = others.findLast(({ version }) => version === to);
  if (found !== undefined) return found;
  const kept = [...new Set(others.map(({ version }) => version))]
    .sort(compareVersions);
  throw new StoreError(
    "NOTHING_TO_ROLL_BACK",
    `Cannot roll back "${id}" to ${to}: ${
      to === current.version ? "that is the version in use" : "it is not kept"
    }`,
    {
      hint: kept.length === 0
        ? `Run storectl install ${id}@${to} --allow-downgrade.`
        : `Use one of ${kept.join(", ")}.`,
    },
  );
}
