// What a package index is read by: finds the fields of a stanza, for WebAssembly with SIMD.
//
// AssemblyScript; `deno task kernel` makes src/apt/_stanza_kernel_bytes.ts of it. Pointers are bytes from the start of
// the memory, which src/apt/_stanza_memory.ts lays out: what is known of the fields, what is found, and the buffer,
// with 32 bytes to spare behind its end.
// Source: pkgTagSection::Scan and debListParser::VersionHash.

const LF: u8 = 10;
const CR: u8 = 13;
const COLON: u8 = 58;

/** For each key of a name the number of the field, 0 where there is none. */
const KEYS: u32 = 0;
/** For each number 32 bytes: the length of the name, and the name in lower case. */
const NAMES: u32 = 64;
const NAME_BYTES: u32 = 32;
/** Where the value of each field begins, as 32-bit numbers; -1 where it is missing. */
const STARTS: u32 = 1024;
/** Where each value ends. */
const ENDS: u32 = 1152;
/** What is found besides; the numbers are words behind here. */
const FOUND: u32 = 1280;
const FOUND_LINES: u32 = FOUND;
const FOUND_BUILD: u32 = FOUND + 4;
const FOUND_SUMMARY_END: u32 = FOUND + 8;
/** Hashes of the values that are numbered: package, section, tags, maintainer. */
const FOUND_HASHES: u32 = FOUND + 12;

/** Numbers of fields, as in src/apt/_stanza_fields.ts. */
const PACKAGE: u32 = 1;
const SECTION: u32 = 4;
const INSTALLED_SIZE: u32 = 6;
const MAINTAINER: u32 = 10;
const TAG: u32 = 12;
const DESCRIPTION: u32 = 13;
const DEPENDS: u32 = 15;
const PRE_DEPENDS: u32 = 16;
const CONFLICTS: u32 = 17;
const BREAKS: u32 = 18;
const REPLACES: u32 = 19;

@inline
function isSpace(byte: u8): bool {
  return byte == 32 || (byte >= 9 && byte <= 13);
}

@inline
function lowered(byte: u8): u8 {
  return byte >= 65 && byte <= 90 ? byte | 32 : byte;
}

@inline
function startOf(field: u32): u32 {
  return load<u32>(STARTS + field * 4);
}

@inline
function endOf(field: u32): u32 {
  return load<u32>(ENDS + field * 4);
}

@inline
function isMissing(field: u32): bool {
  return load<i32>(STARTS + field * 4) < 0;
}

/** The first line feed from a place on; there is one. */
@inline
function feedFrom(at: u32): u32 {
  const feed = i8x16.splat(LF);
  while (true) {
    const found: u32 = i8x16.bitmask(i8x16.eq(v128.load(at), feed));
    if (found != 0) return at + ctz<u32>(found);
    at += 16;
  }
}

/** The number of the field of a name; 0 for one that is not kept. */
function fieldNumber(start: u32, end: u32): u32 {
  const length = end - start;
  if (length == 0 || length >= NAME_BYTES) return 0;
  const first: u32 = load<u8>(start) & 31;
  const last: u32 = load<u8>(end - 1) & 31;
  const field: u32 = load<u8>(KEYS + (length * 2 + first * 25 + last * 2 & 63));
  const name = NAMES + field * NAME_BYTES;
  if (field == 0 || load<u8>(name) != <u8> length) return 0;
  for (let at: u32 = 0; at < length; at++) {
    if (lowered(load<u8>(start + at)) != load<u8>(name + 1 + at)) return 0;
  }
  return field;
}

/** Ends the value of a field, without white space before `end`. */
function endValue(field: u32, end: u32): void {
  if (field == 0) return;
  const start = startOf(field);
  while (end > start && isSpace(load<u8>(end - 1))) end--;
  store<u32>(ENDS + field * 4, end);
}

/** The hash by which src/apt/byte_interner.ts finds bytes. */
function hashValue(field: u32, place: u32): void {
  let hash: u32 = 0;
  if (isMissing(field) == false) {
    const end = endOf(field);
    for (let at = startOf(field); at < end; at++) hash = hash * 33 + load<u8>(at);
  }
  store<u32>(FOUND_HASHES + place * 4, hash ^ (hash >>> 15));
}

/** Goes on with the hash of a build; white space, `=`, letter case and `0:` do not count. */
function hashBuild(hash: u32, field: u32): u32 {
  if (isMissing(field)) return hash;
  const end = endOf(field);
  for (let at = startOf(field); at < end; at++) {
    const byte = load<u8>(at);
    if (isSpace(byte) || byte == 61) continue;
    if (byte == 48 && at + 1 < end && load<u8>(at + 1) == COLON) {
      at++;
      continue;
    }
    hash = hash * 33 + lowered(byte);
  }
  return hash;
}

/** Finds what is wanted of the values of a whole stanza; the name is changed to lower case. */
function finish(field: u32, end: u32, lines: u32): void {
  endValue(field, end);
  if (isMissing(PACKAGE) == false) {
    const nameEnd = endOf(PACKAGE);
    for (let at = startOf(PACKAGE); at < nameEnd; at++) store<u8>(at, lowered(load<u8>(at)));
  }
  hashValue(PACKAGE, 0);
  hashValue(SECTION, 1);
  hashValue(TAG, 2);
  hashValue(MAINTAINER, 3);
  let build: u32 = 5381;
  build = hashBuild(build, INSTALLED_SIZE);
  build = hashBuild(build, DEPENDS);
  build = hashBuild(build, PRE_DEPENDS);
  build = hashBuild(build, CONFLICTS);
  build = hashBuild(build, BREAKS);
  build = hashBuild(build, REPLACES);
  store<u32>(FOUND_BUILD, build);
  store<u32>(FOUND_LINES, lines);
  if (isMissing(DESCRIPTION) == false) {
    store<u32>(FOUND_SUMMARY_END, min(endOf(DESCRIPTION), feedFrom(startOf(DESCRIPTION))));
  }
}

/**
 * Finds the fields of a stanza.
 *
 * @param limit End of the bytes; a line feed stands there, which is none of them.
 * @param isLast Whether no more bytes come; then the stanza needs no blank line behind it.
 * @returns Where it ends: behind the line feed of its last line where a blank line follows; 0 where the bytes do not
 * reach that far.
 */
export function scanStanza(at: u32, limit: u32, isLast: bool): u32 {
  for (let place: u32 = STARTS; place < ENDS; place += 16) v128.store(place, i32x4.splat(-1));
  let field: u32 = 0;
  let lines: u32 = 0;
  while (at < limit) {
    if (isSpace(load<u8>(at)) == false) {
      endValue(field, at);
      const nameStart = at;
      while (at < limit && load<u8>(at) != COLON) {
        if (load<u8>(at) == LF) lines++;
        at++;
      }
      if (at >= limit) return 0;
      let nameEnd = at;
      while (nameEnd > nameStart + 1 && isSpace(load<u8>(nameEnd - 1))) nameEnd--;
      field = fieldNumber(nameStart, nameEnd);
      at++;
      while (at < limit && isSpace(load<u8>(at))) {
        if (load<u8>(at) == LF) {
          if (at + 1 >= limit || load<u8>(at + 1) != 32) break;
          lines++;
        }
        at++;
      }
      if (field != 0) store<u32>(STARTS + field * 4, at);
    }
    at = feedFrom(at);
    if (at >= limit) break;
    lines++;
    at++;
    let next = at;
    while (next < limit && load<u8>(next) == CR) next++;
    if (next >= limit) {
      if (isLast) break;
      return 0;
    }
    if (load<u8>(next) == LF) {
      finish(field, at, lines);
      return at;
    }
    at = next;
  }
  if (isLast == false) return 0;
  at = min(at, limit);
  finish(field, at, lines);
  return at;
}
