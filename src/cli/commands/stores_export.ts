/**
 * `storectl stores export`: flags and help.
 *
 * @module
 */

import { OVERWRITE_FLAG } from "../definition_flags.ts";
import { GLOBAL_FLAGS, parseText, STORE_FLAGS } from "../flags.ts";
import { buildCommand } from "../stricli.ts";

/** Gives out a definition. */
export const storesExport = buildCommand({
  loader: async () => (await import("./stores_export_run.ts")).run,
  parameters: {
    flags: {
      output: {
        kind: "parsed",
        parse: parseText,
        optional: true,
        placeholder: "file",
        brief: "File to write to; standard output unless given",
      },
      ...OVERWRITE_FLAG,
      ...STORE_FLAGS,
      ...GLOBAL_FLAGS,
    },
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
    brief: "Give out the definition of a curated store",
    fullDescription: [
      "Give out the definition of a curated store: its YAML file as it is, unless --format asks for something else.",
      "Definitions that come with storectl can be named too.",
      "",
      "Examples:",
      "  storectl stores export marine > marine.yaml",
      "  storectl stores export marine --output marine.yaml",
    ].join("\n"),
  },
});
