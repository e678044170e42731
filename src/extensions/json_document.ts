/**
 * JSON that is read with its places: what is wrong, and where; and what stands where, so that a file can be changed
 * without touching the rest of it.
 *
 * `JSON.parse` keeps the last of two equal keys and says nothing, and its errors have no line. The scan here finds
 * both, and leaves one record for each value: where it starts, where it ends, and where the next one is.
 *
 * @module
 */

import {
  type JsonFault,
  JsonScan,
  MANY_MEMBERS,
  OPEN_ARRAY,
  OPEN_OBJECT,
  RECORD,
} from "./_json_scan.ts";

export type { JsonFault };

/** A step into a value: a key, or a number from 0. */
export type JsonStep = string | number;

/** A place for people. */
export interface TextPlace {
  /** 1-based. */
  readonly line: number;
  /** 1-based, in UTF-16 code units. */
  readonly column: number;
}

/** Text of bytes, and what is wrong with them. */
function decode(bytes: Uint8Array, faults: JsonFault[]): string {
  const start = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf
    ? 3
    : 0;
  if (start > 0) {
    faults.push({
      kind: "bom",
      state: "it starts with a byte order mark",
      offset: 0,
    });
  }
  const body = bytes.subarray(start);
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true })
      .decode(body);
  } catch {
    const lossy = new TextDecoder("utf-8", { ignoreBOM: true });
    const text = lossy.decode(body);
    const again = new TextEncoder().encode(text);
    let at = again.findIndex((byte, index) => byte !== body[index]);
    while (at > 0 && (again[at]! & 0xc0) === 0x80) at--;
    faults.push({
      kind: "encoding",
      state: "it holds bytes that are not UTF-8",
      offset: lossy.decode(body.subarray(0, at)).length,
    });
    return text;
  }
}

/** A document that was scanned. */
export class JsonDocument {
  /** What is wrong with it as such, in the order it was found. */
  readonly faults: readonly JsonFault[];
  /** The text, without a byte order mark. */
  readonly text: string;
  /** Whether it is JSON, so that there is a value. */
  readonly isJson: boolean;
  readonly #records: Int32Array;
  readonly #count: number;
  readonly #children = new Map<number, readonly number[]>();
  readonly #members = new Map<number, ReadonlyMap<string, number>>();
  readonly #value: unknown;
  #lines: number[] | undefined;

  /**
   * Scans a document.
   *
   * @param bytes UTF-8; a byte order mark and bytes that are no UTF-8 are faults.
   * @param maxNesting Arrays and objects inside one another; a value that nests deeper is a fault.
   */
  constructor(bytes: Uint8Array, maxNesting: number) {
    const faults: JsonFault[] = [];
    this.text = decode(bytes, faults);
    try {
      this.#value = JSON.parse(this.text);
    } catch {
      // the scan finds out where it is wrong
    }
    const scan = new JsonScan(this.text, maxNesting, this.#value !== undefined);
    this.isJson = scan.run();
    this.faults = [...faults, ...scan.faults];
    this.#records = scan.records;
    this.#count = scan.count;
  }

  /** The value; undefined where the text is no JSON, or nests too deep. Of two equal keys the later one counts. */
  value(): unknown {
    return this.isJson ? this.#value : undefined;
  }

  /** The value of one record. */
  valueOf(record: number): unknown {
    return JSON.parse(this.textOf(record));
  }

  /** The text of one record. */
  textOf(record: number): string {
    return this.text.slice(this.start(record), this.end(record));
  }

  /** Where a record starts in the text. */
  start(record: number): number {
    return this.#records[RECORD * record]!;
  }

  /** Where a record ends in the text. */
  end(record: number): number {
    return this.#records[RECORD * record + 1]!;
  }

  /** The records right inside an array; of an object, key and value by turns. */
  children(record: number): readonly number[] {
    const known = this.#children.get(record);
    if (known !== undefined) return known;
    const found: number[] = [];
    const behind = this.#records[RECORD * record + 2]!;
    for (
      let child = record + 1;
      child < behind;
      child = this.#records[RECORD * child + 2]!
    ) found.push(child);
    if (found.length > MANY_MEMBERS) this.#children.set(record, found);
    return found;
  }

  /** The record of a member of an object; -1 where it has none, or is no object. */
  member(record: number, name: string): number {
    if (this.text.charCodeAt(this.start(record)) !== OPEN_OBJECT) return -1;
    const known = this.#members.get(record);
    if (known !== undefined) return known.get(name) ?? -1;
    const children = this.children(record);
    const isMany = children.length > 2 * MANY_MEMBERS;
    const members = new Map<string, number>();
    const quoted = `"${name}"`;
    let found = -1;
    for (let index = 0; index < children.length; index += 2) {
      const key = this.textOf(children[index]!);
      const value = children[index + 1]!;
      if (isMany) members.set(JSON.parse(key), value);
      else if (
        key === quoted || (key.includes("\\") && JSON.parse(key) === name)
      ) found = value;
    }
    if (!isMany) return found;
    this.#members.set(record, members);
    return members.get(name) ?? -1;
  }

  /** The record at the end of some steps, or the last one on the way that is there; -1 without any. */
  find(steps: readonly JsonStep[]): number {
    if (this.#count === 0) return -1;
    let record = 0;
    for (const step of steps) {
      const next = typeof step === "string"
        ? this.member(record, step)
        : this.text.charCodeAt(this.start(record)) === OPEN_ARRAY
        ? this.children(record)[step] ?? -1
        : -1;
      if (next < 0) break;
      record = next;
    }
    return record;
  }

  /** Line and column of an offset. */
  place(offset: number): TextPlace {
    this.#lines ??= [
      0,
      ...this.text.matchAll(/\n/g).map(({ index }) => index + 1),
    ];
    let low = 0;
    let high = this.#lines.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (this.#lines[middle]! <= offset) low = middle;
      else high = middle;
    }
    return { line: low + 1, column: offset - this.#lines[low]! + 1 };
  }
}
