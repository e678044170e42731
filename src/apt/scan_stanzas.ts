/**
 * Reads a package index as it streams in, byte by byte and without making a string.
 *
 * @module
 */

import { StoreError } from "../core/store_error.ts";
import type { Refuse } from "../core/attempt.ts";
import { fieldNumber } from "./_stanza_fields.ts";
import { StanzaKeeper } from "./_keep_stanza.ts";
import type { StanzaTable } from "./stanza_table.ts";

const LF = 10;
const CR = 13;
const COLON = 58;
/** No stanza of any archive comes near; a file without line ends must not be read again and again. */
const LONGEST_STANZA = 8 * 1024 * 1024;

function isSpace(byte: number): boolean {
  return byte === 32 || (byte >= 9 && byte <= 13);
}

/** Where a scan of the buffer stopped. */
interface Stop {
  /** First byte that is not used up. */
  readonly at: number;
  /** Set when the file cannot be read any further. */
  readonly damage?: string;
}

/**
 * Reads the stanzas of one index file into a table.
 *
 * Source: `pkgTagSection::Scan`. There are no comments; a line of white space does not end a stanza; the colon
 * of a field may stand on a later line than its name.
 */
export class StanzaScanner {
  /** The unread bytes `[0, #length)`, and a line feed behind them that ends every search. */
  #buffer = new Uint8Array(1 << 19);
  #length = 0;
  /** Where the buffer begins in the file. */
  #base = 0;
  #line = 1;
  #damaged = false;
  readonly #keeper: StanzaKeeper;

  /**
   * @param table Takes the stanzas.
   * @param file Number of the file, for the table.
   * @param path Its name, for errors.
   * @param refuse Takes the errors: a stanza without a name, a file that breaks off.
   */
  constructor(
    readonly table: StanzaTable,
    readonly file: number,
    readonly path: string,
    readonly refuse: Refuse,
  ) {
    this.#keeper = new StanzaKeeper(table);
  }

  /** Reads the next bytes of the file; they may be reused by the caller afterwards. */
  push(chunk: Uint8Array): void {
    if (this.#damaged) return;
    const needed = this.#length + chunk.length + 1;
    if (needed > this.#buffer.length) {
      const larger = new Uint8Array(Math.max(needed, this.#buffer.length * 2));
      larger.set(this.#buffer.subarray(0, this.#length));
      this.#buffer = larger;
    }
    this.#buffer.set(chunk, this.#length);
    this.#length += chunk.length;
    this.#run(false);
    if (this.#length > LONGEST_STANZA) {
      this.#stop("a stanza is longer than 8 MiB");
    }
  }

  /** Reads what is left when the file has ended. */
  end(): void {
    if (!this.#damaged) this.#run(true);
  }

  #run(isLast: boolean): void {
    this.#buffer[this.#length] = LF;
    const stop = this.#scan(isLast);
    this.#base += stop.at;
    this.#buffer.copyWithin(0, stop.at, this.#length);
    this.#length -= stop.at;
    if (stop.damage !== undefined) this.#stop(stop.damage);
  }

  #stop(state: string): void {
    this.#damaged = true;
    this.refuse(
      new StoreError(
        "APT_SYNTAX",
        `Cannot read the rest of the list: ${state}`,
        {
          at: `${this.path}:${this.#line}`,
          hint: "Run apt update.",
        },
      ),
    );
  }

  #refuseStanza(state: string, line: number): void {
    this.refuse(
      new StoreError("APT_SYNTAX", `Cannot ${state}`, {
        at: `${this.path}:${line}`,
      }),
    );
  }

  /** Reads whole stanzas of the buffer; the last one of a file needs no blank line behind it. */
  #scan(isLast: boolean): Stop {
    const bytes = this.#buffer;
    const length = this.#length;
    let index = 0;
    for (;;) {
      while (index < length && (bytes[index] === LF || bytes[index] === CR)) {
        if (bytes[index++] === LF) this.#line++;
      }
      if (index >= length) return { at: index };
      const start = index;
      const line = this.#line;
      const end = this.#scanStanza(start, length, isLast);
      if (end < 0) {
        this.#line = line;
        return isLast
          ? { at: start, damage: "a line has no colon" }
          : { at: start };
      }
      const kept = this.#keeper.keep(bytes);
      if (kept < 0) {
        this.#refuseStanza("use a stanza: it has no field Package", line);
      } else {
        this.table.file[kept] = this.file;
        this.table.spanStart[kept] = this.#base + start;
        this.table.spanLength[kept] = end - start;
        const { problem } = this.#keeper;
        if (problem !== undefined) {
          const name = this.table.names.text(this.table.name[kept]!);
          this.#refuseStanza(
            `trust all of package "${name}": ${problem}`,
            line,
          );
        }
      }
      index = end;
    }
  }

  /**
   * Finds the fields of the stanza at `index` and returns where it ends, behind the line feed of its last line
   * when a blank line follows; -1 when the bytes do not reach that far.
   */
  #scanStanza(index: number, length: number, isLast: boolean): number {
    const bytes = this.#buffer;
    const starts = this.#keeper.starts.fill(-1);
    const ends = this.#keeper.ends;
    let field = 0;
    let line = this.#line;
    while (index < length) {
      const byte = bytes[index]!;
      if (!isSpace(byte)) {
        if (field !== 0) ends[field] = this.#trimmed(starts[field]!, index);
        const nameStart = index;
        while (index < length && bytes[index] !== COLON) {
          if (bytes[index] === LF) line++;
          index++;
        }
        if (index >= length) return -1;
        let nameEnd = index;
        while (nameEnd > nameStart + 1 && isSpace(bytes[nameEnd - 1]!)) {
          nameEnd--;
        }
        field = fieldNumber(bytes, nameStart, nameEnd);
        index++;
        while (index < length && isSpace(bytes[index]!)) {
          if (bytes[index] === LF) {
            if (bytes[index + 1] !== 32 || index + 1 >= length) break;
            line++;
          }
          index++;
        }
        if (field !== 0) starts[field] = index;
      }
      while (bytes[index] !== LF) index++;
      if (index >= length) break;
      line++;
      index++;
      let next = index;
      while (next < length && bytes[next] === CR) next++;
      if (next >= length) {
        if (isLast) break;
        return -1;
      }
      if (bytes[next] === LF) {
        if (field !== 0) ends[field] = this.#trimmed(starts[field]!, index);
        this.#line = line;
        return index;
      }
      index = next;
    }
    if (!isLast) return -1;
    index = Math.min(index, length);
    if (field !== 0) ends[field] = this.#trimmed(starts[field]!, index);
    this.#line = line;
    return index;
  }

  /** The end of a value that begins at `start`, without white space before `end`. */
  #trimmed(start: number, end: number): number {
    const bytes = this.#buffer;
    while (end > start && isSpace(bytes[end - 1]!)) end--;
    return end;
  }
}
