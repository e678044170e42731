/**
 * Checksums as links write them: `algorithm:hex`.
 *
 * @module
 */

/** Bytes of a digest, by algorithm. */
export const DIGEST_BYTES = {
  blake3: 32,
  sha256: 32,
  sha384: 48,
  sha512: 64,
} as const;

/** An algorithm that is understood when reading; `blake3` is the one that is written. */
export type DigestAlgorithm = keyof typeof DIGEST_BYTES;

/** A checksum that parses. */
export interface Checksum {
  /** What made it. */
  readonly algorithm: DigestAlgorithm;
  /** Lower-case hex digits. */
  readonly hex: string;
}

const CHECKSUM_REGEXP = /^(blake3|sha256|sha384|sha512):([0-9a-f]+)$/;

/**
 * Parses a checksum.
 *
 * @returns Undefined for any other form: an unknown algorithm, upper-case digits, or too few or too many of them.
 */
export function parseChecksum(text: string): Checksum | undefined {
  const [, name, hex] = CHECKSUM_REGEXP.exec(text) ?? [];
  if (name === undefined || hex === undefined) return undefined;
  const algorithm = name as DigestAlgorithm;
  return hex.length === 2 * DIGEST_BYTES[algorithm]
    ? { algorithm, hex }
    : undefined;
}
