/**
 * The public half of a key that signs stores, as people pass it on: one word.
 *
 * @module
 */

import { StoreError } from "../core/store_error.ts";

const PREFIX = "ed25519:";

/** The key in a text, or undefined for any other text; one key has one text. */
export function publicKeyBytes(
  text: string,
): Uint8Array<ArrayBuffer> | undefined {
  if (!/^ed25519:[A-Za-z0-9_-]{43}$/.test(text)) return undefined;
  try {
    return Uint8Array.fromBase64(text.slice(PREFIX.length), {
      alphabet: "base64url",
      lastChunkHandling: "loose",
    });
  } catch {
    return undefined;
  }
}

/** The text of a key: `ed25519:` and 43 characters of base64url. */
export function formatPublicKey(bytes: Uint8Array): string {
  return PREFIX + bytes.toBase64({ alphabet: "base64url", omitPadding: true });
}

/**
 * Checks the text of a key.
 *
 * @returns The text.
 * @throws {StoreError} `INVALID_ARGUMENT`: it is not the text of a key.
 */
export function parsePublicKey(text: string): string {
  const bytes = publicKeyBytes(text);
  if (bytes !== undefined && formatPublicKey(bytes) === text) return text;
  // what was given may be a private key: it does not go into a message
  const shown = text.startsWith(PREFIX) ? `key "${text}"` : "that key";
  throw new StoreError(
    "INVALID_ARGUMENT",
    `Cannot use ${shown}: it is not "ed25519:" and 43 characters of base64url`,
    { hint: "Take what storectl key show prints, and never the private key." },
  );
}
