/**
 * What is wrong with the signature of a store, as `verify` reports it.
 *
 * @module
 */

import { StoreError } from "../core/store_error.ts";
import { checkKeys } from "./check_signature.ts";
import { parseSignature } from "./parse_signature.ts";
import type { Problem } from "./problem.ts";
import { sha256Hex, signaturePath } from "./store_signature.ts";

/** What `verify` knows of the signatures of a store. */
export interface SignatureFacts {
  /** Reads a file of the store by its path from the root; null where it is not there, or cannot be read. */
  readonly read: (path: string) => Promise<Uint8Array | null>;
  /** Whether the store has any signature. */
  readonly isSigned: boolean;
  /** Public keys of which one has to have signed; none: whoever did. */
  readonly keys: readonly string[];
  /** The time, in milliseconds since 1970. */
  readonly now: number;
}

/**
 * Checks the signature of a `store.json`. A store without any signature, and without keys, has no problem.
 *
 * @param store Bytes of `store.json`.
 */
export async function signatureProblems(
  store: Uint8Array<ArrayBuffer>,
  { read, isSigned, keys, now }: SignatureFacts,
): Promise<readonly Problem[]> {
  if (!isSigned && keys.length === 0) return [];
  const sha256 = await sha256Hex(store);
  const path = signaturePath(sha256);
  const file = await read(path);
  if (file === null) {
    return [{
      severity: "error",
      code: "SIGNATURE_MISSING",
      path: "store.json",
      message: isSigned
        ? "It was changed after it was signed"
        : "It is not signed",
      expected: path,
      hint: "Look at what changed, then run storectl sign.",
    }];
  }
  try {
    return await problemsOf(file, path, { sha256, size: store.length }, {
      keys,
      now,
    });
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    return [{
      severity: "error",
      code: "SIGNATURE_INVALID",
      path,
      message: error.message,
      hint: "Run storectl sign.",
    }];
  }
}

/** Checks a signature file that is there. */
async function problemsOf(
  file: Uint8Array,
  path: string,
  { sha256, size }: { readonly sha256: string; readonly size: number },
  { keys, now }: Pick<SignatureFacts, "keys" | "now">,
): Promise<readonly Problem[]> {
  const signature = parseSignature(file, path);
  if (signature.sha256 !== sha256 || signature.size !== size) {
    return [{
      severity: "error",
      code: "SIGNATURE_INVALID",
      path,
      message: "It belongs to another store.json",
      expected: sha256,
      actual: signature.sha256,
    }];
  }
  const { good, bad } = await checkKeys(signature);
  const problems: Problem[] = bad.map((key) => ({
    severity: "error",
    code: "SIGNATURE_INVALID",
    path,
    message: `It is not what ${key} signed`,
    hint: "Run storectl sign.",
  }));
  if (
    good.length > 0 && keys.length > 0 &&
    !keys.some((key) => good.includes(key))
  ) {
    problems.push({
      severity: "error",
      code: "SIGNATURE_UNTRUSTED",
      path,
      message: "It is signed by another key",
      expected: keys.join(", "),
      actual: good.join(", "),
    });
  }
  if (Date.parse(signature.expires) <= now) {
    problems.push({
      severity: "warning",
      code: "SIGNATURE_EXPIRED",
      path,
      message: `It expired ${signature.expires}`,
      hint: "Run storectl sign.",
    });
  }
  return problems;
}
