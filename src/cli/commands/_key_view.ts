/**
 * How a key is shown: the half that may be passed on.
 *
 * @module
 */

import type { KeyReply } from "../contract.ts";
import type { View } from "../outcome.ts";

/** The view of `key new` and `key show`. */
export const KEY_VIEW: View<KeyReply> = {
  document: (reply) => reply,
  rows: ({ key }) => [key],
  table: ({ key }) => [
    `private key: ${key.path}`,
    `public key:  ${key.publicKey}`,
    "",
    "Users name it when they add the store:",
    `  storectl stores add http NAME URL --key ${key.publicKey}`,
  ],
  warnings: ({ warnings }) => warnings,
};
