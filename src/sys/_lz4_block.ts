/**
 * The blocks inside lz4 files.
 *
 * Source: {@link https://github.com/lz4/lz4/blob/dev/doc/lz4_Block_format.md}.
 *
 * @module
 */

/** How far back a match may reach. */
export const WINDOW_BYTES = 64 * 1024;
const SHORTEST_MATCH = 4;
/** Below this many bytes a loop is faster than a call. */
const LOOP_BYTES = 24;

/** Says that a block breaks the rules of its format. */
export class Lz4BlockError extends Error {}

/** Reads a length that goes on while bytes are 255. */
function addLength(source: Uint8Array, at: { offset: number }): number {
  let sum = 0;
  for (;;) {
    const byte = source[at.offset++];
    if (byte === undefined) throw new Lz4BlockError();
    sum += byte;
    if (byte !== 255) return sum;
  }
}

/**
 * Unpacks one block behind what `target` holds up to `start`, which matches may refer to.
 *
 * @returns Where the unpacked bytes end.
 */
export function unpackLz4Block(
  source: Uint8Array,
  target: Uint8Array,
  start: number,
): number {
  const at = { offset: 0 };
  let end = start;
  for (;;) {
    const token = source[at.offset++];
    if (token === undefined) throw new Lz4BlockError();
    let literals = token >> 4;
    if (literals === 15) literals += addLength(source, at);
    const from = at.offset;
    if (from + literals > source.length || end + literals > target.length) {
      throw new Lz4BlockError();
    }
    if (literals < LOOP_BYTES) {
      for (let i = 0; i < literals; i++) target[end + i] = source[from + i]!;
    } else target.set(source.subarray(from, from + literals), end);
    end += literals;
    at.offset += literals;
    // Only the last sequence has no match.
    if (at.offset === source.length) return end;

    if (at.offset + 2 > source.length) throw new Lz4BlockError();
    const distance = source[at.offset]! | (source[at.offset + 1]! << 8);
    at.offset += 2;
    let length = (token & 15) + SHORTEST_MATCH;
    if (length === 15 + SHORTEST_MATCH) length += addLength(source, at);
    if (distance === 0 || distance > end || end + length > target.length) {
      throw new Lz4BlockError();
    }
    if (length < LOOP_BYTES || distance < length) {
      const shift = end - distance;
      for (let i = 0; i < length; i++) target[end + i] = target[shift + i]!;
    } else target.copyWithin(end, end - distance, end - distance + length);
    end += length;
  }
}
