// The loops of a query, for WebAssembly with SIMD: cold JavaScript runs them thirty times slower.
//
// AssemblyScript; `deno task kernel` makes src/catalog/kernel_bytes.ts of it. Pointers are bytes from the start of
// the memory; who calls lays the memory out (src/catalog/kernel.ts), with 32 bytes to spare behind every text.

const LF: u8 = 10;

/** Rank of a row that does not match; the ranks are those of src/catalog/search_names.ts. */
const NO_RANK: u8 = 5;

/** `lanes` with the bits of each lane turned left. */
@inline
function turned(lanes: v128, left: i32): v128 {
  return v128.or(i32x4.shl(lanes, left), i32x4.shr_u(lanes, 32 - left));
}

/** One more lane of a checksum; one to one in each of the two. */
@inline
function folded(hash: u32, lane: u32): u32 {
  return (rotl<u32>(hash, 13) ^ lane) * 0x85ebca6b;
}

/**
 * Mixes 32-bit words. Every step maps the state, and the word, one to one, so a change of one word changes the result.
 */
export function checksum(at: u32, words: u32): u32 {
  let a = i32x4.splat(0x9e3779b9);
  let b = i32x4.splat(0x7f4a7c15);
  const c = i32x4.splat(0x85ebca6b);
  const d = i32x4.splat(0xc2b2ae35);
  const end = at + (words >> 3 << 5);
  const last = at + (words << 2);
  for (; at < end; at += 32) {
    a = turned(i32x4.mul(v128.xor(a, v128.load(at)), c), 15);
    b = turned(i32x4.mul(v128.xor(b, v128.load(at, 16)), d), 13);
  }
  let hash: u32 = words * 0x9e3779b1;
  hash = folded(hash, i32x4.extract_lane(a, 0));
  hash = folded(hash, i32x4.extract_lane(a, 1));
  hash = folded(hash, i32x4.extract_lane(a, 2));
  hash = folded(hash, i32x4.extract_lane(a, 3));
  hash = folded(hash, i32x4.extract_lane(b, 0));
  hash = folded(hash, i32x4.extract_lane(b, 1));
  hash = folded(hash, i32x4.extract_lane(b, 2));
  hash = folded(hash, i32x4.extract_lane(b, 3));
  for (; at < last; at += 4) hash = folded(hash, load<u32>(at));
  hash = (hash ^ (hash >>> 16)) * 0xc2b2ae35;
  return hash ^ (hash >>> 16);
}

/** The first of some blocks whose checksum is not the one at `sums`; `blocks` where all are whole. */
export function firstDamaged(at: u32, blocks: u32, words: u32, sums: u32): u32 {
  for (let block: u32 = 0; block < blocks; block++) {
    if (checksum(at + block * words * 4, words) != load<u32>(sums + block * 4)) return block;
  }
  return blocks;
}

/** Bytes from the start in which two texts of a length are the same. */
export function commonStart(a: u32, b: u32, length: u32): u32 {
  let at: u32 = 0;
  while (at + 16 <= length && v128.any_true(v128.xor(v128.load(a + at), v128.load(b + at))) == false) at += 16;
  while (at < length && load<u8>(a + at) == load<u8>(b + at)) at++;
  return at;
}

/** Adds the bits of another set. */
export function addAll(bits: u32, other: u32, words: u32): void {
  for (const end = bits + words * 4; bits < end; bits += 16, other += 16) {
    v128.store(bits, v128.or(v128.load(bits), v128.load(other)));
  }
}

/** Keeps the bits of another set. */
export function keepAll(bits: u32, other: u32, words: u32): void {
  for (const end = bits + words * 4; bits < end; bits += 16, other += 16) {
    v128.store(bits, v128.and(v128.load(bits), v128.load(other)));
  }
}

/** Takes the bits of another set away. */
export function removeAll(bits: u32, other: u32, words: u32): void {
  for (const end = bits + words * 4; bits < end; bits += 16, other += 16) {
    v128.store(bits, v128.andnot(v128.load(bits), v128.load(other)));
  }
}

/** Number of bits. */
export function countBits(bits: u32, words: u32): u32 {
  let count: u32 = 0;
  for (const end = bits + words * 4; bits < end; bits += 4) count += popcnt<u32>(load<u32>(bits));
  return count;
}

/** Sets the bits of some rows. */
export function addRows(bits: u32, rows: u32, count: u32): void {
  for (const end = rows + count * 4; rows < end; rows += 4) {
    const row = load<u32>(rows);
    const word = bits + (row >>> 5 << 2);
    store<u32>(word, load<u32>(word) | (<u32> 1 << (row & 31)));
  }
}

/** Writes the numbers of bits to `into`: those behind the first `offset`, at most `limit`; returns how many. */
export function listBits(bits: u32, words: u32, offset: u32, limit: u32, into: u32): u32 {
  let written: u32 = 0;
  for (let word: u32 = 0; word < words && written < limit; word++) {
    let rest = load<u32>(bits + word * 4);
    const count = popcnt<u32>(rest);
    if (count <= offset) {
      offset -= count;
      continue;
    }
    for (; rest != 0 && written < limit; rest &= rest - 1) {
      if (offset > 0) offset--;
      else store<u32>(into + written++ * 4, word * 32 + ctz<u32>(rest));
    }
  }
  return written;
}

/** Counts values below `values` of the rows of a set in a column of `width` bytes; adds to 32-bit `counts`. */
export function countValues(bits: u32, words: u32, column: u32, width: u32, counts: u32): void {
  for (let word: u32 = 0; word < words; word++) {
    for (let rest = load<u32>(bits + word * 4); rest != 0; rest &= rest - 1) {
      const at = column + (word * 32 + ctz<u32>(rest)) * width;
      const value: u32 = width == 1 ? load<u8>(at) : width == 2 ? load<u16>(at) : load<u32>(at);
      store<u32>(counts + value * 4, load<u32>(counts + value * 4) + 1);
    }
  }
}

function isWordByte(byte: u8): bool {
  return (byte >= 97 && byte <= 122) || (byte >= 48 && byte <= 57);
}

/** Rank of a name by one place of the needle in it: exact 0, prefix 1, word 2, substring 3. */
function rankAt(at: u32, length: u32): u8 {
  const before = load<u8>(at - 1);
  const behind = load<u8>(at + length);
  if (before == LF) return behind == LF ? 0 : 1;
  return isWordByte(before) || isWordByte(behind) ? 3 : 2;
}

/**
 * Lowers the ranks of the texts in which a needle stands. A line feed stands before the first text and behind each.
 *
 * @param summary Rank of a text that has the needle; 0 to rank it as a name.
 * @returns Number of texts.
 */
export function rankTexts(at: u32, end: u32, needle: u32, length: u32, ranks: u32, summary: u8): u32 {
  const first = i8x16.splat(load<u8>(needle));
  const last = i8x16.splat(load<u8>(needle + length - 1));
  const feed = i8x16.splat(LF);
  let row = ranks;
  for (; at < end; at += 16) {
    const bytes = v128.load(at);
    let feeds: u32 = i8x16.bitmask(i8x16.eq(bytes, feed));
    let found: u32 = i8x16.bitmask(
      v128.and(i8x16.eq(bytes, first), i8x16.eq(v128.load(at + length - 1), last)),
    );
    if (end - at < 16) {
      const inside = (<u32> 1 << (end - at)) - 1;
      feeds &= inside;
      found &= inside;
    }
    for (; found != 0; found &= found - 1) {
      const place = ctz<u32>(found);
      const hit = at + place;
      let same: u32 = 1;
      while (same < length && load<u8>(hit + same) == load<u8>(needle + same)) same++;
      if (same < length || hit + length > end) continue;
      const rank = summary != 0 ? summary : rankAt(hit, length);
      const own = row + popcnt<u32>(feeds & ((<u32> 1 << place) - 1));
      if (rank < load<u8>(own)) store<u8>(own, rank);
    }
    row += popcnt<u32>(feeds);
  }
  return row - ranks;
}

/** Marks a group in the set of groups that have a gram; the hash is that of src/catalog/gram_hashes.ts. */
@inline
function markGram(gram: u32, sets: u32, setBytes: u32, group: u32): void {
  const mixed = gram * 0x9e3779b1;
  const hash = ((mixed ^ (mixed >>> 15)) * 0x85ebca6b >>> 16) * 24576 >>> 16;
  const at = sets + hash * setBytes + (group >>> 3);
  store<u8>(at, load<u8>(at) | (<u8> 1 << <u8> (group & 7)));
}

/**
 * Marks all three and all four bytes that follow each other in a text, for the group of 128 rows that it stands in. A
 * line feed stands behind each text.
 *
 * @param sets A set of groups for each hash.
 * @param setBytes Bytes of such a set.
 */
export function markGrams(at: u32, end: u32, row: u32, sets: u32, setBytes: u32): void {
  let gram: u32 = 0;
  let known: u32 = 0;
  for (; at < end; at++) {
    const byte: u32 = load<u8>(at);
    if (byte == LF) {
      row++;
      known = 0;
      continue;
    }
    gram = gram >>> 8 | byte << 24;
    if (++known < 3) continue;
    markGram(gram >>> 8, sets, setBytes, row >>> 7);
    if (known > 3) markGram(gram, sets, setBytes, row >>> 7);
  }
}

/** Raises ranks to those of another word: a row is as good as its worst word. */
export function keepWorst(ranks: u32, other: u32, rows: u32): void {
  for (const end = ranks + rows; ranks < end; ranks += 16, other += 16) {
    v128.store(ranks, i8x16.max_u(v128.load(ranks), v128.load(other)));
  }
}

/** Writes the rows of a set with one rank to `into`, as a set. */
export function keepRank(ranks: u32, bits: u32, rows: u32, rank: u8, into: u32): void {
  const wanted = i8x16.splat(rank);
  for (let row: u32 = 0; row < rows; row += 16) {
    const found: u32 = i8x16.bitmask(i8x16.eq(v128.load(ranks + row), wanted));
    store<u16>(into + (row >>> 3), found & load<u16>(bits + (row >>> 3)));
  }
}

/** Where the next byte of `writeRows` goes. */
let output: u32 = 0;

/** Copies bytes in whole vectors: up to 15 bytes behind the end are touched. */
function copy(from: u32, length: u32): void {
  for (let at: u32 = 0; at < length; at += 16) v128.store(output + at, v128.load(from + at));
  output += length;
}

/** Writes one byte. */
@inline
function put(byte: u8): void {
  store<u8>(output++, byte);
}

function hexDigit(value: u8): u8 {
  return value < 10 ? 48 + value : 87 + value;
}

/** Writes a character that JSON has another form for. */
function putEscaped(byte: u8): void {
  put(92);
  if (byte == 34 || byte == 92) return put(byte);
  if (byte == 8) return put(98);
  if (byte == 9) return put(116);
  if (byte == 12) return put(102);
  if (byte == 13) return put(114);
  put(117);
  put(48);
  put(48);
  put(hexDigit(byte >> 4));
  put(hexDigit(byte & 15));
}

/** Writes a text up to its line feed as JSON, and returns where the next one begins. */
function putText(at: u32): u32 {
  const control = i8x16.splat(32);
  const quote = i8x16.splat(34);
  const backslash = i8x16.splat(92);
  put(34);
  while (true) {
    const bytes = v128.load(at);
    const special: u32 = i8x16.bitmask(v128.or(
      i8x16.lt_u(bytes, control),
      v128.or(i8x16.eq(bytes, quote), i8x16.eq(bytes, backslash)),
    ));
    v128.store(output, bytes);
    const plain: u32 = special == 0 ? 16 : ctz<u32>(special);
    at += plain;
    output += plain;
    if (special == 0) continue;
    const byte = load<u8>(at++);
    if (byte == LF) break;
    putEscaped(byte);
  }
  put(34);
  return at;
}

/** Writes a text, or `null` where it does not count. */
function putOptional(at: u32, counts: bool): u32 {
  if (counts) return putText(at);
  store<u32>(output, 0x6c6c756e);
  output += 4;
  while (load<u8>(at) != LF) at++;
  return at + 1;
}

/** Writes one of the pieces whose places stand at `pieces`. */
@inline
function putPiece(pieces: u32, number: u32): void {
  copy(load<u32>(pieces + number * 8), load<u32>(pieces + number * 8, 4));
}

/**
 * Writes rows as lines of JSON.
 *
 * A record is six words: where its texts begin (name, version, installed version, summary), whether the two versions
 * count (bits 0 and 1), and the pieces that stand behind name, installed version, flags and summary. Piece 0 stands
 * before the name, piece 1 before the installed version.
 *
 * @returns Bytes that were written.
 */
export function writeRows(records: u32, count: u32, texts: u32, pieces: u32, into: u32): u32 {
  output = into;
  for (const end = records + count * 24; records < end; records += 24) {
    const counts = load<u32>(records, 4);
    let at = texts + load<u32>(records);
    putPiece(pieces, 0);
    at = putText(at);
    putPiece(pieces, load<u32>(records, 8));
    at = putOptional(at, (counts & 1) != 0);
    putPiece(pieces, 1);
    at = putOptional(at, (counts & 2) != 0);
    putPiece(pieces, load<u32>(records, 12));
    putPiece(pieces, load<u32>(records, 16));
    putText(at);
    putPiece(pieces, load<u32>(records, 20));
  }
  return output - into;
}
