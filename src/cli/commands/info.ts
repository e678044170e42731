/**
 * `storectl info`: flags and help.
 *
 * @module
 */

import { GLOBAL_FLAGS, parseText, STORE_FLAGS } from "../flags.ts";
import { ASK_FLAGS } from "../life_cycle_flags.ts";
import { buildCommand } from "../stricli.ts";

/** Shows one extension. */
export const info = buildCommand({
  loader: async () => (await import("./info_run.ts")).run,
  parameters: {
    flags: { ...ASK_FLAGS, ...STORE_FLAGS, ...GLOBAL_FLAGS },
    positional: {
      kind: "tuple",
      parameters: [{
        brief: "Id of an extension",
        parse: parseText,
        placeholder: "id",
      }],
    },
  },
  docs: {
    brief: "Show one extension: what is installed, and what stores offer",
    fullDescription: [
      "Show one extension: what is installed of it, and what each store offers, in the order in which stores are asked.",
      "",
      "Examples:",
      "  storectl info weather",
      "  storectl info weather --format json",
    ].join("\n"),
  },
});
