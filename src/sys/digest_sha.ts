/**
 * SHA-2, for checksums that other programs wrote.
 *
 * @module
 */

import { createHash } from "node:crypto";
import type { DigestAlgorithm } from "../core/checksum.ts";
import { HASHER_BYTES } from "./hasher.ts";
import type { Hasher } from "./hasher.ts";

/** The algorithms of this module. */
export type ShaAlgorithm = Exclude<DigestAlgorithm, "blake3">;

/** Makes a hasher. */
export function openSha(algorithm: ShaAlgorithm): Hasher {
  let hash = createHash(algorithm);
  return {
    buffer: new Uint8Array(HASHER_BYTES),
    update: (bytes) => void hash.update(bytes),
    hex() {
      const hex = hash.digest("hex");
      hash = createHash(algorithm);
      return hex;
    },
    [Symbol.dispose]: () => {},
  };
}
