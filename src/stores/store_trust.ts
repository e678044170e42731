/**
 * Whether a signed store is to be believed, and what is remembered of it.
 *
 * What was seen last lies outside the cache, so that clearing the cache does not let an older state back in.
 *
 * @module
 */

import { StoreError } from "../core/store_error.ts";
import type { Warning } from "../core/warning.ts";
import { checkStoreSignature } from "../extensions/check_signature.ts";
import type { SeenStore } from "../extensions/check_signature.ts";
import { sha256Hex, signaturePath } from "../extensions/store_signature.ts";
import { realChanges } from "../sys/file_changes.ts";
import { readBytes } from "../sys/read_file.ts";
import { replaceFile, withFolderLock } from "../sys/replace_file.ts";
import type { StoreEntry } from "./store_entry.ts";

/** The most bytes of what is remembered of one store. */
const STATE_BYTES = 64 * 1024;

/** What of a configured store decides whether it is believed. */
export type TrustEntry = Pick<
  StoreEntry,
  "name" | "location" | "keys" | "requireSignature"
>;

/** How to check. */
export interface TrustOptions {
  /** storectl's data directory; undefined where there is none, and nothing is remembered. */
  readonly data: string | undefined;
  /** Whether only what is cached answers; an expired signature is a warning then. */
  readonly offline?: boolean;
  /** Accepts a state that is older than the one seen last. */
  readonly allowRollback?: boolean;
}

/** What is remembered of a store. */
interface KeptState extends SeenStore {
  /** Where the store was: one at another place starts anew. */
  readonly location: string;
}

function statePath(data: string, name: string): string {
  return `${data}/trust/${name}.json`;
}

function isKeptState(value: unknown): value is KeptState {
  if (typeof value !== "object" || value === null) return false;
  const { location, store, serial, sha256, keys } = value as Partial<
    Record<string, unknown>
  >;
  return typeof location === "string" && typeof store === "string" &&
    Number.isSafeInteger(serial) && typeof sha256 === "string" &&
    Array.isArray(keys) && keys.every((key) => typeof key === "string");
}

/**
 * Reads what is remembered of a store.
 *
 * @throws {StoreError} `DATA_CORRUPT`: it cannot be understood; nothing is believed then.
 */
function readState(
  data: string,
  { name, location }: TrustEntry,
): SeenStore | undefined {
  const path = statePath(data, name);
  const bytes = readBytes(path, { maxBytes: STATE_BYTES });
  if (bytes === null) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    // said below
  }
  if (!isKeptState(value)) {
    throw new StoreError(
      "DATA_CORRUPT",
      `Cannot trust store "${name}": what is remembered of it is damaged`,
      {
        hint:
          "Remove that file to begin anew; the next state of the store is then believed, however old it is.",
        at: path,
      },
    );
  }
  return value.location === location ? value : undefined;
}

/** Remembers a state; one that another process saw meanwhile and that is newer stays. */
function keepState(
  data: string,
  entry: TrustEntry,
  before: SeenStore | undefined,
  seen: SeenStore,
): void {
  const path = statePath(data, entry.name);
  withFolderLock(`${data}/trust`, () => {
    const now = readState(data, entry);
    const isOvertaken = now !== undefined && now.serial > seen.serial &&
      now.serial !== before?.serial;
    if (isOvertaken) return;
    const { location } = entry;
    const { store, serial, sha256, keys } = seen;
    const kept: KeptState = { location, store, serial, sha256, keys };
    replaceFile(
      path,
      new TextEncoder().encode(`${JSON.stringify(kept)}\n`),
      { mode: 0o644 },
    );
  });
}

function isSameState(a: SeenStore | undefined, b: SeenStore): boolean {
  return a !== undefined && a.serial === b.serial && a.sha256 === b.sha256 &&
    a.store === b.store && a.keys.join() === b.keys.join();
}

function expiredWarning(name: string, since: string): Warning {
  return {
    code: "SIGNATURE_EXPIRED",
    message: `Store "${name}" has a signature that expired ${since}`,
    hint:
      "Go online: only a new signature shows that nothing is kept from you.",
  };
}

function notKeptWarning(name: string, state: string): Warning {
  return {
    code: "TRUST_NOT_KEPT",
    message:
      `Cannot remember the state of store "${name}": ${state}; an older one would not be noticed`,
  };
}

/** Whether a store has to be signed. */
export function needsSignature(entry: TrustEntry): boolean {
  return entry.keys.length > 0 || entry.requireSignature;
}

/**
 * Decides whether a `store.json` may be believed, before it is parsed. Nothing is read for a store that need not be
 * signed.
 *
 * @param store Bytes of `store.json`.
 * @param readSignature Reads a file of the store, by its path from the root; null where it is not there.
 * @returns What is wrong while the store may be believed.
 * @throws {StoreError} `SIGNATURE_MISSING`, `SIGNATURE_INVALID`, `SIGNATURE_UNTRUSTED`, `SIGNATURE_EXPIRED`,
 * `STORE_ROLLBACK`, or `DATA_CORRUPT`: what is remembered is damaged.
 */
export async function checkTrust(
  entry: TrustEntry,
  store: Uint8Array<ArrayBuffer>,
  readSignature: (path: string) => Promise<Uint8Array | null>,
  options: TrustOptions,
): Promise<readonly Warning[]> {
  if (!needsSignature(entry)) return [];
  const { data, offline = false, allowRollback = false } = options;
  const before = data === undefined ? undefined : readState(data, entry);
  const path = signaturePath(await sha256Hex(store));
  const { seen, expired } = await checkStoreSignature(
    store,
    await readSignature(path),
    {
      keys: entry.keys,
      seen: before,
      now: Date.now(),
      allowRollback,
      allowExpired: offline,
    },
  );
  const warnings = expired === undefined
    ? []
    : [expiredWarning(entry.name, expired)];
  if (isSameState(before, seen)) return warnings;
  if (data === undefined) {
    return [...warnings, notKeptWarning(entry.name, "no home is known")];
  }
  try {
    keepState(data, entry, before, seen);
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    return [...warnings, notKeptWarning(entry.name, error.message)];
  }
  return warnings;
}

/**
 * Forgets what was seen of a store: for one that is removed.
 *
 * @throws {StoreError} `PERMISSION`, or `IO`: it cannot be removed.
 */
export function forgetTrust(data: string | undefined, name: string): void {
  if (data !== undefined) realChanges.remove(statePath(data, name));
}
