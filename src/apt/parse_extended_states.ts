/**
 * `extended_states`: which packages were installed only as dependencies.
 *
 * @module
 */

import { parseStanzas } from "./deb822.ts";

/** One automatically installed package. */
export interface AutoInstalled {
  /** Package name. */
  readonly name: string;
  /** Architecture, or "" where the file names none. */
  readonly architecture: string;
}

/**
 * Reads the packages that are marked as automatically installed.
 *
 * Source: `pkgDepCache::readStateFile`.
 *
 * @param path Its name, for errors.
 * @throws {StoreError} `APT_SYNTAX`: the file does not parse.
 */
export function parseExtendedStates(
  text: string,
  path: string,
): readonly AutoInstalled[] {
  const found: AutoInstalled[] = [];
  for (const stanza of parseStanzas(text, { path })) {
    if (!(Number.parseInt(stanza.get("Auto-Installed"), 10) > 0)) continue;
    found.push({
      name: stanza.get("Package"),
      architecture: stanza.get("Architecture"),
    });
  }
  return found;
}
