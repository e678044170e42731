/**
 * `storectl details`: flags and help.
 *
 * @module
 */

import { GLOBAL_FLAGS, parseText } from "../flags.ts";
import { buildCommand } from "../stricli.ts";

/** Shows all that is known about some packages. */
export const details = buildCommand({
  loader: async () => (await import("./details_run.ts")).run,
  parameters: {
    flags: { ...GLOBAL_FLAGS },
    positional: {
      kind: "array",
      parameter: {
        brief: "Package, or package:architecture",
        parse: parseText,
        placeholder: "name",
      },
      minimum: 1,
    },
  },
  docs: {
    brief: "Show all that is known about packages",
    fullDescription: [
      "Show packages with their description, relations, version table and, where installed, their files.",
      "",
      "Examples:",
      "  storectl details git",
      "  storectl details git libc6:i386 --format json",
    ].join("\n"),
  },
});
