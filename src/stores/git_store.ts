/**
 * The kind `git`: a store in a git repository.
 *
 * @module
 */

import { readGitLocation, readGitRevision } from "../sys/git_location.ts";
import { changeRepository } from "./change_repository.ts";
import { gitTree } from "./git_tree.ts";
import { linkedStore } from "./linked_store.ts";
import { isAddress } from "./store_change.ts";
import type { StoreKindModule } from "./store_kind_module.ts";

/** A path as a `file` URL, which git asks as it asks any other repository. */
function fileUrl(path: string, folder: string): string {
  const names: string[] = [];
  const whole = path.startsWith("/") ? path : `${folder}/${path}`;
  for (const name of whole.split("/")) {
    if (name === "..") names.pop();
    else if (name !== "" && name !== ".") names.push(name);
  }
  return `file:///${names.map(encodeURIComponent).join("/")}`;
}

/**
 * A location in the form that is kept.
 *
 * @param folder Where a relative path begins.
 * @throws {StoreError} `INVALID_ARGUMENT`: it cannot be a repository.
 */
function keptLocation(location: string, folder: string): string {
  const isPath = /^\.{0,2}\//.test(location) || /^\.{1,2}$/.test(location) ||
    !location.includes(":") && location !== "";
  const kept = isPath ? fileUrl(location, folder) : location;
  readGitLocation(kept);
  return kept;
}

/** Stores in git repositories. */
export const gitKind: StoreKindModule = {
  takesBranch: true,
  change: {
    claims: isAddress,
    run: ({ location, branch }, change, options) =>
      changeRepository(
        readGitLocation(keptLocation(location, "/")),
        branch === undefined ? undefined : readGitRevision(branch),
        change,
        options,
      ),
  },
  readLocation: keptLocation,
  open: async (entry, place) => {
    if (entry.branch !== undefined) readGitRevision(entry.branch);
    const { name, branch } = entry;
    const tree = await gitTree({
      name,
      // the list of stores may be written by hand
      location: keptLocation(entry.location, "/"),
      cache: place.cache,
      ...(branch === undefined ? {} : { branch }),
    });
    return linkedStore(entry, tree, place);
  },
};
