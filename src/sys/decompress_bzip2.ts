/**
 * Files of `bzip2`, unpacked by the package `seek-bzip`.
 *
 * @module
 */

import process from "node:process";
import Bunzip from "seek-bzip";
import { damaged, ENDS_EARLY, stateOf } from "./_damaged.ts";
import { CHUNK_BYTES } from "./_open_regular.ts";

// the package makes its buffers in a way that Node deprecates, and a warning on stderr would break the protocol
Object.assign(process, { noDeprecation: true });

/** The compressed bytes, which are an error to read beyond: the package would take the end for data. */
class Input {
  /** Where the next byte stands. */
  position = 0;

  constructor(readonly data: Uint8Array, readonly path: string) {}

  /** The next byte. */
  readByte(): number {
    const byte = this.data[this.position++];
    if (byte === undefined) throw damaged(this.path, ENDS_EARLY);
    return byte;
  }

  /** The next bytes, into `buffer`. */
  read(buffer: Uint8Array, offset: number, length: number): number {
    for (let i = 0; i < length; i++) buffer[offset + i] = this.readByte();
    return length;
  }
}

/** The unpacked bytes, in chunks. */
class Output {
  /** Full chunks. */
  readonly chunks: Uint8Array[] = [];
  #chunk = new Uint8Array(CHUNK_BYTES);
  #length = 0;

  /** Takes one byte. */
  writeByte(byte: number): void {
    if (this.#length === CHUNK_BYTES) {
      this.chunks.push(this.#chunk);
      this.#chunk = new Uint8Array(CHUNK_BYTES);
      this.#length = 0;
    }
    this.#chunk[this.#length++] = byte;
  }

  /** Everything that was taken. */
  all(): Uint8Array[] {
    return [...this.chunks, this.#chunk.subarray(0, this.#length)];
  }
}

/**
 * Unpacks a bzip2 file of any number of streams; each stream is unpacked as a whole before its first byte is given.
 *
 * @throws {StoreError} `DATA_CORRUPT`.
 */
export function* decompressBzip2(
  data: Uint8Array,
  path: string,
): Generator<Uint8Array, void> {
  const input = new Input(data, path);
  do {
    const output = new Output();
    try {
      Bunzip.decode(input, output);
    } catch (error) {
      // The package throws a TypeError with a code of its own for damaged data.
      if (!(error instanceof TypeError)) throw error;
      throw damaged(path, stateOf(error), error);
    }
    yield* output.all();
  } while (input.position < data.length);
}
