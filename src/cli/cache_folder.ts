/**
 * Where storectl keeps its cache.
 *
 * @module
 */

import { ownUser } from "../sys/cache_file.ts";
import { readEnvironment } from "../sys/environment.ts";

/** The service manager's directory, root's own, or the user's; undefined where there is none. */
export function cacheFolder(): string | undefined {
  // systemd separates several directories by colons
  const [own] = (readEnvironment("CACHE_DIRECTORY") ?? "").split(":");
  if (own?.startsWith("/")) return own;
  if (ownUser() === 0) return "/var/cache/storectl";
  const cache = readEnvironment("XDG_CACHE_HOME");
  if (cache?.startsWith("/")) return `${cache}/storectl`;
  const home = readEnvironment("HOME");
  return home ? `${home}/.cache/storectl` : undefined;
}
