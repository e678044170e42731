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

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** Reads all texts that {@link HeapWriter.addSized} wrote; bytes that are not UTF-8 become replacement characters. */
export function readTexts(bytes: Uint8Array): readonly string[] {
  const texts: string[] = [];
  // one call for all of them: a call costs more than a few bytes
  const whole = decoder.decode(bytes);
  const isAscii = whole.length === bytes.length;
  for (let at = 0; at < bytes.length;) {
    let length = 0;
    for (let factor = 1; at < bytes.length; factor *= 128) {
      const byte = bytes[at++]!;
      length += (byte & 127) * factor;
      if (byte < 128) break;
    }
    const end = at + length;
    texts.push(
      isAscii ? whole.slice(at, end) : decoder.decode(bytes.subarray(at, end)),
    );
    at = end;
  }
  return texts;
}
