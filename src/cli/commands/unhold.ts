/**
 * `storectl unhold`: flags and help.
 *
 * @module
 */

import { GLOBAL_FLAGS } from "../flags.ts";
import { idArguments, WRITE_FLAGS } from "../life_cycle_flags.ts";
import { buildCommand } from "../stricli.ts";

/** Let held extensions be updated again. */
export const unhold = buildCommand({
  loader: async () => (await import("./hold_run.ts")).runUnhold,
  parameters: {
    flags: { lockTimeout: WRITE_FLAGS.lockTimeout, ...GLOBAL_FLAGS },
    positional: idArguments("Id of an installed extension", 1),
  },
  docs: {
    brief: "Let held extensions be updated again",
    fullDescription: [
      "Let extensions be updated that storectl hold kept at their versions.",
      "",
      "Examples:",
      "  storectl unhold weather",
    ].join("\n"),
  },
});
