/**
 * `storectl list`: flags and help.
 *
 * @module
 */

import { GLOBAL_FLAGS } from "../flags.ts";
import { buildCommand } from "../stricli.ts";

/** Lists installed extensions. */
export const list = buildCommand({
  loader: async () => (await import("./list_run.ts")).run,
  parameters: { flags: GLOBAL_FLAGS },
  docs: {
    brief: "List installed extensions",
    fullDescription: [
      "List installed extensions. No store is asked.",
      "",
      "Examples:",
      "  storectl list",
      "  storectl list --format ndjson",
    ].join("\n"),
  },
});
