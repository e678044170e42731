/**
 * `storectl key show`: flags and help.
 *
 * @module
 */

import { GLOBAL_FLAGS, parseText } from "../flags.ts";
import { buildCommand } from "../stricli.ts";

/** Shows the public half of a key. */
export const keyShow = buildCommand({
  loader: async () => (await import("./key_show_run.ts")).run,
  parameters: {
    flags: GLOBAL_FLAGS,
    positional: {
      kind: "array",
      parameter: {
        brief: "The private key; the one that key new makes unless given",
        parse: parseText,
        placeholder: "file",
      },
      maximum: 1,
    },
  },
  docs: {
    brief: "Show the public half of a key",
    fullDescription: [
      "Show what users name when they add a store that the key signs. The private half is never printed.",
      "",
      "Examples:",
      "  storectl key show",
      "  storectl key show ~/keys/harbour.pem --format json",
    ].join("\n"),
  },
});
