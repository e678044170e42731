/**
 * Digests of bytes and files, read and hashed piece by piece.
 *
 * What hashes is loaded when it is first needed: BLAKE3 takes about 5 ms, SHA-2 about 20.
 *
 * @module
 */

import type { DigestAlgorithm } from "../core/checksum.ts";
import type { Blake3 } from "./_blake3_wasm.ts";
import { openRegular, readInto } from "./_open_regular.ts";
import type { Hasher } from "./hasher.ts";

export type { Hasher };

/** What a file is, by its bytes. */
export interface FileDigest {
  /** Bytes that were read. */
  readonly size: number;
  /** Lower-case hex. */
  readonly hex: string;
}

/** BLAKE3 of the bytes 0, 1, 2, … 250, 0, …, 1025 of them, which takes two chunks: of the official test vectors. */
const KNOWN_ANSWER =
  "d00278ae47eb27b34faecf67b4fe263f82d5412916c1ffd97c8cb7fb814b8444";

/**
 * Loads a BLAKE3 module.
 *
 * @param base64 The module.
 * @returns Undefined where this machine cannot run it, or it hashes wrongly.
 */
export async function tryBlake3(base64: string): Promise<Blake3 | undefined> {
  try {
    const { loadBlake3 } = await import("./_blake3_wasm.ts");
    const open = loadBlake3(Uint8Array.fromBase64(base64));
    using hasher = open();
    hasher.update(Uint8Array.from({ length: 1025 }, (_, index) => index % 251));
    return hasher.hex() === KNOWN_ANSWER ? open : undefined;
  } catch {
    return undefined;
  }
}

let loading: Promise<Blake3 | undefined> | undefined;

async function openBlake3(): Promise<Hasher> {
  loading ??= import("./_blake3_bytes.ts").then(({ BLAKE3_BASE64 }) =>
    tryBlake3(BLAKE3_BASE64)
  );
  const open = await loading;
  return open?.() ?? (await import("./_blake3_fallback.ts")).openFallback();
}

/**
 * Makes a hasher.
 *
 * @example Hashing what comes in pieces
 * ```ts
 * import { openHasher } from "./digest.ts";
 *
 * using hasher = await openHasher("blake3");
 * hasher.update(new TextEncoder().encode("one piece, "));
 * hasher.update(new TextEncoder().encode("and another"));
 * console.assert(hasher.hex().length === 64);
 * ```
 */
export async function openHasher(algorithm: DigestAlgorithm): Promise<Hasher> {
  return algorithm === "blake3"
    ? await openBlake3()
    : (await import("./digest_sha.ts")).openSha(algorithm);
}

/** The digest of some bytes, as lower-case hex. */
export async function digestBytes(
  algorithm: DigestAlgorithm,
  bytes: Uint8Array,
): Promise<string> {
  using hasher = await openHasher(algorithm);
  hasher.update(bytes);
  return hasher.hex();
}

/**
 * The size and digest of a regular file, after following symbolic links. Memory does not grow with the file.
 *
 * @returns Null when there is no such file, which is also said of a dangling link.
 * @throws {StoreError} `PERMISSION`, or `IO`: not a regular file, or a failure of the file system.
 */
export async function digestFile(
  path: string,
  algorithm: DigestAlgorithm,
): Promise<FileDigest | null> {
  using hasher = await openHasher(algorithm);
  using open = openRegular(path);
  if (open === null) return null;
  let size = 0;
  for (;;) {
    const { buffer } = hasher;
    const count = readInto(open.file, buffer, path);
    if (count === 0) return { size, hex: hasher.hex() };
    hasher.update(buffer.subarray(0, count));
    size += count;
  }
}
