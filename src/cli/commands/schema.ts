/**
 * `storectl schema`: flags and help.
 *
 * @module
 */

import { GLOBAL_FLAGS, parseText } from "../flags.ts";
import { buildCommand } from "../stricli.ts";

/** Prints a JSON Schema. */
export const schema = buildCommand({
  loader: async () => (await import("./schema_run.ts")).run,
  parameters: {
    flags: GLOBAL_FLAGS,
    positional: {
      kind: "array",
      parameter: {
        brief: "Name of the schema; without one, all are listed",
        parse: parseText,
        placeholder: "name",
      },
      maximum: 1,
    },
  },
  docs: {
    brief: "Print the JSON Schema of a file format or an output",
    fullDescription: [
      "Print the JSON Schema (2020-12) of a file format, or of what a command prints with --format json.",
      "",
      "Examples:",
      "  storectl schema",
      "  storectl schema store-definition > store-definition.schema.json",
      "  storectl schema filter",
    ].join("\n"),
  },
});
