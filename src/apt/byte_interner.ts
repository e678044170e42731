/**
 * Byte strings that repeat, each kept once.
 *
 * @module
 */

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** The hash that a byte string is found by. */
export function hashOf(
  bytes: Uint8Array,
  start: number,
  end: number,
): number {
  let hash = 0;
  for (let index = start; index < end; index++) {
    hash = (Math.imul(hash, 33) + bytes[index]!) | 0;
  }
  return (hash ^ (hash >>> 15)) >>> 0;
}

/** Takes `bytes[start, end)`. */
export type TakeBytes<Result> = (
  bytes: Uint8Array,
  start: number,
  end: number,
) => Result;

/** An interner as columns, to be kept. */
export interface InternedBytes {
  /** The strings, one behind the other. */
  readonly heap: Uint8Array;
  /** Where each string starts, and behind the last one where it ends. */
  readonly starts: Uint32Array;
  /** Open addressing by {@link hashOf}: number + 1, or 0; the length is a power of two. */
  readonly slots: Int32Array;
}

/** A number for each different byte string, counted from 0. Text is decoded only when it is asked for. */
export class ByteInterner {
  #bytes = new Uint8Array(1 << 12);
  /** Where each string starts; the next one's start is its end. */
  #starts = new Uint32Array(1 << 8);
  #hashes = new Uint32Array(1 << 8);
  /** Open addressing: id + 1, or 0. */
  #slots = new Int32Array(1 << 9);
  #count = 0;
  #texts: string[] = [];

  /** Number of different strings. */
  get size(): number {
    return this.#count;
  }

  /** The number of `bytes[start, end)`, given on first sight. */
  add(bytes: Uint8Array, start: number, end: number): number {
    return this.addHashed(bytes, start, end, hashOf(bytes, start, end));
  }

  /** The same for bytes whose {@link hashOf} is known. */
  addHashed(
    bytes: Uint8Array,
    start: number,
    end: number,
    hash: number,
  ): number {
    const found = this.#find(bytes, start, end, hash);
    return found >= 0 ? found : this.#insert(bytes, start, end, hash);
  }

  /** The number of a text, or -1 when it was never added. */
  find(text: string): number {
    const bytes = new TextEncoder().encode(text);
    return this.#find(bytes, 0, bytes.length, hashOf(bytes, 0, bytes.length));
  }

  /** The number of a text, given on first sight. */
  addText(text: string): number {
    const bytes = new TextEncoder().encode(text);
    return this.add(bytes, 0, bytes.length);
  }

  /** The text of a number; bytes that are not UTF-8 become replacement characters. */
  text(id: number): string {
    return this.#texts[id] ??= decoder.decode(this.bytes(id));
  }

  /** The bytes of a number; a view, valid until the next `add`. */
  bytes(id: number): Uint8Array {
    return this.#bytes.subarray(this.#starts[id]!, this.#starts[id + 1]!);
  }

  /** Hands the bytes of a number on, without a view of them. */
  pass<Result>(id: number, take: TakeBytes<Result>): Result {
    return take(this.#bytes, this.#starts[id]!, this.#starts[id + 1]!);
  }

  /** All of it; views, valid until the next `add`. */
  get columns(): InternedBytes {
    return {
      heap: this.#bytes.subarray(0, this.#starts[this.#count]),
      starts: this.#starts.subarray(0, this.#count + 1),
      slots: this.#slots,
    };
  }

  /** Compares two strings by their bytes. */
  compare(a: number, b: number): number {
    const bytes = this.#bytes;
    let i = this.#starts[a]!;
    let j = this.#starts[b]!;
    const iEnd = this.#starts[a + 1]!;
    const jEnd = this.#starts[b + 1]!;
    while (i < iEnd && j < jEnd) {
      const difference = bytes[i++]! - bytes[j++]!;
      if (difference !== 0) return difference;
    }
    return (iEnd - i) - (jEnd - j);
  }

  #find(bytes: Uint8Array, start: number, end: number, hash: number): number {
    const slots = this.#slots;
    const mask = slots.length - 1;
    let slot = hash & mask;
    for (let entry = slots[slot]!; entry !== 0; entry = slots[slot]!) {
      if (
        this.#hashes[entry - 1] === hash &&
        this.#equals(entry - 1, bytes, start, end)
      ) return entry - 1;
      slot = (slot + 1) & mask;
    }
    return -1;
  }

  #equals(id: number, bytes: Uint8Array, start: number, end: number): boolean {
    let own = this.#starts[id]!;
    if (this.#starts[id + 1]! - own !== end - start) return false;
    const heap = this.#bytes;
    for (let index = start; index < end; index++) {
      if (heap[own++] !== bytes[index]) return false;
    }
    return true;
  }

  #insert(bytes: Uint8Array, start: number, end: number, hash: number): number {
    const id = this.#count++;
    const from = this.#starts[id]!;
    const to = from + end - start;
    if (to > this.#bytes.length) this.#bytes = grown(this.#bytes, to);
    const heap = this.#bytes;
    for (let index = start, own = from; index < end; index++) {
      heap[own++] = bytes[index]!;
    }
    if (id + 1 >= this.#starts.length) {
      this.#starts = grown(this.#starts, id + 2);
      this.#hashes = grown(this.#hashes, id + 2);
    }
    this.#starts[id + 1] = to;
    this.#hashes[id] = hash;
    if (this.#count * 2 > this.#slots.length) this.#rehash();
    else this.#place(id);
    return id;
  }

  #rehash(): void {
    this.#slots = new Int32Array(this.#slots.length * 4);
    for (let id = 0; id < this.#count; id++) this.#place(id);
  }

  #place(id: number): void {
    const mask = this.#slots.length - 1;
    let slot = this.#hashes[id]! & mask;
    while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
    this.#slots[slot] = id + 1;
  }
}

/** The typed arrays that columns are made of. */
export type Column =
  | Uint8Array
  | Int8Array
  | Uint16Array
  | Int16Array
  | Uint32Array
  | Int32Array
  | Float64Array;

/** Room that is not used costs nothing, for its memory is never touched; a copy touches all that it is made of. */
const GROWTH = 8;

/** A copy of a column with room for at least `length` values, and for several times as many as it had. */
export function grown<T extends Column>(column: T, length: number): T {
  const Constructor = column.constructor as new (length: number) => T;
  const copy = new Constructor(Math.max(length, column.length * GROWTH));
  copy.set(column);
  return copy;
}
