/**
 * `storectl stores show`: flags and help.
 *
 * @module
 */

import { GLOBAL_FLAGS, parseText, STORE_FLAGS } from "../flags.ts";
import { buildCommand } from "../stricli.ts";

/** Shows one store. */
export const storesShow = buildCommand({
  loader: async () => (await import("./stores_show_run.ts")).run,
  parameters: {
    flags: { ...STORE_FLAGS, ...GLOBAL_FLAGS },
    positional: {
      kind: "tuple",
      parameters: [{
        brief: "Id of the store",
        parse: parseText,
        placeholder: "id",
      }],
    },
  },
  docs: {
    brief: "Show one store and what it selects",
    fullDescription: [
      "Show one store and what it selects. Definitions that come with storectl can be named too.",
      "",
      "Examples:",
      "  storectl stores show marine",
      "  storectl stores show marine --format json",
    ].join("\n"),
  },
});
