/**
 * Files of `lz4`: the frame format, with every checksum that is there.
 *
 * Source: {@link https://github.com/lz4/lz4/blob/dev/doc/lz4_Frame_format.md}.
 *
 * @module
 */

import { damaged, ENDS_EARLY } from "./_damaged.ts";
import { Lz4BlockError, Lz4Room, WINDOW_BYTES } from "./_lz4_block.ts";
import { CHUNK_BYTES } from "./_open_regular.ts";
import { XxHash32, xxHash32 } from "./_xxhash32.ts";

const FRAME_MAGIC = 0x184d2204;
const SKIPPABLE_MAGIC = 0x184d2a50;
/** Bytes of a block, at most. */
const LARGEST_BLOCK = 4 * 1024 * 1024;

/** The settings of a frame. */
interface Descriptor {
  readonly blockBytes: number;
  readonly isLinked: boolean;
  readonly hasBlockSums: boolean;
  readonly hasContentSum: boolean;
  readonly contentSize: bigint | null;
}

/** The bytes of a file, of which some are at hand at a time. */
class PackedBytes {
  readonly #view: DataView;
  /** What is left of the chunk that was read last. */
  #chunk: Uint8Array = new Uint8Array();
  #start = 0;
  #end = 0;

  /** @param room Is filled with them. */
  constructor(
    readonly chunks: Iterator<Uint8Array>,
    readonly room: Uint8Array,
    readonly path: string,
  ) {
    this.#view = new DataView(room.buffer, room.byteOffset, room.length);
  }

  /** Where the next bytes stand, until others are taken. */
  take(count: number): number {
    if (this.#end - this.#start < count) this.#fill(count);
    this.#start += count;
    return this.#start - count;
  }

  /** The next 32-bit number. */
  word(): number {
    return this.#view.getUint32(this.take(4), true);
  }

  #fill(count: number): void {
    this.room.copyWithin(0, this.#start, this.#end);
    this.#end -= this.#start;
    this.#start = 0;
    while (this.#end < count) {
      if (this.#chunk.length === 0) {
        const { value, done } = this.chunks.next();
        if (done) throw damaged(this.path, ENDS_EARLY);
        this.#chunk = value;
      }
      const part = this.#chunk.subarray(0, this.room.length - this.#end);
      this.room.set(part, this.#end);
      this.#end += part.length;
      this.#chunk = this.#chunk.subarray(part.length);
    }
  }
}

/** Unpacks a frame. */
class Frame {
  readonly #room = new Lz4Room(
    LARGEST_BLOCK + CHUNK_BYTES,
    WINDOW_BYTES + LARGEST_BLOCK,
  );
  readonly #packed: PackedBytes;

  constructor(chunks: Iterator<Uint8Array>, readonly path: string) {
    this.#packed = new PackedBytes(chunks, this.#room.packed, path);
  }

  /** The content of its blocks; each is written over by the next one. */
  *blocks(): Generator<Uint8Array<ArrayBuffer>, void> {
    const magic = this.#packed.word();
    // LZ4's own library is at the end of a frame behind it, and APT at the end of the file
    if ((magic & 0xfffffff0) >>> 0 === SKIPPABLE_MAGIC) {
      for (let left = this.#packed.word(); left > 0; left -= CHUNK_BYTES) {
        this.#packed.take(Math.min(left, CHUNK_BYTES));
      }
      return;
    }
    if (magic !== FRAME_MAGIC) {
      throw damaged(this.path, "it is not an lz4 file");
    }
    const { contentSize, hasContentSum, ...settings } = this.#descriptor();
    const sum = new XxHash32();
    let total = 0;
    for (const block of this.#blocks(settings)) {
      if (hasContentSum) sum.update(block);
      total += block.length;
      yield block;
    }
    if (contentSize !== null && contentSize !== BigInt(total)) {
      throw damaged(this.path, "the unpacked size is not the one announced");
    }
    if (hasContentSum) this.#check(sum.digest());
  }

  #descriptor(): Descriptor {
    const { packed } = this.#room;
    const [flags, sizes] = this.#copy(2) as unknown as [number, number];
    const hasSize = (flags & 0x08) !== 0;
    const rest = this.#copy((hasSize ? 8 : 0) + ((flags & 0x01) !== 0 ? 4 : 0));
    const sum = packed[this.#packed.take(1)];
    const computed = xxHash32(Uint8Array.of(flags, sizes, ...rest)) >> 8 & 0xff;
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
      contentSize: hasSize
        ? new DataView(rest.buffer).getBigUint64(0, true)
        : null,
    };
  }

  *#blocks(
    { blockBytes, isLinked, hasBlockSums }: Omit<
      Descriptor,
      "contentSize" | "hasContentSum"
    >,
  ): Generator<Uint8Array<ArrayBuffer>, void> {
    const { unpacked } = this.#room;
    let history = 0;
    for (
      let word = this.#packed.word();
      word !== 0;
      word = this.#packed.word()
    ) {
      const size = word & 0x7fffffff;
      if (size > blockBytes) throw damaged(this.path, "a block is too large");
      const at = this.#packed.take(size);
      const sum = hasBlockSums &&
        xxHash32(this.#room.packed.subarray(at, at + size));
      const end = word === size
        ? this.#unpack(at, size, history)
        : this.#place(at, size, history);
      if (sum !== false) this.#check(sum);
      if (end - history > blockBytes) {
        throw damaged(this.path, "a block is too large");
      }
      yield unpacked.subarray(history, end);
      if (!isLinked) continue;
      history = Math.min(end, WINDOW_BYTES);
      unpacked.copyWithin(0, end - history, end);
    }
  }

  /** A block that is packed. */
  #unpack(at: number, size: number, start: number): number {
    try {
      return this.#room.unpack(at, at + size, start);
    } catch (error) {
      if (!(error instanceof Lz4BlockError)) throw error;
      throw damaged(this.path, "a block is damaged");
    }
  }

  /** A block that is not. */
  #place(at: number, size: number, start: number): number {
    const { packed, unpacked } = this.#room;
    unpacked.set(packed.subarray(at, at + size), start);
    return start + size;
  }

  /** The next bytes, to be kept. */
  #copy(count: number): Uint8Array<ArrayBuffer> {
    const at = this.#packed.take(count);
    return this.#room.packed.slice(at, at + count);
  }

  #check(computed: number): void {
    if (this.#packed.word() !== computed) {
      throw damaged(this.path, "a checksum does not match");
    }
  }
}

/**
 * Unpacks the first frame of an lz4 file, as APT does; what stands behind it does not count.
 *
 * @param chunks The file, which is read as far as it is needed.
 * @param isLent Whether each chunk of the result may be written over by the next one.
 * @throws {StoreError} `DATA_CORRUPT`.
 */
export function* decompressLz4(
  chunks: Iterable<Uint8Array>,
  path: string,
  isLent = false,
): Generator<Uint8Array<ArrayBuffer>, void> {
  const iterator = chunks[Symbol.iterator]();
  try {
    for (const block of new Frame(iterator, path).blocks()) {
      if (block.length > 0) yield isLent ? block : block.slice();
    }
  } finally {
    iterator.return?.();
  }
}
