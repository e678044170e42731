/**
 * Where the lists of stores lie.
 *
 * @module
 */

import { below } from "./_apt_paths.ts";
import type { Scope } from "./store_entry.ts";

/** A list of stores that may be there. */
export interface ConfigPlace {
  /** Whose it is. */
  readonly scope: Scope;
  /** The file. */
  readonly path: string;
}

/**
 * The lists of stores in the order in which they count.
 *
 * @param root The directory that plays `/`.
 * @param userFolder The user's own configuration directory of storectl; undefined where there is none, or where the
 * root is another machine's.
 */
export function configPlaces(
  root: string,
  userFolder: string | undefined,
): readonly ConfigPlace[] {
  const system: ConfigPlace = {
    scope: "system",
    path: below(root, "/etc/storectl/stores.json"),
  };
  return userFolder === undefined
    ? [system]
    : [{ scope: "user", path: `${userFolder}/stores.json` }, system];
}
