/**
 * `storectl key new`: flags and help.
 *
 * @module
 */

import { GLOBAL_FLAGS, parseText } from "../flags.ts";
import { buildCommand } from "../stricli.ts";

/** Makes a key that signs stores. */
export const keyNew = buildCommand({
  loader: async () => (await import("./key_new_run.ts")).run,
  parameters: {
    flags: {
      out: {
        kind: "parsed",
        parse: parseText,
        optional: true,
        placeholder: "file",
        brief:
          "Where to write the private key; signing-key.pem in the configuration directory unless given",
      },
      ...GLOBAL_FLAGS,
    },
  },
  docs: {
    brief: "Make a key that signs stores",
    fullDescription: [
      "Make an Ed25519 key. The private half goes to a new file that only you can read, as PKCS#8 in PEM; an existing",
      "file is never replaced. The public half is printed: it is what users name when they add the store.",
      "",
      "Keep a copy of the file where nobody else gets at it: who has it can sign for you.",
      "",
      "Examples:",
      "  storectl key new",
      "  storectl key new --out ~/keys/harbour.pem",
    ].join("\n"),
  },
});
