/**
 * The signature that goes with a change of a store.
 *
 * A publisher signs all of a store, not only what he adds. So a change is built only on a state that one of his own
 * keys signed: else he would vouch for what somebody else slipped in.
 *
 * @module
 */

import { StoreError } from "../core/store_error.ts";
import { checkKeys } from "../extensions/check_signature.ts";
import { parseSignature } from "../extensions/parse_signature.ts";
import { signStore } from "../extensions/sign_store.ts";
import type { SignedStore } from "../extensions/sign_store.ts";
import { parsePrivateKey } from "../extensions/signing_key.ts";
import type { SigningKey } from "../extensions/signing_key.ts";
import {
  sha256Hex,
  SIGNATURE_FOLDER,
  SIGNATURE_MAX_BYTES,
  signaturePath,
} from "../extensions/store_signature.ts";
import type { StoreSignature } from "../extensions/store_signature.ts";
import { realChanges } from "../sys/file_changes.ts";
import { listDirectory } from "../sys/list_directory.ts";
import { readBytes } from "../sys/read_file.ts";
import { replaceFile } from "../sys/replace_file.ts";
import { readKeyFile } from "../sys/signing_key_file.ts";
import { statFile } from "../sys/stat_file.ts";

/** Signatures of so many states stay: a reader that has an older `store.json` still finds its own. */
const KEPT_SIGNATURES = 8;

/** A day, in milliseconds. */
const DAY = 24 * 60 * 60 * 1000;

/** With what a change is signed. */
export interface Signing {
  /** The keys; each signs. */
  readonly keys: readonly SigningKey[];
  /** For how long the signature counts, in days. */
  readonly days: number;
}

/** A change of a store. */
export interface StoreChange {
  /** Bytes of `store.json` as it is; null for a store that is new. */
  readonly before: Uint8Array<ArrayBuffer> | null;
  /** Bytes of `store.json` as it will be. */
  readonly after: Uint8Array<ArrayBuffer>;
  /** `name` of the store as it will be. */
  readonly name: string;
}

/**
 * Reads the key files of a command line.
 *
 * @throws {StoreError} `NOT_FOUND`, `PERMISSION`, or `KEY_INVALID`.
 */
export async function readSigning(
  paths: readonly string[],
  days: number,
): Promise<Signing> {
  const keys: SigningKey[] = [];
  for (const path of paths) {
    keys.push(await parsePrivateKey(readKeyFile(path), path));
  }
  return { keys, days };
}

/** A signature of a store, and the keys that made it. */
export interface FoundSignature {
  /** What it says. */
  readonly signature: StoreSignature;
  /** Keys whose signature is good. */
  readonly good: readonly string[];
}

/**
 * Finds the signature of a state of a store in a directory.
 *
 * @returns Undefined where there is none, or where it belongs to other bytes.
 * @throws {StoreError} `SIGNATURE_INVALID`: it does not parse. Or it cannot be read.
 */
export async function findSignature(
  folder: string,
  store: Uint8Array<ArrayBuffer>,
): Promise<FoundSignature | undefined> {
  // a store that was never signed is not hashed
  if (statFile(`${folder}/${SIGNATURE_FOLDER}`) === null) return undefined;
  const sha256 = await sha256Hex(store);
  const path = signaturePath(sha256);
  const bytes = readBytes(`${folder}/${path}`, {
    maxBytes: SIGNATURE_MAX_BYTES,
  });
  if (bytes === null) return undefined;
  const signature = parseSignature(bytes, path);
  if (signature.sha256 !== sha256) return undefined;
  return { signature, good: (await checkKeys(signature)).good };
}

function unsigned(folder: string): StoreError {
  return new StoreError(
    "SIGNATURE_MISSING",
    `Cannot change store "${folder}" without a key: it is signed`,
    {
      hint:
        "Give the key with --sign; to give up signing, remove its directory signatures.",
    },
  );
}

function notOurs(
  folder: string,
  found: FoundSignature | undefined,
): StoreError {
  return new StoreError(
    "SIGNATURE_UNTRUSTED",
    `Cannot sign a change of store "${folder}": what it holds is ${
      found === undefined || found.good.length === 0
        ? "not signed"
        : `signed by ${found.good.join(", ")}`
    }`,
    {
      hint:
        "Look at what it holds with storectl verify, then vouch for it with storectl sign.",
    },
  );
}

/**
 * Signs the next state of a store in a directory.
 *
 * The file has to be on disk before `store.json` is switched.
 *
 * @param signing Undefined where no key was given.
 * @returns The file to write; undefined for a store that is not signed, when no key was given.
 * @throws {StoreError} `SIGNATURE_MISSING`: the store is signed, and no key was given. `SIGNATURE_UNTRUSTED`: none of
 * the keys signed what the store holds.
 */
export async function signChange(
  folder: string,
  { before, after, name }: StoreChange,
  signing: Signing | undefined,
): Promise<SignedStore | undefined> {
  if (signing === undefined) {
    if (signatureNames(folder).length > 0) throw unsigned(folder);
    return undefined;
  }
  const found = before === null
    ? undefined
    : await findSignature(folder, before);
  const isOurs = signing.keys.some(({ publicKey }) =>
    found?.good.includes(publicKey)
  );
  if (before !== null && !isOurs) throw notOurs(folder, found);
  return await signState(after, name, found, signing);
}

/** Signs a state of a store, whatever was signed before. */
export async function signState(
  store: Uint8Array<ArrayBuffer>,
  name: string,
  last: FoundSignature | undefined,
  { keys, days }: Signing,
): Promise<SignedStore> {
  // the serial of somebody else could be as high as it goes
  const isOurs = keys.some(({ publicKey }) => last?.good.includes(publicKey));
  return await signStore(store, {
    store: name,
    keys,
    lastSerial: isOurs ? last?.signature.serial ?? 0 : 0,
    time: Date.now(),
    lifetime: days * DAY,
  });
}

/**
 * Writes a signature beside a `store.json` that is there already, and removes those that are spent. The caller has the
 * lock of the store.
 *
 * @throws {StoreError} `PERMISSION`, or `IO`.
 */
export function writeSignature(
  folder: string,
  { path, bytes }: SignedStore,
): void {
  realChanges.makeDirectory(`${folder}/${SIGNATURE_FOLDER}`);
  replaceFile(`${folder}/${path}`, bytes);
  for (const spent of spentSignatures(folder, path)) {
    realChanges.remove(`${folder}/${spent}`);
  }
}

/** Names of the signatures of a store, of whatever state. */
function signatureNames(folder: string): readonly string[] {
  const names = listDirectory(`${folder}/${SIGNATURE_FOLDER}`) ?? [];
  return names.filter((name) => /^[0-9a-f]{64}\.json$/.test(name));
}

/** Serial of a signature file; 0 for one that does not parse. */
function serialOf(path: string): number {
  try {
    const bytes = readBytes(path, { maxBytes: SIGNATURE_MAX_BYTES });
    return bytes === null ? 0 : parseSignature(bytes, path).serial;
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    return 0;
  }
}

/**
 * Signature files that can go after a change, and what killed writers left: paths from the store's root.
 *
 * @param keep Path of the signature of the present `store.json`.
 */
export function spentSignatures(folder: string, keep: string): string[] {
  const whole = signatureNames(folder)
    .map((name) => `${SIGNATURE_FOLDER}/${name}`)
    .filter((path) => path !== keep)
    .map((path) => ({ path, serial: serialOf(`${folder}/${path}`) }))
    .sort((a, b) => b.serial - a.serial);
  const halves = (listDirectory(`${folder}/${SIGNATURE_FOLDER}`) ?? [])
    .filter((name) => /^[0-9a-f]{64}\.json\.[0-9a-f-]{36}\.tmp$/.test(name));
  return [
    ...whole.slice(KEPT_SIGNATURES - 1).map(({ path }) => path),
    ...halves.map((name) => `${SIGNATURE_FOLDER}/${name}`),
  ];
}
