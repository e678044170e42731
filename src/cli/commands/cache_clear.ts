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
      "The next query makes what it needs anew, and fetches it again: without the network, stores on other machines do",
      "not answer until then. That such a store was newer once is forgotten, too, unless it is signed.",
      "",
      "Examples:",
      "  storectl cache clear",
      "  storectl cache clear --format json",
    ].join("\n"),
  },
});
