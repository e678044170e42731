/**
 * Grams: three or four bytes that follow each other in a text. For each hash of one the catalog knows in which groups
 * of rows it stands, so that few texts are looked through for a rare word.
 *
 * @module
 */

/** Rows of a group; `kernel/kernel.ts` has the same number. */
export const GROUP_ROWS = 128;
/** Number of hashes; `kernel/kernel.ts` has the same. */
export const GRAM_HASHES = 3 << 13;
/** Grams of a needle that are looked at. */
const MOST_GRAMS = 8;

/** The hash of a gram as a little-endian number; `kernel/kernel.ts` has the same. */
function hashOf(needle: string, at: number, length: number): number {
  let gram = 0;
  for (let next = at + length; next > at;) {
    gram = gram << 8 | needle.charCodeAt(--next);
  }
  const mixed = Math.imul(gram, 0x9e3779b1);
  const hash = Math.imul(mixed ^ (mixed >>> 15), 0x85ebca6b) >>> 16;
  return hash * GRAM_HASHES >>> 16;
}

/**
 * Hashes of grams that stand in every text in which a needle does: those of four bytes, and of three where there are
 * few of the others.
 *
 * @param needle Characters of ASCII.
 */
export function gramHashes(needle: string): readonly number[] {
  const hashes: number[] = [];
  const step = Math.ceil((needle.length - 3) / MOST_GRAMS);
  for (let at = 0; at + 4 <= needle.length; at += step) {
    hashes.push(hashOf(needle, at, 4));
  }
  for (let at = 0; at + 3 <= needle.length && needle.length < 6; at++) {
    hashes.push(hashOf(needle, at, 3));
  }
  return hashes;
}
