/**
 * Files of `lzma`, the format before xz: a header of 13 bytes and one stream.
 *
 * The packages for it take a cut file for a whole one, or never come to an end on it.
 *
 * @module
 */

import { damaged, ENDS_EARLY } from "./_damaged.ts";
import { LzmaDataError, LzmaDecoder, LzmaEndError } from "./_lzma_decoder.ts";
import { CHUNK_BYTES } from "./_open_regular.ts";

const HEADER_BYTES = 13;
const UNKNOWN_SIZE = 0xffffffffffffffffn;
/** Sizes over this are not sizes but garbage, as liblzma has it. */
const LARGEST_SIZE = 1n << 38n;
/** A match is at most this long, so it may go this far beyond a chunk. */
const LONGEST_MATCH = 273;
/** The most memory that a file may ask for; `lzma -9` needs 64 MiB. */
const LARGEST_DICTIONARY = 256 * 1024 * 1024;

/** What the header says; undefined where no encoder would write it. */
function readHeader(data: Uint8Array) {
  const view = new DataView(data.buffer, data.byteOffset, data.length);
  const packed = view.getUint8(0);
  const lc = packed % 9;
  const lp = Math.floor(packed / 9) % 5;
  const pb = Math.floor(packed / 45);
  const dictionary = view.getUint32(1, true);
  const size = view.getBigUint64(5, true);
  // Encoders choose 2^n or 2^n + 2^(n-1), which tells their files from others.
  const isUsual = dictionary === 0xffffffff ||
    /^1{1,2}0*$/.test(dictionary.toString(2));
  const isSize = size === UNKNOWN_SIZE || size < LARGEST_SIZE;
  if (packed >= 225 || lc + lp > 4 || !isUsual || !isSize) return undefined;
  return {
    properties: { lc, lp, pb },
    dictionary: Math.max(dictionary, 4096),
    size: size === UNKNOWN_SIZE ? Infinity : Number(size),
  };
}

/** What stands in the window between two totals. */
function* partsOf(
  window: Uint8Array,
  from: number,
  to: number,
): Generator<Uint8Array, void> {
  const start = from % window.length;
  const end = start + (to - from);
  yield window.slice(start, Math.min(end, window.length));
  if (end > window.length) yield window.slice(0, end - window.length);
}

/** Unpacks the stream after the header. */
function* unpack(
  data: Uint8Array,
  path: string,
): Generator<Uint8Array, void> {
  if (data.length < HEADER_BYTES) throw new LzmaEndError();
  const header = readHeader(data);
  if (header === undefined) throw damaged(path, "it is not an lzma file");
  const { properties, size } = header;
  const dictionary = Math.min(header.dictionary, size);
  if (dictionary > LARGEST_DICTIONARY) {
    throw damaged(path, "it needs more memory than allowed");
  }
  const decoder = new LzmaDecoder(
    data,
    HEADER_BYTES,
    properties,
    dictionary,
    dictionary + CHUNK_BYTES + LONGEST_MATCH,
  );
  for (let isEnd = false; !isEnd;) {
    const from = decoder.total;
    isEnd = decoder.run(Math.min(from + CHUNK_BYTES, size), size);
    yield* partsOf(decoder.window, from, decoder.total);
    if (isEnd || decoder.total !== size) continue;
    decoder.finish();
    isEnd = true;
  }
  if (size !== Infinity && decoder.total !== size) throw new LzmaEndError();
  if (!decoder.isAtEnd) throw new LzmaDataError();
  if (decoder.position < data.length) {
    throw damaged(path, "other data follow its end");
  }
}

/**
 * Unpacks an lzma file.
 *
 * @throws {StoreError} `DATA_CORRUPT`.
 */
export function* decompressLzma(
  data: Uint8Array,
  path: string,
): Generator<Uint8Array, void> {
  try {
    yield* unpack(data, path);
  } catch (error) {
    if (error instanceof LzmaEndError) throw damaged(path, ENDS_EARLY);
    if (error instanceof LzmaDataError) {
      throw damaged(path, "the data are damaged");
    }
    throw error;
  }
}
