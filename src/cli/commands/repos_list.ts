/**
 * `storectl repos list`: flags and help.
 *
 * @module
 */

import { SELECTION_FLAGS } from "../command_flags.ts";
import { buildCommand } from "../stricli.ts";

/** Lists the APT repositories of the machine. */
export const reposList = buildCommand({
  loader: async () => (await import("./repos_list_run.ts")).run,
  parameters: {
    flags: SELECTION_FLAGS,
  },
  docs: {
    brief: "List the APT repositories",
    fullDescription: [
      "List the APT repositories, each with the number of packages whose candidate it carries.",
      "With --store, only those that carry a package of the store.",
      "",
      "Examples:",
      "  storectl repos list",
      "  storectl repos list --store marine --format json",
    ].join("\n"),
  },
});
