/**
 * Files of `lz4`: the frame format, with every checksum that is there.
 *
 * The packages for it read one frame only, check nothing, or need the unpacked size in advance.
 * Source: {@link https://github.com/lz4/lz4/blob/dev/doc/lz4_Frame_format.md}.
 *
 * @module
 */

import { damaged, ENDS_EARLY } from "./_damaged.ts";
import { Lz4BlockError, unpackLz4Block, WINDOW_BYTES } from "./_lz4_block.ts";
import { XxHash32, xxHash32 } from "./_xxhash32.ts";

const FRAME_MAGIC = 0x184d2204;
const SKIPPABLE_MAGIC = 0x184d2a50;

/** The settings of a frame. */
interface Descriptor {
  readonly blockBytes: number;
  readonly isLinked: boolean;
  readonly hasBlockSums: boolean;
  readonly hasContentSum: boolean;
  readonly contentSize: bigint | null;
  /** Where the first block starts. */
  readonly end: number;
}

/** Unpacks the frames of one file. */
class Reader {
  readonly #view: DataView;

  constructor(readonly data: Uint8Array, readonly path: string) {
    this.#view = new DataView(data.buffer, data.byteOffset, data.length);
  }

  *frames(): Generator<Uint8Array, void> {
    let offset = 0;
    do {
      const magic = this.#word(offset);
      if ((magic & 0xfffffff0) >>> 0 === SKIPPABLE_MAGIC) {
        offset += 8 + this.#word(offset + 4);
        if (offset > this.data.length) throw damaged(this.path, ENDS_EARLY);
      } else if (magic === FRAME_MAGIC) {
        offset = yield* this.#frame(this.#descriptor(offset + 4));
      } else throw damaged(this.path, "it is not an lz4 file");
    } while (offset < this.data.length);
  }

  #bytes(offset: number, length: number): Uint8Array {
    if (offset + length > this.data.length) {
      throw damaged(this.path, ENDS_EARLY);
    }
    return this.data.subarray(offset, offset + length);
  }

  #word(offset: number): number {
    this.#bytes(offset, 4);
    return this.#view.getUint32(offset, true);
  }

  #descriptor(start: number): Descriptor {
    const [flags, sizes] = this.#bytes(start, 2) as unknown as [number, number];
    const hasSize = (flags & 0x08) !== 0;
    const length = 2 + (hasSize ? 8 : 0) + ((flags & 0x01) !== 0 ? 4 : 0);
    const sum = this.#bytes(start + length, 1)[0];
    const computed = xxHash32(this.#bytes(start, length)) >> 8 & 0xff;
    const sizeCode = (sizes >> 4) & 7;
    if (flags >> 6 !== 1 || sizeCode < 4 || sum !== computed) {
      throw damaged(this.path, "the header of a frame is damaged");
    }
    if ((flags & 0x01) !== 0) {
      throw damaged(this.path, "it needs a dictionary");
    }
    return {
      blockBytes: 1 << (8 + 2 * sizeCode),
      isLinked: (flags & 0x20) === 0,
      hasBlockSums: (flags & 0x10) !== 0,
      hasContentSum: (flags & 0x04) !== 0,
      contentSize: hasSize ? this.#view.getBigUint64(start + 2, true) : null,
      end: start + length + 1,
    };
  }

  *#frame(settings: Descriptor): Generator<Uint8Array, number> {
    const { blockBytes, hasBlockSums, hasContentSum } = settings;
    const buffer = new Uint8Array(WINDOW_BYTES + blockBytes);
    const sum = new XxHash32();
    let history = 0, total = 0;
    let offset = settings.end;
    for (;;) {
      const word = this.#word(offset);
      offset += 4;
      if (word === 0) break;
      const size = word & 0x7fffffff;
      if (size > blockBytes) throw damaged(this.path, "a block is too large");
      const block = this.#bytes(offset, size);
      offset += size;
      if (hasBlockSums) {
        this.#check(xxHash32(block), offset);
        offset += 4;
      }
      const end = this.#unpack(block, word !== size, buffer, history);
      if (end - history > blockBytes) {
        throw damaged(this.path, "a block is too large");
      }
      const chunk = buffer.slice(history, end);
      if (hasContentSum) sum.update(chunk);
      total += chunk.length;
      yield chunk;
      if (!settings.isLinked) continue;
      history = Math.min(end, WINDOW_BYTES);
      if (end > history) buffer.copyWithin(0, end - history, end);
    }
    if (
      settings.contentSize !== null && settings.contentSize !== BigInt(total)
    ) {
      throw damaged(this.path, "the unpacked size is not the one announced");
    }
    if (!hasContentSum) return offset;
    this.#check(sum.digest(), offset);
    return offset + 4;
  }

  #check(computed: number, offset: number): void {
    if (this.#word(offset) !== computed) {
      throw damaged(this.path, "a checksum does not match");
    }
  }

  #unpack(
    block: Uint8Array,
    isPlain: boolean,
    buffer: Uint8Array,
    start: number,
  ): number {
    if (isPlain) {
      buffer.set(block, start);
      return start + block.length;
    }
    try {
      return unpackLz4Block(block, buffer, start);
    } catch (error) {
      if (!(error instanceof Lz4BlockError)) throw error;
      throw damaged(this.path, "a block is damaged");
    }
  }
}

/**
 * Unpacks an lz4 file of any number of frames.
 *
 * @throws {StoreError} `DATA_CORRUPT`.
 */
export function decompressLz4(
  data: Uint8Array,
  path: string,
): Generator<Uint8Array, void> {
  return new Reader(data, path).frames();
}
