/**
 * Ranges of semantic versions. Import it dynamically: the package behind it costs 15 ms.
 *
 * @module
 */

import satisfiesRange from "semver/functions/satisfies.js";
import parseRange from "semver/ranges/valid.js";

/** Whether a text is a range of versions, such as `^1.2` or `>=1 <3`. */
export function isRange(text: string): boolean {
  return parseRange(text) !== null;
}

/** How a version is held against a range. */
export interface SatisfiesOptions {
  /** Whether a prerelease may satisfy a range that does not name one of the same release. */
  readonly prereleases?: boolean;
}

/** Whether a version is in a range; false where one of the two does not parse. */
export function satisfies(
  version: string,
  range: string,
  { prereleases = false }: SatisfiesOptions = {},
): boolean {
  return satisfiesRange(version, range, { includePrerelease: prereleases });
}
