/**
 * Texts one behind the other: some fields for each row, of which only the asked-for part is read.
 *
 * @module
 */

import { grown } from "../apt/byte_interner.ts";
import type { Container } from "./container.ts";
import { PagedColumn } from "./paged_column.ts";

/** Ends every field; a row with a field that holds it stands elsewhere. */
const LF = 10;
/** Bytes that are read at once: a block, and more where rows follow each other. */
const WINDOW = 8 * 1024;
const MOST_WINDOWS = 4;
const REPLACEMENT = "\ufffd";
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
const encoder = new TextEncoder();

/** Collects bytes. */
export class HeapWriter {
  #bytes: Uint8Array<ArrayBuffer>;
  #length = 0;

  /** @param capacity Bytes that there is room for at first. */
  constructor(capacity = 1 << 12) {
    this.#bytes = new Uint8Array(capacity);
  }

  /** Bytes so far. */
  get length(): number {
    return this.#length;
  }

  /**
   * Adds `bytes[start, end)`, which are few.
   *
   * @returns All of them, ORed; negative where a control character is among them.
   */
  add(bytes: Uint8Array, start = 0, end: number = bytes.length): number {
    this.#reserve(end - start);
    const own = this.#bytes;
    let at = this.#length;
    let all = 0;
    for (let index = start; index < end; index++) {
      const byte = bytes[index]!;
      own[at++] = byte;
      all |= byte | (byte - 32) & ~0xff;
    }
    this.#length = at;
    return all;
  }

  /** Adds bytes, which are many. */
  addMany(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  /**
   * Adds `bytes[start, end)` with the letters of ASCII in lower case.
   *
   * @returns All of them, ORed.
   */
  addLowerCase(bytes: Uint8Array, start: number, end: number): number {
    this.#reserve(end - start);
    const own = this.#bytes;
    let at = this.#length;
    let all = 0;
    for (let index = start; index < end; index++) {
      const byte = bytes[index]!;
      all |= own[at++] = byte >= 65 && byte <= 90 ? byte | 32 : byte;
    }
    this.#length = at;
    return all;
  }

  /** Adds one byte. */
  addByte(byte: number): void {
    this.#reserve(1);
    this.#bytes[this.#length++] = byte;
  }

  /** Forgets all bytes from `length` on. */
  cut(length: number): void {
    this.#length = length;
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

/** Number of line feeds. */
export function countFeeds(bytes: Uint8Array): number {
  let count = 0;
  for (let index = 0; index < bytes.length; index++) {
    if (bytes[index] === LF) count++;
  }
  return count;
}

/** Writes the fields of rows. */
export class FieldWriter {
  readonly #heap = new HeapWriter(1 << 20);
  readonly #starts: Uint32Array;
  readonly #others: (readonly [row: number, fields: readonly string[]])[] = [];
  #row = 0;
  #hasReplaced = false;
  /** Where the fields of the row end. */
  readonly #ends: number[] = [];
  /** All bytes of the row, ORed; see `HeapWriter.add()`. */
  #all = 0;

  /** Starts with no row; `rows` will come. */
  constructor(rows: number) {
    this.#starts = new Uint32Array(rows + 1);
  }

  /** Whether any text is shown with a replacement character. */
  get hasReplaced(): boolean {
    return this.#hasReplaced;
  }

  /** Adds `bytes[start, end)` as the next field of a row. */
  addField(bytes: Uint8Array, start: number, end: number): void {
    this.#all |= this.#heap.add(bytes, start, end);
    this.#heap.addByte(LF);
    this.#ends.push(this.#heap.length - 1);
  }

  /** Ends a row. */
  endRow(): void {
    if (this.#all < 0 || this.#all > 127) this.#endOddRow();
    this.#starts[++this.#row] = this.#heap.length;
    this.#ends.length = 0;
    this.#all = 0;
  }

  /** Adds the sections `NAME`, `NAME.starts` and `NAME.other`. */
  addTo(sections: Map<string, ArrayBufferView>, name: string): void {
    sections.set(name, this.#heap.bytes).set(`${name}.starts`, this.#starts)
      .set(`${name}.other`, encoder.encode(JSON.stringify(this.#others)));
  }

  #endOddRow(): void {
    const start = this.#starts[this.#row]!;
    const bytes = this.#heap.bytes.subarray(start);
    this.#hasReplaced ||= decoder.decode(bytes).includes(REPLACEMENT);
    // a line feed for each field, unless a field holds one
    if (countFeeds(bytes) === this.#ends.length) return;
    let from = 0;
    const texts = this.#ends.map((end) => {
      const text = decoder.decode(bytes.subarray(from, end - start));
      from = end - start + 1;
      return text;
    });
    this.#others.push([this.#row, texts]);
    this.#heap.cut(start);
  }
}

/** Bytes that are read at once for many rows, at most, unless one row has more. */
const PIECE_BYTES = 256 * 1024;

/**
 * Moves parts of bytes to their start, one behind the other.
 *
 * @param places Where each part begins and ends, ascending, counted from `start`.
 * @returns Bytes of all parts.
 */
function closeUp(
  bytes: Uint8Array,
  places: readonly number[],
  start: number,
): number {
  let length = places[1]! - start;
  for (let index = 2; index < places.length; index += 2) {
    const from = places[index]!;
    const to = places[index + 1]!;
    bytes.copyWithin(length, from - start, to - start);
    length += to - from;
  }
  return length;
}

/** Reads what a {@link FieldWriter} wrote; bytes that are not UTF-8 become replacement characters. */
export class FieldReader {
  readonly #container: Container<unknown>;
  readonly #name: string;
  readonly #starts: PagedColumn;
  #others: ReadonlyMap<number, readonly string[]> | undefined;
  #window: Uint8Array = new Uint8Array();
  #from = 0;
  /** Windows that the next read takes. */
  #ahead = 1;
  /** What pieces are read through. */
  #space: Uint8Array<ArrayBuffer> | undefined;
  /** The window as a text, where each of its bytes is a character. */
  #text: string | undefined;

  /** @param rows Number of rows. */
  constructor(container: Container<unknown>, name: string, rows: number) {
    this.#container = container;
    this.#name = name;
    this.#starts = new PagedColumn(container, `${name}.starts`, rows + 1);
  }

  /** The fields of a row. */
  fields(row: number): readonly string[] {
    const start = this.#starts.at(row);
    const end = this.#starts.at(row + 1);
    if (start === end) return this.#other(row);
    if (start < this.#from || end > this.#from + this.#window.length) {
      this.#read(start, end);
    }
    const from = start - this.#from;
    const to = end - this.#from - 1;
    const text = this.#text?.slice(from, to) ??
      decoder.decode(this.#window.subarray(from, to));
    return text.split("\n");
  }

  /**
   * The fields of many rows as they lie in the file, a line feed behind each.
   *
   * @param rows In any order; the fields of none of them stand elsewhere.
   * @returns One piece for rows that lie near each other; only lent: the next one is written over it.
   */
  *pieces(rows: ArrayLike<number>): Generator<Uint8Array> {
    const space = this.#space ??= new Uint8Array(PIECE_BYTES + 2 * WINDOW);
    for (let next = 0; next < rows.length;) {
      const start = this.#starts.at(rows[next]!);
      // places of rows that follow each other, as one
      const places = [start, start];
      for (; next < rows.length; next++) {
        const from = this.#starts.at(rows[next]!);
        const to = this.#starts.at(rows[next]! + 1);
        const last = places.at(-1)!;
        const isNear = from >= last && from <= last + WINDOW &&
          to <= start + PIECE_BYTES;
        if (!isNear && last > start) break;
        if (from === last) places[places.length - 1] = to;
        else places.push(from, to);
      }
      const bytes = this.#container.bytesThrough(
        space,
        this.#name,
        start,
        places.at(-1)!,
      );
      yield bytes.subarray(0, closeUp(bytes, places, start));
    }
  }

  #read(start: number, end: number): void {
    const isNext = start >= this.#from &&
      start < this.#from + this.#window.length + WINDOW;
    this.#ahead = isNext ? Math.min(this.#ahead * 2, MOST_WINDOWS) : 1;
    this.#from = start - start % WINDOW;
    const to = Math.max(
      Math.ceil(end / WINDOW) * WINDOW,
      this.#from + this.#ahead * WINDOW,
    );
    const length = this.#container.lengthOf(this.#name);
    this.#window = this.#container.bytes(
      this.#name,
      this.#from,
      Math.min(to, length),
    );
    // one call for many rows; where they lie far apart, one for each
    const text = isNext ? decoder.decode(this.#window) : undefined;
    this.#text = text?.length === this.#window.length ? text : undefined;
  }

  #other(row: number): readonly string[] {
    this.#others ??= new Map(
      JSON.parse(
        decoder.decode(this.#container.bytes(`${this.#name}.other`)),
      ),
    );
    return this.#others.get(row) ?? [];
  }
}
