/**
 * What an installed extension can become. Pure.
 *
 * @module
 */

import { compareVersions, isPrerelease } from "../extensions/version.ts";
import type { ChangeRequest, PlanInput } from "./change_request.ts";
import type { Choice } from "./choice.ts";
import { currentVersion } from "./registry.ts";
import type { InstalledExtension } from "./registry.ts";

/** What decides. */
export interface ChoosingInput extends Pick<PlanInput, "locationOf"> {
  /** All that is asked for. */
  readonly request: ChangeRequest;
  /** Whether the extension is to be installed by name. */
  readonly isAsked: boolean;
  /** Whether it may become a prerelease. */
  readonly takesPrereleases: boolean;
}

/** What there is to choose from. */
export interface InstalledChoices {
  /** Best first. */
  readonly choices: readonly Choice[];
  /** Whether lower versions are left out that a flag would let in. */
  readonly hasLower: boolean;
}

/** The one store that versions may come from; undefined where that is not there any more. */
function storeOf(
  extension: InstalledExtension,
  { request, isAsked, locationOf }: ChoosingInput,
): string | undefined {
  if (isAsked && request.store !== undefined) return request.store;
  const { store, location } = currentVersion(extension);
  return locationOf(store) === location ? store : undefined;
}

/** The versions that are on disk, and those of its store that are not. */
function within(
  extension: InstalledExtension,
  offered: readonly Choice[],
  input: ChoosingInput,
): readonly Choice[] {
  const { id, current, versions } = extension;
  const { request, isAsked, locationOf } = input;
  const store = storeOf(extension, input);
  const isKept = (choice: Choice) =>
    versions.some((kept) =>
      kept.version === choice.version && kept.store === choice.store &&
      kept.location === locationOf(choice.store)
    );
  const comesAgain = request.reinstall === true && isAsked;
  return [
    // an earlier version may be of another store, and only who asks for it by name goes back to that one
    ...versions.filter((kept) =>
      request.rollback?.id === id || kept.store === store ||
      kept.directory === current
    ).map((kept): Choice => ({
      id,
      version: kept.version,
      store: kept.store,
      kept,
    })),
    ...offered.filter((choice) =>
      choice.store === store && (comesAgain || !isKept(choice))
    ),
  ];
}

/**
 * What an installed extension can become: never, unless that is asked for, one of another store or a lower one.
 *
 * @param offered What the stores offer.
 */
export function choicesOfInstalled(
  extension: InstalledExtension,
  offered: readonly Choice[],
  input: ChoosingInput,
): InstalledChoices {
  const { allowDowngrade, rollback, update } = input.request;
  const current = currentVersion(extension);
  const all = within(extension, offered, input);
  const isLower = ({ kept, version }: Choice) =>
    kept !== current && compareVersions(version, current.version) < 0;
  const takesLower = allowDowngrade === true || rollback !== undefined;
  const isUpdated = update?.has(extension.id) === true;
  // what is preferred, in the order in which it counts; the higher the better
  const merits = ({ kept, version }: Choice) =>
    [
      Number(isUpdated || kept === current),
      Number(
        kept === current || !isPrerelease(version) || input.takesPrereleases,
      ),
    ] as const;
  const choices = all.filter((choice) => takesLower || !isLower(choice))
    .toSorted((a, b) => {
      const [[ownA, plainA], [ownB, plainB]] = [merits(a), merits(b)];
      return ownB - ownA || plainB - plainA ||
        compareVersions(b.version, a.version) ||
        Number(b.kept === current) - Number(a.kept === current);
    });
  // only commands that have the flag say so
  const hasLower = allowDowngrade === false && all.some(isLower);
  return { choices, hasLower };
}
