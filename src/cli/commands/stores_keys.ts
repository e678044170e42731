/**
 * `storectl stores keys`: flags and help.
 *
 * @module
 */

import { GLOBAL_FLAGS, parseText, repeatable } from "../flags.ts";
import { buildCommand } from "../stricli.ts";

/** Shows and changes the keys of a store. */
export const storesKeys = buildCommand({
  loader: async () => (await import("./stores_keys_run.ts")).run,
  parameters: {
    flags: {
      add: repeatable(
        "key",
        "A public key that counts from now on; repeatable",
      ),
      remove: repeatable("key", "A public key that no longer does; repeatable"),
      ...GLOBAL_FLAGS,
    },
    positional: {
      kind: "tuple",
      parameters: [{
        brief: "Name of a store",
        parse: parseText,
        placeholder: "name",
      }],
    },
  },
  docs: {
    brief: "Show or change the keys that have to sign a store",
    fullDescription: [
      "Show the keys of which one has to have signed a store, or change them when its publisher announced a new one.",
      "Add the new key first, and remove the old one when the store is signed by the new one.",
      "",
      "Examples:",
      "  storectl stores keys harbour",
      "  storectl stores keys harbour --add ed25519:… --remove ed25519:…",
    ].join("\n"),
  },
});
