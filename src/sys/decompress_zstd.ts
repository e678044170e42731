/**
 * Files of `zstd`, unpacked by Deno's own `node:zlib`, frame by frame.
 *
 * Deno stops at the end of the first frame and takes a cut one for a whole one, so the bounds of the frames are found here.
 * Source: {@link https://www.rfc-editor.org/rfc/rfc8878}, section 3.1.
 *
 * @module
 */

import { createZstdDecompress } from "node:zlib";
import { damaged, ENDS_EARLY, stateOf } from "./_damaged.ts";
import { CHUNK_BYTES } from "./_open_regular.ts";

const FRAME_MAGIC = 0xfd2fb528;
const SKIPPABLE_MAGIC = 0x184d2a50;
/** Bytes of the frame's content size by its flag; a single segment has at least one. */
const CONTENT_SIZE_BYTES = [0, 2, 4, 8] as const;
/** Bytes of the dictionary's number by its flag. */
const DICTIONARY_BYTES = [0, 1, 2, 4] as const;
/** A block that holds one byte to repeat, whatever its size says. */
const RUN_BLOCK = 1;
const RESERVED_BLOCK = 3;

/** Where the frame that starts at `start` ends, and whether it holds data. */
interface Frame {
  readonly end: number;
  readonly isSkippable: boolean;
}

/** Finds the end of a frame; throws a `RangeError`, as `DataView` does, when the data end before it. */
function frameAt(view: DataView, start: number, path: string): Frame {
  const magic = view.getUint32(start, true);
  if ((magic & 0xfffffff0) >>> 0 === SKIPPABLE_MAGIC) {
    const end = start + 8 + view.getUint32(start + 4, true);
    return { end, isSkippable: true };
  }
  if (magic !== FRAME_MAGIC) throw damaged(path, "it is not a zstd file");
  const flags = view.getUint8(start + 4);
  const isSingle = (flags & 0x20) !== 0;
  const sizeBytes = CONTENT_SIZE_BYTES[(flags >> 6) as 0 | 1 | 2 | 3];
  let offset = start + 5 + DICTIONARY_BYTES[(flags & 3) as 0 | 1 | 2 | 3] +
    (isSingle ? Math.max(1, sizeBytes) : 1 + sizeBytes);
  for (let isLast = false; !isLast;) {
    const header = view.getUint16(offset, true) |
      (view.getUint8(offset + 2) << 16);
    const kind = (header >> 1) & 3;
    if (kind === RESERVED_BLOCK) throw damaged(path, "the data are damaged");
    offset += 3 + (kind === RUN_BLOCK ? 1 : header >> 3);
    isLast = (header & 1) === 1;
  }
  return { end: offset + ((flags & 4) === 0 ? 0 : 4), isSkippable: false };
}

/**
 * Unpacks a zstd file of any number of frames.
 *
 * @throws {StoreError} `DATA_CORRUPT`.
 */
export async function* decompressZstd(
  data: Uint8Array,
  path: string,
): AsyncGenerator<Uint8Array, void> {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  let offset = 0;
  do {
    let frame: Frame;
    try {
      frame = frameAt(view, offset, path);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      throw damaged(path, ENDS_EARLY, error);
    }
    if (frame.end > data.length) throw damaged(path, ENDS_EARLY);
    if (!frame.isSkippable) {
      const unpacker = createZstdDecompress({ chunkSize: CHUNK_BYTES });
      unpacker.end(data.subarray(offset, frame.end));
      try {
        for await (const chunk of unpacker) yield chunk;
      } catch (error) {
        throw damaged(path, stateOf(error), error);
      }
    }
    offset = frame.end;
  } while (offset < data.length);
}
