/**
 * Texts one behind the other.
 *
 * @module
 */

import { grown } from "../apt/byte_interner.ts";

/** Collects bytes. */
export class HeapWriter {
  #bytes = new Uint8Array(1 << 16);
  #length = 0;

  /** Bytes so far. */
  get length(): number {
    return this.#length;
  }

  /** Adds bytes. */
  add(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    for (let index = 0; index < bytes.length; index++) {
      this.#bytes[this.#length++] = bytes[index]!;
    }
  }

  /** Adds one byte. */
  addByte(byte: number): void {
    this.#reserve(1);
    this.#bytes[this.#length++] = byte;
  }

  /** Adds a length as 7-bit groups, lowest first, and then the bytes. */
  addSized(bytes: Uint8Array): void {
    let length = bytes.length;
    while (length >= 128) {
      this.addByte(length % 128 | 128);
      length = Math.floor(length / 128);
    }
    this.addByte(length);
    this.add(bytes);
  }

  /** What was collected. */
  get bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  #reserve(length: number): void {
    if (this.#length + length > this.#bytes.length) {
      this.#bytes = grown(this.#bytes, this.#length + length);
    }
  }
}

/** Reads what {@link HeapWriter.addSized} wrote, one text after the other. */
export class HeapReader {
  #at = 0;

  /** @param bytes The texts. */
  constructor(readonly bytes: Uint8Array) {}

  /** The bytes of the next text. */
  next(): Uint8Array {
    let length = 0;
    for (let factor = 1;; factor *= 128) {
      const byte = this.bytes[this.#at++]!;
      length += (byte & 127) * factor;
      if (byte < 128) break;
    }
    return this.bytes.subarray(this.#at, this.#at += length);
  }
}
