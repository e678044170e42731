/**
 * JSON that is read with its places: what is wrong, and where; and what stands where, so that a file can be changed
 * without touching the rest of it.
 *
 * `JSON.parse` keeps the last of two equal keys and says nothing, and its errors have no line. The scan here finds
 * both, and leaves one record for each value: where it starts, where it ends, and where the next one is.
 *
 * @module
 */

/** Something wrong with a document as such, whatever it is about. */
export interface JsonFault {
  /** `duplicate` leaves a value that can be used; `bom` too. */
  readonly kind: "bom" | "encoding" | "syntax" | "nesting" | "duplicate";
  /** The state, as it stands behind a colon. */
  readonly state: string;
  /** Where, in UTF-16 code units of the text. */
  readonly offset: number;
}

/** A step into a value: a key, or a number from 0. */
export type JsonStep = string | number;

/** A place for people. */
export interface TextPlace {
  /** 1-based. */
  readonly line: number;
  /** 1-based, in UTF-16 code units. */
  readonly column: number;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/** Integers of a record: start and end of the value in the text, and the record that follows it and all inside it. */
const RECORD = 3;
/** From so many members on, keys are compared by a set. */
const MANY_MEMBERS = 24;

const ESCAPE_REGEXP = /(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;
const END_REGEXP = /[,\]}\s]/g;
const NUMBER_REGEXP = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

/** Thrown by the scan, and caught where it was started. */
class Stop extends Error {
  constructor(readonly fault: JsonFault) {
    super(fault.state);
  }
}

/**
 * Walks over a text once.
 *
 * `JSON.parse` is ten times as fast as any scan in this language, but says neither where things are nor which key is
 * there twice. So it goes first: where it takes a text, the walk jumps over strings and numbers without a look.
 */
class Scan {
  readonly faults: JsonFault[] = [];
  records: Int32Array;
  count = 0;
  #at = 0;
  /** Keys of the objects that are open, and their marks. */
  readonly #keys: number[] = [];
  readonly #marks: number[] = [];

  readonly #hasEscapes: boolean;

  constructor(
    readonly text: string,
    readonly maxNesting: number,
    readonly isKnownGood: boolean,
  ) {
    this.#hasEscapes = text.includes("\\");
    // most documents have fewer values than this, so that nothing is moved
    this.records = new Int32Array(Math.max(RECORD * 256, text.length >> 3));
  }

  /** Scans the whole text; false where it is no JSON. */
  run(): boolean {
    try {
      this.#space();
      this.#value(1);
      this.#space();
      if (this.#at < this.text.length) this.#unexpected();
      return true;
    } catch (error) {
      if (!(error instanceof Stop)) throw error;
      this.faults.push(error.fault);
      return false;
    }
  }

  #unexpected(expected = "the end"): never {
    const code = this.text.codePointAt(this.#at);
    const found = code === undefined
      ? "the end of the file"
      : code < 0x20 || (code >= 0x7f && code < 0xa0)
      ? `the control character U+${code.toString(16).padStart(4, "0")}`
      : `"${String.fromCodePoint(code)}"`;
    throw new Stop({
      kind: "syntax",
      state: `expected ${expected}, found ${found}`,
      offset: this.#at,
    });
  }

  #space(): void {
    const { text } = this;
    for (;;) {
      const code = text.charCodeAt(this.#at);
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) {
        return;
      }
      this.#at++;
    }
  }

  /** Starts a record and returns its number. */
  #open(): number {
    const record = this.count++;
    if (RECORD * this.count > this.records.length) {
      const larger = new Int32Array(this.records.length * 2);
      larger.set(this.records);
      this.records = larger;
    }
    this.records[RECORD * record] = this.#at;
    return record;
  }

  #close(record: number): void {
    this.records[RECORD * record + 1] = this.#at;
    this.records[RECORD * record + 2] = this.count;
  }

  #value(depth: number): void {
    const record = this.#open();
    const code = this.text.charCodeAt(this.#at);
    if (code === QUOTE) this.#string();
    else if (code === OPEN_OBJECT || code === OPEN_ARRAY) {
      if (depth > this.maxNesting) {
        throw new Stop({
          kind: "nesting",
          state: `it nests deeper than the limit of ${this.maxNesting}`,
          offset: this.#at,
        });
      }
      if (code === OPEN_OBJECT) this.#object(depth);
      else this.#array(depth);
    } else this.#scalar();
    this.#close(record);
  }

  #scalar(): void {
    if (this.isKnownGood) {
      END_REGEXP.lastIndex = this.#at;
      this.#at = END_REGEXP.exec(this.text)?.index ?? this.text.length;
      return;
    }
    for (const word of ["true", "false", "null"]) {
      if (this.text.startsWith(word, this.#at)) {
        this.#at += word.length;
        return;
      }
    }
    NUMBER_REGEXP.lastIndex = this.#at;
    if (!NUMBER_REGEXP.test(this.text)) this.#unexpected("a value");
    this.#at = NUMBER_REGEXP.lastIndex;
  }

  /** Reads a string; true where it holds an escape. */
  #string(): boolean {
    const { text } = this;
    let isEscaped = false;
    if (this.isKnownGood) {
      const start = this.#at + 1;
      let end = text.indexOf('"', start);
      if (this.#hasEscapes) {
        while (this.#isEscaped(end)) end = text.indexOf('"', end + 1);
        isEscaped = text.slice(start, end).includes("\\");
      }
      this.#at = end + 1;
      return isEscaped;
    }
    for (this.#at++;; this.#at++) {
      const code = text.charCodeAt(this.#at);
      if (code === QUOTE) {
        this.#at++;
        return isEscaped;
      }
      if (code === BACKSLASH) {
        isEscaped = true;
        ESCAPE_REGEXP.lastIndex = this.#at + 1;
        if (!ESCAPE_REGEXP.test(text)) this.#unexpected("an escape of JSON");
        this.#at = ESCAPE_REGEXP.lastIndex - 1;
      } else if (!(code >= 0x20)) this.#unexpected("the end of a string");
    }
  }

  /** Whether an odd number of backslashes stands before an offset. */
  #isEscaped(offset: number): boolean {
    let start = offset;
    while (this.text.charCodeAt(start - 1) === BACKSLASH) start--;
    return ((offset - start) & 1) === 1;
  }

  #array(depth: number): void {
    this.#at++;
    this.#space();
    if (this.text.charCodeAt(this.#at) === CLOSE_ARRAY) {
      this.#at++;
      return;
    }
    for (;;) {
      this.#value(depth + 1);
      this.#space();
      const code = this.text.charCodeAt(this.#at);
      if (code !== COMMA && code !== CLOSE_ARRAY) {
        this.#unexpected('"," or "]"');
      }
      this.#at++;
      if (code === CLOSE_ARRAY) return;
      this.#space();
    }
  }

  #object(depth: number): void {
    this.#at++;
    this.#space();
    if (this.text.charCodeAt(this.#at) === CLOSE_OBJECT) {
      this.#at++;
      return;
    }
    const base = this.#keys.length;
    let isEscaped = false;
    for (;;) {
      if (this.text.charCodeAt(this.#at) !== QUOTE) {
        this.#unexpected("a key in double quotes");
      }
      const key = this.#open();
      isEscaped = this.#string() || isEscaped;
      this.#close(key);
      this.#keys.push(key);
      this.#marks.push(this.#mark(key));
      this.#space();
      if (this.text.charCodeAt(this.#at) !== COLON) this.#unexpected('":"');
      this.#at++;
      this.#space();
      this.#value(depth + 1);
      this.#space();
      const code = this.text.charCodeAt(this.#at);
      if (code !== COMMA && code !== CLOSE_OBJECT) {
        this.#unexpected('"," or "}"');
      }
      this.#at++;
      if (code === CLOSE_OBJECT) break;
      this.#space();
    }
    if (isEscaped || this.#keys.length - base > MANY_MEMBERS) {
      this.#compareBySet(this.#keys.slice(base));
    } else this.#comparePairs(base);
    this.#keys.length = base;
    this.#marks.length = base;
  }

  /** A number that is the same for equal keys, and most times another one for others. */
  #mark(key: number): number {
    const start = this.records[RECORD * key]!;
    const end = this.records[RECORD * key + 1]!;
    return (end - start) << 16 ^ this.text.charCodeAt(start + 1) << 8 ^
      this.text.charCodeAt(end - 2);
  }

  #duplicate(key: number): void {
    const { text, records } = this;
    const offset = records[RECORD * key]!;
    this.faults.push({
      kind: "duplicate",
      state: `the key ${
        text.slice(offset, records[RECORD * key + 1])
      } is there twice`,
      offset,
    });
  }

  #compareBySet(keys: readonly number[]): void {
    const seen = new Set<string>();
    for (const key of keys) {
      const raw = this.text.slice(
        this.records[RECORD * key],
        this.records[RECORD * key + 1],
      );
      const name = raw.includes("\\") ? JSON.stringify(JSON.parse(raw)) : raw;
      if (seen.has(name)) this.#duplicate(key);
      seen.add(name);
    }
  }

  /** Compares few keys letter by letter: most objects are small, and a set for each costs more than the whole scan. */
  #comparePairs(base: number): void {
    const keys = this.#keys;
    const marks = this.#marks;
    for (let later = base + 1; later < marks.length; later++) {
      for (let earlier = base; earlier < later; earlier++) {
        if (marks[earlier] !== marks[later]) continue;
        if (!this.#isSame(keys[earlier]!, keys[later]!)) continue;
        this.#duplicate(keys[later]!);
        break;
      }
    }
  }

  #isSame(a: number, b: number): boolean {
    const { text, records } = this;
    const start = records[RECORD * a]!;
    const length = records[RECORD * a + 1]! - start;
    const other = records[RECORD * b]!;
    if (records[RECORD * b + 1]! - other !== length) return false;
    for (let index = 1; index < length; index++) {
      if (text.charCodeAt(start + index) !== text.charCodeAt(other + index)) {
        return false;
      }
    }
    return true;
  }
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
    const scan = new Scan(this.text, maxNesting, this.#value !== undefined);
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
