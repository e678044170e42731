/**
 * `storectl sign`: flags and help.
 *
 * @module
 */

import { GLOBAL_FLAGS, parseText } from "../flags.ts";
import { SIGN_FLAGS } from "../sign_flags.ts";
import { buildCommand } from "../stricli.ts";

/** Signs a store as it is. */
export const sign = buildCommand({
  loader: async () => (await import("./sign_run.ts")).run,
  parameters: {
    flags: { ...SIGN_FLAGS, ...GLOBAL_FLAGS },
    positional: {
      kind: "tuple",
      parameters: [{
        brief: "Directory of the store",
        parse: parseText,
        placeholder: "store",
      }],
    },
  },
  docs: {
    brief: "Sign a store as it is",
    fullDescription: [
      "Vouch for all that a store in a directory holds: to sign a store for the first time, to renew a signature before",
      "it expires, or to change keys. Without --sign it takes the key that storectl key new makes. Look at the store",
      "before: storectl verify STORE.",
      "",
      "publish and unpublish sign what they change when they are given --sign.",
      "",
      "Examples:",
      "  storectl sign ./store",
      "  storectl sign ./store --sign old.pem --sign new.pem --expires 90",
    ].join("\n"),
  },
});
