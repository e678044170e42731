/**
 * `storectl stores disable`: flags and help.
 *
 * @module
 */

import { GLOBAL_FLAGS, parseText, SCOPE_FLAG, STORE_FLAGS } from "../flags.ts";
import { buildCommand } from "../stricli.ts";

/** Keep stores out of answers. */
export const storesDisable = buildCommand({
  loader: async () => (await import("./stores_enable_run.ts")).runDisable,
  parameters: {
    flags: { ...STORE_FLAGS, ...SCOPE_FLAG, ...GLOBAL_FLAGS },
    positional: {
      kind: "array",
      parameter: {
        brief: "Name of a store",
        parse: parseText,
        placeholder: "name",
      },
      minimum: 1,
    },
  },
  docs: {
    brief: "Keep stores out of answers",
    fullDescription: [
      "Keep stores out of search, install and update, without forgetting them. Curated stores can be disabled too;",
      "a command that names a store with --store still finds it.",
      "",
      "Examples:",
      "  storectl stores disable team",
    ].join("\n"),
  },
});
