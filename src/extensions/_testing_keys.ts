/**
 * Keys for tests: the same at each run.
 *
 * @module
 */

import { formatPrivateKey, parsePrivateKey } from "./signing_key.ts";
import type { SigningKey } from "./signing_key.ts";

/** The text of the private key whose seed is 32 times one byte. */
export function keyText(seed: number): string {
  const pkcs8 = Uint8Array.fromHex("302e020100300506032b657004220420");
  const bytes = new Uint8Array(pkcs8.length + 32).fill(seed);
  bytes.set(pkcs8);
  return formatPrivateKey(bytes);
}

/** The private key whose seed is 32 times one byte. */
export function keyOf(seed: number): Promise<SigningKey> {
  return parsePrivateKey(keyText(seed), `key ${seed}`);
}
