/**
 * `storectl stores enable`: flags and help.
 *
 * @module
 */

import { GLOBAL_FLAGS, parseText, SCOPE_FLAG, STORE_FLAGS } from "../flags.ts";
import { buildCommand } from "../stricli.ts";

/** Let stores take part in answers. */
export const storesEnable = buildCommand({
  loader: async () => (await import("./stores_enable_run.ts")).runEnable,
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
    brief: "Let stores take part in answers",
    fullDescription: [
      "Let stores take part again in search, install and update.",
      "",
      "Examples:",
      "  storectl stores enable team",
    ].join("\n"),
  },
});
