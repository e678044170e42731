/**
 * Where storectl keeps what is installed, and what it must not forget.
 *
 * @module
 */

import { ownUser } from "../sys/cache_file.ts";
import { readEnvironment } from "../sys/environment.ts";

/**
 * The directory below another root, root's own, or the user's; undefined where there is none.
 *
 * @param root The directory that plays `/`.
 */
export function dataFolder(root: string): string | undefined {
  if (root !== "/") return `${root.replace(/\/+$/, "")}/var/lib/storectl`;
  if (ownUser() === 0) return "/var/lib/storectl";
  const data = readEnvironment("XDG_DATA_HOME");
  if (data?.startsWith("/")) return `${data}/storectl`;
  const home = readEnvironment("HOME");
  return home ? `${home}/.local/share/storectl` : undefined;
}
