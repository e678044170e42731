/**
 * `storectl sections`: flags and help.
 *
 * @module
 */

import { SELECTION_FLAGS } from "../command_flags.ts";
import { buildCommand } from "../stricli.ts";

/** Lists the sections of the packages. */
export const sections = buildCommand({
  loader: async () => (await import("./sections_run.ts")).run,
  parameters: {
    flags: SELECTION_FLAGS,
  },
  docs: {
    brief: "List the sections of the packages",
    fullDescription: [
      "List the sections that packages are in, with the number of packages in each.",
      "With --store, only packages of the store count, and its words for a section are shown.",
      "",
      "Examples:",
      "  storectl sections",
      "  storectl sections --store marine --format json",
    ].join("\n"),
  },
});
