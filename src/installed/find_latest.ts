/**
 * The version that an update would bring, as far as its store alone decides.
 *
 * @module
 */

import { compareVersions, isPrerelease } from "../extensions/version.ts";
import type { PlanInput } from "./change_request.ts";
import { currentVersion } from "./registry.ts";
import type { InstalledExtension } from "./registry.ts";

/**
 * The highest version of the store that an extension came from.
 *
 * @param prereleases Whether it may be one even if the user did not ask for that before.
 * @returns Undefined where it is not higher than the installed one.
 */
export async function findLatest(
  extension: InstalledExtension,
  { offers, locationOf }: Pick<PlanInput, "offers" | "locationOf">,
  prereleases: boolean,
): Promise<string | undefined> {
  const { store, location, version: own } = currentVersion(extension);
  if (locationOf(store) !== location) return undefined;
  const offered = await offers.of(extension.id);
  const higher = offered.filter((offer) =>
    offer.store.name === store && compareVersions(offer.version, own) > 0 &&
    (prereleases || extension.prereleases || !isPrerelease(offer.version))
  );
  return higher.map(({ version }) => version).sort(compareVersions).at(-1);
}
