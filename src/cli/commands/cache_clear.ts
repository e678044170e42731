/**
 * `storectl cache clear`: flags and help.
 *
 * @module
 */

import { GLOBAL_FLAGS } from "../flags.ts";
import { buildCommand } from "../stricli.ts";

/** Removes the files of the cache. */
export const cacheClear = buildCommand({
  loader: async () => (await import("./cache_clear_run.ts")).run,
  parameters: { flags: GLOBAL_FLAGS },
  docs: {
    brief: "Remove what the cache holds",
    fullDescription: [
      "Remove storectl's own files from the cache directory, for all roots; any other file there stays.",
      "It is always safe: the next query makes what it needs anew.",
      "",
      "Examples:",
      "  storectl cache clear",
      "  storectl cache clear --format json",
    ].join("\n"),
  },
});
