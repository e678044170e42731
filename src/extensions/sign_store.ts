/**
 * Signs a `store.json`: a plan for one more file.
 *
 * @module
 */

import { StoreError } from "../core/store_error.ts";
import type { SigningKey } from "./signing_key.ts";
import {
  formatSignature,
  sha256Hex,
  SIGNATURE_MAX_KEYS,
  signaturePath,
  statementBytes,
} from "./store_signature.ts";
import type { SignedStatement } from "./store_signature.ts";

/** With what to sign. */
export interface SignOptions {
  /** `name` of the store. */
  readonly store: string;
  /** The keys; each signs. */
  readonly keys: readonly SigningKey[];
  /** Serial of the last signature of the store; 0 where there is none. */
  readonly lastSerial: number;
  /** The time, in milliseconds since 1970. */
  readonly time: number;
  /** For how long the signature counts, in milliseconds. */
  readonly lifetime: number;
}

/** A signature file that is to be written before its `store.json` is. */
export interface SignedStore {
  /** From the store's root. */
  readonly path: string;
  /** What to write. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** What it says. */
  readonly statement: SignedStatement;
}

/** A point in time as signatures have it. */
function formatTime(time: number): string {
  return new Date(Math.floor(time / 1000) * 1000).toISOString().replace(
    ".000Z",
    "Z",
  );
}

/**
 * Signs the bytes of a `store.json`.
 *
 * The serial is the time in seconds, or one more than the last one where that is higher: so it grows although the last
 * signature was lost, or the clock was set back.
 *
 * @throws {StoreError} `INVALID_ARGUMENT`: too many keys.
 */
export async function signStore(
  bytes: Uint8Array<ArrayBuffer>,
  { store, keys, lastSerial, time, lifetime }: SignOptions,
): Promise<SignedStore> {
  const byText = new Map(keys.map((key) => [key.publicKey, key]));
  if (byText.size === 0 || byText.size > SIGNATURE_MAX_KEYS) {
    throw new StoreError(
      "INVALID_ARGUMENT",
      `Cannot sign with ${byText.size} keys: it takes 1 to ${SIGNATURE_MAX_KEYS}`,
    );
  }
  const statement: SignedStatement = {
    store,
    sha256: await sha256Hex(bytes),
    size: bytes.length,
    serial: Math.max(lastSerial + 1, Math.floor(time / 1000)),
    signed: formatTime(time),
    expires: formatTime(time + lifetime),
  };
  const signed = statementBytes(statement);
  const signatures = await Promise.all(
    [...byText.values()].map(async ({ privateKey, publicKey }) => {
      const raw = await crypto.subtle.sign("Ed25519", privateKey, signed);
      return {
        key: publicKey,
        signature: new Uint8Array(raw).toBase64({
          alphabet: "base64url",
          omitPadding: true,
        }),
      };
    }),
  );
  return {
    path: signaturePath(statement.sha256),
    bytes: new TextEncoder().encode(
      formatSignature({ ...statement, signatures }),
    ),
    statement,
  };
}
