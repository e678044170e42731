/**
 * The blocks inside lz4 files, which `kernel/lz4.ts` unpacks as WebAssembly.
 *
 * Source: {@link https://github.com/lz4/lz4/blob/dev/doc/lz4_Block_format.md}.
 *
 * @module
 */

import { LZ4_BYTES } from "./_lz4_bytes.ts";

/** How far back a match may reach. */
export const WINDOW_BYTES = 64 * 1024;
const PAGE_BYTES = 64 * 1024;
/** Bytes behind a place that copies touch; a place of 0 says that a block is damaged, so there are some before, too. */
const SPARE_BYTES = 16;

/** What the module exports; pointers are bytes. */
interface Exports {
  // deno-fmt-ignore
  unpackBlock(from: number, fromEnd: number, history: number, to: number, toEnd: number): number;
}

let compiled: WebAssembly.Module | undefined;

/** Says that a block breaks the rules of its format. */
export class Lz4BlockError extends Error {}

/** Room for packed and for unpacked bytes; what is not used of it costs nothing. */
export class Lz4Room {
  /** Bytes that are to be unpacked. */
  readonly packed: Uint8Array<ArrayBuffer>;
  /** Unpacked bytes. */
  readonly unpacked: Uint8Array<ArrayBuffer>;
  readonly #exports: Exports;

  /** Makes room for so many bytes of each. */
  constructor(packedBytes: number, unpackedBytes: number) {
    const unpackedAt = packedBytes + 2 * SPARE_BYTES;
    const bytes = unpackedAt + unpackedBytes + SPARE_BYTES;
    const memory = new WebAssembly.Memory({
      initial: Math.ceil(bytes / PAGE_BYTES),
    });
    const buffer = memory.buffer as ArrayBuffer;
    this.packed = new Uint8Array(buffer, SPARE_BYTES, packedBytes);
    this.unpacked = new Uint8Array(buffer, unpackedAt, unpackedBytes);
    compiled ??= new WebAssembly.Module(Uint8Array.fromBase64(LZ4_BYTES));
    this.#exports = new WebAssembly.Instance(compiled, { env: { memory } })
      .exports as unknown as Exports;
  }

  /**
   * Unpacks the block `packed[from, to)` behind what `unpacked` holds up to `start`, which matches may refer to.
   *
   * @returns Where the unpacked bytes end.
   * @throws {Lz4BlockError} It is damaged, or there is no room for what is in it.
   */
  unpack(from: number, to: number, start: number): number {
    const { packed, unpacked } = this;
    const first = unpacked.byteOffset;
    const end = this.#exports.unpackBlock(
      packed.byteOffset + from,
      packed.byteOffset + to,
      first,
      first + start,
      first + unpacked.length,
    );
    if (end === 0) throw new Lz4BlockError();
    return end - first;
  }
}
