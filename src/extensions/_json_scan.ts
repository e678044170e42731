/**
 * One walk over a JSON text: where each value is, and what is wrong.
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

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
/** Code of `[`. */
export const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
/** Code of `{`. */
export const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/** Integers of a record: start and end of the value in the text, and the record that follows it and all inside it. */
export const RECORD = 3;
/** From so many members on, keys are compared by a set. */
export const MANY_MEMBERS = 24;

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
export class JsonScan {
  /** What is wrong, in the order it was found. */
  readonly faults: JsonFault[] = [];
  /** One record for each value and key, in the order of their starts. */
  records: Int32Array;
  /** How many records there are. */
  count = 0;
  #at = 0;
  /** Keys of the objects that are open, and their marks. */
  readonly #keys: number[] = [];
  readonly #marks: number[] = [];
  readonly #hasEscapes: boolean;

  /**
   * Prepares a walk.
   *
   * @param maxNesting Arrays and objects inside one another.
   * @param isKnownGood Whether `JSON.parse` takes the text.
   */
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
