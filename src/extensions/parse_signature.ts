/**
 * Reads a signature file: bytes in, facts out. Nothing in it is believed yet.
 *
 * @module
 */

import { StoreError } from "../core/store_error.ts";
import { publicKeyBytes } from "./public_key.ts";
import {
  SIGNATURE_FORMAT,
  SIGNATURE_MAX_BYTES,
  SIGNATURE_MAX_KEYS,
} from "./store_signature.ts";
import type { KeySignature, StoreSignature } from "./store_signature.ts";

const TIME_REGEXP = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;

function refuse(path: string, state: string): StoreError {
  return new StoreError(
    "SIGNATURE_INVALID",
    `Cannot use signature "${path}": ${state}`,
    {
      hint: "Ask the publisher of the store to sign it again.",
      at: path,
    },
  );
}

/** Whether a text is a point in time in the one form that is written. */
function isTime(value: unknown): value is string {
  if (typeof value !== "string" || !TIME_REGEXP.test(value)) return false;
  const time = Date.parse(value);
  return !Number.isNaN(time) &&
    new Date(time).toISOString().replace(".000Z", "Z") === value;
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && value as number >= 0;
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}

/** What a fact has to be. */
const FACTS: Readonly<Record<string, (value: unknown) => boolean>> = {
  format: (value) => value === SIGNATURE_FORMAT,
  store: (value) => isText(value) && value.isWellFormed(),
  sha256: (value) => isText(value) && /^[0-9a-f]{64}$/.test(value),
  size: isCount,
  serial: (value) => isCount(value) && value > 0,
  signed: isTime,
  expires: isTime,
};

function isKeySignature(value: unknown): value is KeySignature {
  if (typeof value !== "object" || value === null) return false;
  const { key, signature } = value as Partial<Record<string, unknown>>;
  return isText(key) && publicKeyBytes(key) !== undefined &&
    isText(signature) && /^[A-Za-z0-9_-]{86}$/.test(signature);
}

function parseObject(
  bytes: Uint8Array,
  path: string,
): Partial<Record<string, unknown>> {
  if (bytes.length > SIGNATURE_MAX_BYTES) {
    throw refuse(path, `it is larger than ${SIGNATURE_MAX_BYTES} bytes`);
  }
  let value: unknown;
  try {
    value = JSON.parse(
      new TextDecoder("utf-8", { fatal: true }).decode(bytes),
    );
  } catch (cause) {
    if (cause instanceof RangeError) throw cause;
    throw refuse(path, "it is not JSON");
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw refuse(path, "it is not an object");
  }
  return value as Partial<Record<string, unknown>>;
}

/**
 * Parses a signature file. Fields that are not known are left out: they are not signed.
 *
 * @param path Where it stands, for messages.
 * @throws {StoreError} `SIGNATURE_INVALID`: any other form.
 */
export function parseSignature(
  bytes: Uint8Array,
  path: string,
): StoreSignature {
  const object = parseObject(bytes, path);
  for (const [name, isGood] of Object.entries(FACTS)) {
    if (!isGood(object[name])) {
      throw refuse(path, `its field "${name}" is missing or wrong`);
    }
  }
  const { signatures } = object;
  if (
    !Array.isArray(signatures) || signatures.length === 0 ||
    signatures.length > SIGNATURE_MAX_KEYS || !signatures.every(isKeySignature)
  ) throw refuse(path, 'its field "signatures" is missing or wrong');
  const { store, sha256, size, serial, signed, expires } =
    object as unknown as StoreSignature;
  return { store, sha256, size, serial, signed, expires, signatures };
}
