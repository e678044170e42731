// The blocks inside lz4 files, for WebAssembly with SIMD.
//
// AssemblyScript; `deno task kernel` makes src/sys/_lz4_bytes.ts of it. Pointers are bytes from the start of the
// memory; behind the packed and the unpacked bytes there are 16 to spare, which copies touch.
// Source: https://github.com/lz4/lz4/blob/dev/doc/lz4_Block_format.md

const SHORTEST_MATCH: u32 = 4;

/** Where a length that goes on while bytes are 255 was read up to; 0 where it breaks off. */
let lengthEnd: u32 = 0;

/** Reads such a length. */
@inline
function longLength(from: u32, end: u32): u32 {
  let sum: u32 = 0;
  while (from < end) {
    const byte: u32 = load<u8>(from++);
    sum += byte;
    if (byte != 255) {
      lengthEnd = from;
      return sum;
    }
  }
  lengthEnd = 0;
  return 0;
}

/**
 * Unpacks one block.
 *
 * @param history The first byte that matches may refer to.
 * @param to Where the unpacked bytes go; those from `history` up to here were unpacked before.
 * @param toEnd Where there is no more room for them.
 * @returns Where the unpacked bytes end; 0 where the block breaks the rules of its format.
 */
export function unpackBlock(from: u32, fromEnd: u32, history: u32, to: u32, toEnd: u32): u32 {
  while (from < fromEnd) {
    const token: u32 = load<u8>(from++);
    let literals = token >>> 4;
    if (literals == 15) {
      literals += longLength(from, fromEnd);
      if (lengthEnd == 0) return 0;
      from = lengthEnd;
    }
    if (literals > fromEnd - from || literals > toEnd - to) return 0;
    for (let at: u32 = 0; at < literals; at += 16) v128.store(to + at, v128.load(from + at));
    from += literals;
    to += literals;
    // only the last sequence has no match
    if (from == fromEnd) return to;

    if (fromEnd - from < 2) return 0;
    const distance: u32 = load<u16>(from);
    from += 2;
    let length = token & 15;
    if (length == 15) {
      length += longLength(from, fromEnd);
      if (lengthEnd == 0) return 0;
      from = lengthEnd;
    }
    length += SHORTEST_MATCH;
    if (distance == 0 || distance > to - history || length > toEnd - to) return 0;
    const match = to - distance;
    if (distance < 16) {
      for (let at: u32 = 0; at < length; at++) store<u8>(to + at, load<u8>(match + at));
    } else {
      for (let at: u32 = 0; at < length; at += 16) v128.store(to + at, v128.load(match + at));
    }
    to += length;
  }
  return 0;
}
