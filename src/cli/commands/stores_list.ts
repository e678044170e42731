/**
 * `storectl stores list`: flags and help.
 *
 * @module
 */

import { STORES_LIST_FLAGS } from "../command_flags.ts";
import { buildCommand } from "../stricli.ts";

/** Lists the stores of the machine. */
export const storesList = buildCommand({
  loader: async () => (await import("./stores_list_run.ts")).run,
  parameters: { flags: STORES_LIST_FLAGS },
  docs: {
    brief: "List the stores",
    fullDescription: [
      "List the stores of this machine: first the curated stores that it has a definition for, of the kind apt, then",
      "those that were added. A broken definition never hides the others.",
      "",
      "Examples:",
      "  storectl stores list",
      "  storectl stores list --kind apt --format json",
      "  storectl stores list --stores-dir ./stores --format json",
    ].join("\n"),
  },
});
