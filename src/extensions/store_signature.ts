/**
 * The signature of a store: a small file that vouches for the bytes of one `store.json`.
 *
 * It is named by the checksum of the `store.json` that it belongs to, and is there before that `store.json` is. So
 * `store.json` stays the one switch of a store: whoever has it finds its signature, and never that of another one.
 *
 * @module
 */

/** First line of what is signed, and `format` of the file: a key signs nothing else under this name. */
export const SIGNATURE_FORMAT = "storectl-signature-1";

/** Directory of the signatures, from the store's root. */
export const SIGNATURE_FOLDER = "signatures";

/** The most bytes that a signature file may have. */
export const SIGNATURE_MAX_BYTES = 64 * 1024;

/** The most keys that may sign one store. */
export const SIGNATURE_MAX_KEYS = 16;

/** What is signed. */
export interface SignedStatement {
  /** `name` of the store, so that one store cannot pass for another that has the same key. */
  readonly store: string;
  /** SHA-256 of `store.json`: 64 lower-case hex digits. */
  readonly sha256: string;
  /** Bytes of `store.json`. */
  readonly size: number;
  /** Grows with each signature of the store. */
  readonly serial: number;
  /** When it was signed: ISO 8601 in UTC, whole seconds. */
  readonly signed: string;
  /** When it stops to count, in the same form. */
  readonly expires: string;
}

/** What one key says of a statement. */
export interface KeySignature {
  /** The public key, as `formatPublicKey()` writes it. */
  readonly key: string;
  /** 64 bytes, as 86 characters of base64url. */
  readonly signature: string;
}

/** A signature file. */
export interface StoreSignature extends SignedStatement {
  /** One entry for each key. */
  readonly signatures: readonly KeySignature[];
}

/** SHA-256 of some bytes, as lower-case hex digits. */
export async function sha256Hex(
  bytes: Uint8Array<ArrayBuffer>,
): Promise<string> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).toHex();
}

/** Path of a signature from the store's root, by the SHA-256 of its `store.json`. */
export function signaturePath(sha256: string): string {
  return `${SIGNATURE_FOLDER}/${sha256}.json`;
}

/**
 * The bytes that are signed: one line for each fact, made from the facts and not from the text of the file, so that
 * there is one form of them. `docs/security.md` has an example.
 */
export function statementBytes(
  statement: SignedStatement,
): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode([
    SIGNATURE_FORMAT,
    `store: ${JSON.stringify(statement.store)}`,
    `sha256: ${statement.sha256}`,
    `size: ${statement.size}`,
    `serial: ${statement.serial}`,
    `signed: ${statement.signed}`,
    `expires: ${statement.expires}`,
    "",
  ].join("\n"));
}

/** The text of a signature file. */
export function formatSignature(
  { signatures, ...statement }: StoreSignature,
): string {
  const { store, sha256, size, serial, signed, expires } = statement;
  const document = {
    format: SIGNATURE_FORMAT,
    store,
    sha256,
    size,
    serial,
    signed,
    expires,
    signatures: signatures.map(({ key, signature }) => ({ key, signature })),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}
