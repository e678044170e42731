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

/** Stores in git repositories. */
export const gitKind: StoreKindModule = {
  takesBranch: true,
  change: {
    claims: isAddress,
    run: ({ location, branch }, change, options) =>
      changeRepository(
        readGitLocation(location),
        branch === undefined ? undefined : readGitRevision(branch),
        change,
        options,
      ),
  },
  readLocation(location, folder) {
    const isPath = /^\.{0,2}\//.test(location) || /^\.{1,2}$/.test(location) ||
      !/[:]/.test(location) && location !== "";
    const kept = isPath ? fileUrl(location, folder) : location;
    readGitLocation(kept);
    return kept;
  },
  open: async (entry, place) => {
    if (entry.branch !== undefined) readGitRevision(entry.branch);
    const { name, location, branch } = entry;
    const tree = await gitTree({
      name,
      location,
      cache: place.cache,
      ...(branch === undefined ? {} : { branch }),
    });
    return linkedStore(entry, tree, place);
  },
};
