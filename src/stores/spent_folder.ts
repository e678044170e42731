/**
 * The directory of a version that is about to leave the list of its store.
 *
 * @module
 */

import { pathProblem, shortPath } from "../extensions/safe_path.ts";
import type { ListedVersion } from "../extensions/store_text.ts";
import type { OpenStore } from "./change_store.ts";

/**
 * The directory that can go with a version.
 *
 * @returns One directory from the store's root; none where the store has another layout, or others lie there too.
 */
export function spentFolder(
  { text }: OpenStore,
  id: string,
  listed: ListedVersion,
): readonly string[] {
  const path = shortPath(listed.manifestPath ?? "");
  const folder = path.slice(0, Math.max(0, path.lastIndexOf("/")));
  const isOurs = pathProblem(path) === undefined &&
    folder.split("/").length === 3 && folder.startsWith(`extensions/${id}/`);
  return isOurs && !text.lists(folder, listed.index) ? [folder] : [];
}
