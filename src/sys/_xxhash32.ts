/**
 * XXH32 with seed 0, the checksum inside lz4 files.
 *
 * Source: {@link https://github.com/Cyan4973/xxHash/blob/dev/doc/xxhash_spec.md}.
 *
 * @module
 */

const PRIME_1 = 0x9e3779b1;
const PRIME_2 = 0x85ebca77;
const PRIME_3 = 0xc2b2ae3d;
const PRIME_4 = 0x27d4eb2f;
const PRIME_5 = 0x165667b1;
const STRIPE = 16;

function rotate(value: number, bits: number): number {
  return (value << bits) | (value >>> (32 - bits));
}

function mix(lane: number, input: number): number {
  return Math.imul(rotate((lane + Math.imul(input, PRIME_2)) | 0, 13), PRIME_1);
}

/** A checksum of bytes that come in pieces. */
export class XxHash32 {
  #lane1 = (PRIME_1 + PRIME_2) | 0;
  #lane2 = PRIME_2 | 0;
  #lane3 = 0;
  #lane4 = -PRIME_1 | 0;
  #length = 0;
  /** What does not fill a stripe yet. */
  readonly #rest = new Uint8Array(STRIPE);
  #restLength = 0;

  /** Takes the next bytes. */
  update(bytes: Uint8Array): this {
    this.#length += bytes.length;
    let offset = 0;
    if (this.#restLength > 0) {
      offset = Math.min(STRIPE - this.#restLength, bytes.length);
      this.#rest.set(bytes.subarray(0, offset), this.#restLength);
      this.#restLength += offset;
      if (this.#restLength < STRIPE) return this;
      this.#stripes(this.#rest, 0, STRIPE);
    }
    const end = bytes.length - (bytes.length - offset) % STRIPE;
    this.#stripes(bytes, offset, end);
    this.#rest.set(bytes.subarray(end));
    this.#restLength = bytes.length - end;
    return this;
  }

  /** The checksum of everything so far, as an unsigned number. */
  digest(): number {
    let hash = this.#length < STRIPE
      ? PRIME_5
      : rotate(this.#lane1, 1) + rotate(this.#lane2, 7) +
        rotate(this.#lane3, 12) + rotate(this.#lane4, 18);
    hash = (hash + this.#length) | 0;
    const rest = this.#rest.subarray(0, this.#restLength);
    const view = new DataView(rest.buffer, 0, rest.length);
    let offset = 0;
    for (; offset + 4 <= rest.length; offset += 4) {
      const word = Math.imul(view.getUint32(offset, true), PRIME_3);
      hash = Math.imul(rotate((hash + word) | 0, 17), PRIME_4);
    }
    for (; offset < rest.length; offset++) {
      const byte = Math.imul(view.getUint8(offset), PRIME_5);
      hash = Math.imul(rotate((hash + byte) | 0, 11), PRIME_1);
    }
    hash = Math.imul(hash ^ (hash >>> 15), PRIME_2);
    hash = Math.imul(hash ^ (hash >>> 13), PRIME_3);
    return (hash ^ (hash >>> 16)) >>> 0;
  }

  /** Mixes in whole stripes. */
  #stripes(bytes: Uint8Array, start: number, end: number): void {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    let lane1 = this.#lane1, lane2 = this.#lane2;
    let lane3 = this.#lane3, lane4 = this.#lane4;
    for (let offset = start; offset < end; offset += STRIPE) {
      lane1 = mix(lane1, view.getUint32(offset, true));
      lane2 = mix(lane2, view.getUint32(offset + 4, true));
      lane3 = mix(lane3, view.getUint32(offset + 8, true));
      lane4 = mix(lane4, view.getUint32(offset + 12, true));
    }
    this.#lane1 = lane1;
    this.#lane2 = lane2;
    this.#lane3 = lane3;
    this.#lane4 = lane4;
  }
}

/** The checksum of bytes in one piece. */
export function xxHash32(bytes: Uint8Array): number {
  return new XxHash32().update(bytes).digest();
}
