/**
 * The private half of a key that signs stores: PKCS#8 in PEM, as OpenSSL writes and reads it.
 *
 * @module
 */

import { StoreError } from "../core/store_error.ts";
import { formatPublicKey } from "./public_key.ts";

/** A key that can sign. */
export interface SigningKey {
  /** Signs, and can do nothing else. */
  readonly privateKey: CryptoKey;
  /** What the other side needs, as `formatPublicKey()` writes it. */
  readonly publicKey: string;
}

const PEM_REGEXP =
  /^\s*-----BEGIN PRIVATE KEY-----\s([A-Za-z0-9+/=\s]{1,200})-----END PRIVATE KEY-----\s*$/;

/** The text of a private key file. */
export function formatPrivateKey(pkcs8: Uint8Array): string {
  return `-----BEGIN PRIVATE KEY-----\n${pkcs8.toBase64()}\n-----END PRIVATE KEY-----\n`;
}

/** What is wrong with a text that is no private key; the text itself is never part of a message. */
function stateOf(text: string): string {
  if (text.includes("ENCRYPTED")) return "it is protected by a passphrase";
  if (text.includes("PUBLIC KEY") || text.trim().startsWith("ed25519:")) {
    return "it is a public key";
  }
  return "it is not an Ed25519 private key in PEM";
}

/**
 * Reads the text of a private key file.
 *
 * @param path Where it stands, for messages.
 * @throws {StoreError} `KEY_INVALID`: it is not an Ed25519 private key, or it is protected by a passphrase.
 */
export async function parsePrivateKey(
  text: string,
  path: string,
): Promise<SigningKey> {
  const [, base64] = PEM_REGEXP.exec(text) ?? [];
  try {
    if (base64 === undefined) throw new SyntaxError("no PEM");
    const pkcs8 = Uint8Array.fromBase64(base64);
    const open = await crypto.subtle.importKey(
      "pkcs8",
      pkcs8,
      "Ed25519",
      true,
      ["sign"],
    );
    const { x } = await crypto.subtle.exportKey("jwk", open);
    const raw = Uint8Array.fromBase64(x ?? "", { alphabet: "base64url" });
    const privateKey = await crypto.subtle.importKey(
      "pkcs8",
      pkcs8,
      "Ed25519",
      false,
      ["sign"],
    );
    return { privateKey, publicKey: formatPublicKey(raw) };
  } catch (cause) {
    if (!(cause instanceof SyntaxError || cause instanceof DOMException)) {
      throw cause;
    }
    throw new StoreError(
      "KEY_INVALID",
      `Cannot use key file "${path}": ${stateOf(text)}`,
      { hint: "Make one with storectl key new.", at: path },
    );
  }
}
