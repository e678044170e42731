/**
 * `storectl outdated`: flags and help.
 *
 * @module
 */

import { GLOBAL_FLAGS, STORE_FLAGS } from "../flags.ts";
import { ASK_FLAGS, PRERELEASE_FLAG } from "../life_cycle_flags.ts";
import { buildCommand } from "../stricli.ts";

/** Lists installed extensions of which there are higher versions. */
export const outdated = buildCommand({
  loader: async () => (await import("./outdated_run.ts")).run,
  parameters: {
    flags: {
      ...PRERELEASE_FLAG,
      ...ASK_FLAGS,
      ...STORE_FLAGS,
      ...GLOBAL_FLAGS,
    },
  },
  docs: {
    brief: "List installed extensions that have updates",
    fullDescription: [
      "List installed extensions of which their own stores have higher versions. Whether these go together is for",
      "storectl update --all --dry-run to say.",
      "",
      "Examples:",
      "  storectl outdated",
      "  storectl outdated --refresh --format json",
    ].join("\n"),
  },
});
