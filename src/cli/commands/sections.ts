/**
 * `storectl sections`: flags and help.
 *
 * @module
 */

import {
  ARCHITECTURE_FLAG,
  GLOBAL_FLAGS,
  ONE_STORE_FLAG,
  STORE_FLAGS,
} from "../flags.ts";
import { buildCommand } from "../stricli.ts";

/** Lists the sections of the packages. */
export const sections = buildCommand({
  loader: async () => (await import("./sections_run.ts")).run,
  parameters: {
    flags: {
      ...ONE_STORE_FLAG,
      ...ARCHITECTURE_FLAG,
      ...STORE_FLAGS,
      ...GLOBAL_FLAGS,
    },
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
