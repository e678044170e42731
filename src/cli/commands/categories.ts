/**
 * `storectl categories`: flags and help.
 *
 * @module
 */

import { SELECTION_FLAGS } from "../command_flags.ts";
import { buildCommand } from "../stricli.ts";

/** Lists the categories of the packages. */
export const categories = buildCommand({
  loader: async () => (await import("./categories_run.ts")).run,
  parameters: {
    flags: SELECTION_FLAGS,
  },
  docs: {
    brief: "List the categories of the packages",
    fullDescription: [
      "List the categories that packages are in, with the number of packages in each.",
      "With --store, only packages of the store count, and its words for a category are shown.",
      "",
      "Examples:",
      "  storectl categories",
      "  storectl categories --store marine --format json",
    ].join("\n"),
  },
});
