/**
 * `storectl stores list`: flags and help.
 *
 * @module
 */

import { GLOBAL_FLAGS, STORE_FLAGS } from "../flags.ts";
import { buildCommand } from "../stricli.ts";

/** Lists the stores of the machine. */
export const storesList = buildCommand({
  loader: async () => (await import("./stores_list_run.ts")).run,
  parameters: { flags: { ...STORE_FLAGS, ...GLOBAL_FLAGS } },
  docs: {
    brief: "List the stores",
    fullDescription: [
      "List the curated stores that this machine has a definition for. A broken definition never hides the others.",
      "",
      "Examples:",
      "  storectl stores list",
      "  storectl stores list --stores-dir ./stores --format json",
    ].join("\n"),
  },
});
