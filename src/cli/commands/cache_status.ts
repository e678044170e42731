/**
 * `storectl cache status`: flags and help.
 *
 * @module
 */

import { GLOBAL_FLAGS } from "../flags.ts";
import { buildCommand } from "../stricli.ts";

/** Lists the files of the cache. */
export const cacheStatus = buildCommand({
  loader: async () => (await import("./cache_status_run.ts")).run,
  parameters: { flags: GLOBAL_FLAGS },
  docs: {
    brief: "Show what the cache holds",
    fullDescription: [
      "Show the cache directory and what is in it: for which root or store each part is, and whether it is fresh.",
      "A part that is not fresh is made anew by the next query that needs it, or, a catalog, patched with what dpkg or apt",
      "has changed. A store on another machine has a part for what is known of it, and its repository where it is one of",
      "git; fetched files are kept together.",
      "",
      "The directory is $CACHE_DIRECTORY, else /var/cache/storectl for root, else storectl in $XDG_CACHE_HOME",
      "or ~/.cache. All roots share it.",
      "",
      "Examples:",
      "  storectl cache status",
      "  CACHE_DIRECTORY=/run/storectl storectl cache status --format json",
    ].join("\n"),
  },
});
