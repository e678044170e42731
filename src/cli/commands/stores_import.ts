/**
 * `storectl stores import`: flags and help.
 *
 * @module
 */

import { TARGET_FLAGS } from "../definition_flags.ts";
import { GLOBAL_FLAGS, parseText, STORE_FLAGS } from "../flags.ts";
import { buildCommand } from "../stricli.ts";

/** Takes over a definition. */
export const storesImport = buildCommand({
  loader: async () => (await import("./stores_import_run.ts")).run,
  parameters: {
    flags: { ...TARGET_FLAGS, ...STORE_FLAGS, ...GLOBAL_FLAGS },
    positional: {
      kind: "tuple",
      parameters: [{
        brief: "File with a definition, or - for standard input",
        parse: parseText,
        placeholder: "file",
      }],
    },
  },
  docs: {
    brief: "Take over the definition of a curated store",
    fullDescription: [
      "Take over the definition of a curated store, as it is, after it was checked. It goes to the same place as that",
      "of stores new.",
      "",
      "Examples:",
      "  storectl stores import maps.yaml",
      "  ssh other storectl stores export maps | storectl stores import -",
    ].join("\n"),
  },
});
