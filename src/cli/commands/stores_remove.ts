/**
 * `storectl stores remove`: flags and help.
 *
 * @module
 */

import { GLOBAL_FLAGS, parseText, STORE_FLAGS } from "../flags.ts";
import { buildCommand } from "../stricli.ts";

/** Remove stores from the lists. */
export const storesRemove = buildCommand({
  loader: async () => (await import("./stores_remove_run.ts")).run,
  parameters: {
    flags: { ...STORE_FLAGS, ...GLOBAL_FLAGS },
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
    brief: "Remove stores from the lists",
    fullDescription: [
      "Remove stores from the list that names them. What was installed from them stays.",
      "A curated store has a definition and is not removed so; what a list says of it is.",
      "",
      "Examples:",
      "  storectl stores remove team",
    ].join("\n"),
  },
});
