/**
 * `storectl hold`: flags and help.
 *
 * @module
 */

import { GLOBAL_FLAGS } from "../flags.ts";
import { idArguments, WRITE_FLAGS } from "../life_cycle_flags.ts";
import { buildCommand } from "../stricli.ts";

/** Leave installed extensions alone when others are updated. */
export const hold = buildCommand({
  loader: async () => (await import("./hold_run.ts")).runHold,
  parameters: {
    flags: { lockTimeout: WRITE_FLAGS.lockTimeout, ...GLOBAL_FLAGS },
    positional: idArguments("Id of an installed extension", 1),
  },
  docs: {
    brief: "Leave installed extensions alone when others are updated",
    fullDescription: [
      "Keep installed extensions at their versions, until storectl unhold: no update, and nothing else, changes them.",
      "",
      "Examples:",
      "  storectl hold weather",
    ].join("\n"),
  },
});
