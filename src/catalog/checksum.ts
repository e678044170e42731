/**
 * A checksum for finding damage, fast enough for every range that a query reads.
 *
 * @module
 */

import { sumWords } from "./kernel.ts";

/**
 * Mixes whole 32-bit words; the bytes behind the last whole word do not count, so pad them.
 *
 * Every step maps the state, and the word, one to one, so one changed word always changes the result. Not for
 * protection from people: whoever can write the file can write the checksum.
 */
export function checksum(words: Uint32Array): number {
  return sumWords(words);
}
