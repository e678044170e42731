/**
 * A checksum for finding damage, fast enough for every range that a query reads.
 *
 * @module
 */

/**
 * Mixes whole 32-bit words; the bytes behind the last whole word do not count, so pad them.
 *
 * Each step is a bijection of the state for a given word and of the word for a given state, so one changed word
 * always changes the result: every step maps each lane one to one. Not for protection from people: whoever can write the file can write the checksum.
 */
export function checksum(words: Uint32Array): number {
  let a = 0x9e3779b9 ^ words.length;
  let b = 0x7f4a7c15;
  let index = 0;
  // two lanes, four words a turn: cold code pays for every turn of a loop
  for (const end = words.length - 3; index < end; index += 4) {
    a = Math.imul(a ^ words[index]!, 0x85ebca6b);
    b = Math.imul(b ^ words[index + 1]!, 0xc2b2ae35);
    a = Math.imul((a << 13 | a >>> 19) ^ words[index + 2]!, 0x85ebca6b);
    b = Math.imul((b << 13 | b >>> 19) ^ words[index + 3]!, 0xc2b2ae35);
    a = a << 15 | a >>> 17;
    b = b << 15 | b >>> 17;
  }
  for (; index < words.length; index++) {
    a = Math.imul(a ^ words[index]!, 0x85ebca6b);
  }
  const hash = Math.imul(a ^ (a >>> 16), 0xc2b2ae35) ^ (b << 7 | b >>> 25);
  return (hash ^ (hash >>> 16)) >>> 0;
}
