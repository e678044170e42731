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
      "Show the cache directory and its files: for which root each one is, and whether it is fresh.",
      "A file that is not fresh is made anew by the next query that needs it.",
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
