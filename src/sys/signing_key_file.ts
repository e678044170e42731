/**
 * Private keys in files: made for their owner alone, and refused when others can read them.
 *
 * @module
 */

import { StoreError } from "../core/store_error.ts";
import { ioError } from "./_io_error.ts";
import { readText } from "./read_file.ts";

/** The most bytes of a key file. */
const KEY_FILE_BYTES = 4096;

/**
 * Makes an Ed25519 key.
 *
 * @returns The private key as PKCS#8.
 */
export async function makeKey(): Promise<Uint8Array<ArrayBuffer>> {
  const pair = await crypto.subtle.generateKey("Ed25519", true, [
    "sign",
    "verify",
  ]) as CryptoKeyPair;
  return new Uint8Array(
    await crypto.subtle.exportKey("pkcs8", pair.privateKey),
  );
}

/**
 * Writes a key file that nobody else can read; the directory of the file is made where it is missing.
 *
 * @throws {StoreError} `ALREADY_EXISTS`: something has that name; it stays as it is. `PERMISSION`, or `IO`.
 */
export function writeKeyFile(path: string, text: string): void {
  const end = path.lastIndexOf("/");
  let isMade = false;
  try {
    if (end > 0) {
      Deno.mkdirSync(path.slice(0, end), { recursive: true });
    }
    using file = Deno.openSync(path, {
      write: true,
      createNew: true,
      mode: 0o600,
    });
    isMade = true;
    const bytes = new TextEncoder().encode(text);
    for (let done = 0; done < bytes.length;) {
      done += file.writeSync(bytes.subarray(done));
    }
    file.syncSync();
  } catch (error) {
    // half a key is none
    if (isMade) Deno.removeSync(path);
    if (error instanceof Deno.errors.AlreadyExists) {
      throw new StoreError(
        "ALREADY_EXISTS",
        `Cannot write "${path}": it exists already`,
        {
          hint:
            "Give another path with --out; a key that is lost cannot be made again.",
          at: path,
          cause: error,
        },
      );
    }
    throw ioError(error, "write", path);
  }
}

/**
 * Reads a key file.
 *
 * @throws {StoreError} `NOT_FOUND`: there is none. `PERMISSION`: it cannot be read, or others can read it.
 */
export function readKeyFile(path: string): string {
  const text = readText(path, { maxBytes: KEY_FILE_BYTES });
  if (text === null) {
    throw new StoreError(
      "NOT_FOUND",
      `Cannot read key file "${path}": it does not exist`,
      { hint: "Make one with storectl key new.", at: path },
    );
  }
  const mode = Deno.statSync(path).mode ?? 0;
  if ((mode & 0o077) !== 0) {
    throw new StoreError(
      "PERMISSION",
      `Cannot use key file "${path}": others than its owner have access to it`,
      {
        hint:
          `Run chmod 600 on it; if somebody may have read it, make a new key.`,
        at: path,
      },
    );
  }
  return text;
}
