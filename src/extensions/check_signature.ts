/**
 * Decides whether a signed `store.json` may be believed. Pure: bytes and trust in, a decision out.
 *
 * The steps follow the client workflow of The Update Framework, in its order: signature, version, expiry.
 *
 * @module
 */

import { StoreError } from "../core/store_error.ts";
import { parseSignature } from "./parse_signature.ts";
import { publicKeyBytes } from "./public_key.ts";
import { sha256Hex, signaturePath, statementBytes } from "./store_signature.ts";
import type { KeySignature, StoreSignature } from "./store_signature.ts";

/** The signed state of a store that was believed last. */
export interface SeenStore {
  /** `name` of the store. */
  readonly store: string;
  /** Its serial. */
  readonly serial: number;
  /** SHA-256 of its `store.json`. */
  readonly sha256: string;
  /** The keys that signed it, of those that were trusted. */
  readonly keys: readonly string[];
}

/** Whom and what to believe. */
export interface SignatureTrust {
  /** Public keys of which one has to have signed; none: whoever signed the store that is seen first. */
  readonly keys: readonly string[];
  /** What was believed last; undefined for a store that was never seen. */
  readonly seen: SeenStore | undefined;
  /** The time, in milliseconds since 1970. */
  readonly now: number;
  /** Whether an older state than the one seen last is accepted. */
  readonly allowRollback: boolean;
  /** Whether a signature that has expired is accepted: for what is cached, while the store cannot be reached. */
  readonly allowExpired: boolean;
}

/** A `store.json` that may be believed. */
export interface CheckedStore {
  /** What to remember for the next time. */
  readonly seen: SeenStore;
  /** Since when the signature has expired, as it stands there; undefined while it counts. */
  readonly expired: string | undefined;
}

/** Whether a key signed some bytes. */
async function isSigned(
  { key, signature }: KeySignature,
  statement: Uint8Array<ArrayBuffer>,
): Promise<boolean> {
  const raw = publicKeyBytes(key);
  if (raw === undefined) return false;
  let bytes: Uint8Array<ArrayBuffer>;
  try {
    bytes = Uint8Array.fromBase64(signature, { alphabet: "base64url" });
  } catch {
    return false;
  }
  try {
    const publicKey = await crypto.subtle.importKey(
      "raw",
      raw,
      "Ed25519",
      false,
      ["verify"],
    );
    return await crypto.subtle.verify("Ed25519", publicKey, bytes, statement);
  } catch (error) {
    // 32 bytes that are no point of the curve
    if (error instanceof DOMException) return false;
    throw error;
  }
}

/** What the signatures of a statement are worth. */
export interface SignatureReport {
  /** Keys whose signature is good, in the order of the file. */
  readonly good: readonly string[];
  /** Keys whose signature is not. */
  readonly bad: readonly string[];
}

/** Checks each signature of a statement. */
export async function checkKeys(
  signature: StoreSignature,
): Promise<SignatureReport> {
  const statement = statementBytes(signature);
  const results = await Promise.all(
    signature.signatures.map(async (one) =>
      [one.key, await isSigned(one, statement)] as const
    ),
  );
  return {
    good: results.filter(([, isGood]) => isGood).map(([key]) => key),
    bad: results.filter(([, isGood]) => !isGood).map(([key]) => key),
  };
}

function missing(path: string): StoreError {
  return new StoreError(
    "SIGNATURE_MISSING",
    `Cannot trust the store: it has no signature "${path}"`,
    {
      hint:
        "Ask the publisher to sign it with storectl sign; give up its key only if you know why it is not signed.",
      at: path,
    },
  );
}

/**
 * What was seen, where it binds.
 *
 * It does as long as one of the keys that signed it is trusted: a thief of a key could set the serial as high as it
 * goes, and a new key has to be a way out.
 */
function bindingState(
  { seen, keys, allowRollback }: SignatureTrust,
): SeenStore | undefined {
  if (seen === undefined || allowRollback) return undefined;
  const isBinding = keys.length === 0 ||
    seen.keys.some((key) => keys.includes(key));
  return isBinding ? seen : undefined;
}

/** Refuses a state that is older than the one seen last. */
function checkProgress(
  signature: StoreSignature,
  seen: SeenStore,
  path: string,
): void {
  if (signature.store !== seen.store) {
    throw new StoreError(
      "STORE_ROLLBACK",
      `Cannot trust the store: it was "${seen.store}" and is now "${signature.store}", which the same key signed`,
      {
        hint:
          "If it was renamed, accept it once with --allow-rollback; else report it to the publisher.",
        at: path,
      },
    );
  }
  const isSame = signature.sha256 === seen.sha256;
  const isNewer = signature.serial > seen.serial;
  if (isSame || isNewer) return;
  throw new StoreError(
    "STORE_ROLLBACK",
    `Cannot trust the store: its signature has serial ${signature.serial}, and ${seen.serial} was seen before`,
    {
      hint:
        "It shows an older state of the store. If the publisher went back on purpose, accept it once with --allow-rollback.",
      at: path,
    },
  );
}

/**
 * Decides whether a `store.json` may be believed.
 *
 * @param store Its bytes.
 * @param file Bytes of its signature file; null where there is none.
 * @throws {StoreError} `SIGNATURE_MISSING`, `SIGNATURE_INVALID`, `SIGNATURE_UNTRUSTED` (another key),
 * `SIGNATURE_EXPIRED`, `STORE_ROLLBACK` (an older state, or another store).
 */
export async function checkStoreSignature(
  store: Uint8Array<ArrayBuffer>,
  file: Uint8Array | null,
  trust: SignatureTrust,
): Promise<CheckedStore> {
  const sha256 = await sha256Hex(store);
  const path = signaturePath(sha256);
  if (file === null) throw missing(path);
  const signature = parseSignature(file, path);
  if (signature.sha256 !== sha256 || signature.size !== store.length) {
    throw invalid(path, "it belongs to another store.json");
  }
  const { good, bad } = await checkKeys(signature);
  const wanted = trust.keys.length > 0 ? trust.keys : trust.seen?.keys ?? good;
  const keys = good.filter((key) => wanted.includes(key));
  if (keys.length === 0) {
    const broken = bad.find((key) => wanted.includes(key)) ??
      (good.length === 0 ? bad[0] : undefined);
    if (broken !== undefined) {
      throw invalid(path, `it is not what ${broken} signed`);
    }
    throw new StoreError(
      "SIGNATURE_UNTRUSTED",
      `Cannot trust the store: it is signed by ${good.join(", ")}, and not by ${
        wanted.join(", ")
      }`,
      {
        hint:
          "If the publisher announced a new key, add it to the store with --key; else report it to the publisher.",
        at: path,
      },
    );
  }
  const seen = bindingState(trust);
  if (seen !== undefined) checkProgress(signature, seen, path);
  const isExpired = Date.parse(signature.expires) <= trust.now;
  if (isExpired && !trust.allowExpired) {
    throw new StoreError(
      "SIGNATURE_EXPIRED",
      `Cannot trust the store: its signature expired ${signature.expires}`,
      {
        hint:
          "Check the clock of this machine; else somebody may keep newer states from you, or the publisher has to run storectl sign.",
        at: path,
      },
    );
  }
  return {
    seen: {
      store: signature.store,
      serial: Math.max(
        signature.serial,
        // an older signature of the same state does not let older states back in
        seen?.sha256 === sha256 ? seen.serial : 0,
      ),
      sha256,
      keys,
    },
    expired: isExpired ? signature.expires : undefined,
  };
}

function invalid(path: string, state: string): StoreError {
  return new StoreError(
    "SIGNATURE_INVALID",
    `Cannot use signature "${path}": ${state}`,
    {
      hint:
        "Somebody may have changed the store: fetch it again, and report it to the publisher if it stays so.",
      at: path,
    },
  );
}
