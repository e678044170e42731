/**
 * `storectl remove`: flags and help.
 *
 * @module
 */

import { GLOBAL_FLAGS } from "../flags.ts";
import {
  AUTOREMOVE_FLAG,
  idArguments,
  WRITE_FLAGS,
} from "../life_cycle_flags.ts";
import { buildCommand } from "../stricli.ts";

/** Removes extensions. */
export const remove = buildCommand({
  loader: async () => (await import("./remove_run.ts")).run,
  parameters: {
    flags: { ...AUTOREMOVE_FLAG, ...WRITE_FLAGS, ...GLOBAL_FLAGS },
    positional: idArguments("Id of an installed extension", 0),
  },
  docs: {
    brief: "Remove installed extensions",
    fullDescription: [
      "Remove installed extensions with all versions of them that are kept. What others need is not removed, unless they",
      "are removed too.",
      "",
      "Examples:",
      "  storectl remove weather",
      "  storectl remove weather --autoremove",
      "  storectl remove --autoremove --dry-run",
    ].join("\n"),
  },
});
