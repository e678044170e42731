/**
 * `storectl rollback`: flags and help.
 *
 * @module
 */

import { GLOBAL_FLAGS, parseText, STORE_FLAGS } from "../flags.ts";
import { ASK_FLAGS, WRITE_FLAGS } from "../life_cycle_flags.ts";
import { buildCommand } from "../stricli.ts";

/** Goes back to an earlier version. */
export const rollback = buildCommand({
  loader: async () => (await import("./rollback_run.ts")).run,
  parameters: {
    flags: {
      to: {
        kind: "parsed",
        parse: parseText,
        optional: true,
        placeholder: "version",
        brief: "The version to go back to; the one before unless given",
      },
      ...WRITE_FLAGS,
      ...ASK_FLAGS,
      ...STORE_FLAGS,
      ...GLOBAL_FLAGS,
    },
    positional: {
      kind: "tuple",
      parameters: [{
        brief: "Id of an installed extension",
        parse: parseText,
        placeholder: "id",
      }],
    },
  },
  docs: {
    brief: "Go back to an earlier version of an extension",
    fullDescription: [
      "Go back to the version that was in use before. Three earlier versions are kept, so that this needs no store;",
      "what the earlier version needs comes from the stores where it is not there any more.",
      "",
      "A later update brings the higher version again: storectl hold keeps the earlier one.",
      "",
      "Examples:",
      "  storectl rollback weather",
      "  storectl rollback weather --to 1.3.0 --dry-run",
    ].join("\n"),
  },
});
