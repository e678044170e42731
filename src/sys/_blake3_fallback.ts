/**
 * BLAKE3 by `hash-wasm`, for machines without the SIMD instructions that the fast one needs.
 *
 * @module
 */

import { createBLAKE3 } from "hash-wasm";
import { HASHER_BYTES } from "./hasher.ts";
import type { Hasher } from "./hasher.ts";

/** Makes a hasher. */
export async function openFallback(): Promise<Hasher> {
  const hash = (await createBLAKE3()).init();
  return {
    buffer: new Uint8Array(HASHER_BYTES),
    update: (bytes) => void hash.update(bytes),
    hex() {
      const hex = hash.digest();
      hash.init();
      return hex;
    },
    // its memory is its own, and goes with it
    [Symbol.dispose]: () => {},
  };
}
