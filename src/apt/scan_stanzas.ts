/**
 * Reads a package index as it streams in, byte by byte and without making a string.
 *
 * @module
 */

import { StoreError } from "../core/store_error.ts";
import type { Refuse } from "../core/attempt.ts";
import { StanzaKeeper } from "./_keep_stanza.ts";
import { BUFFER_AT, FOUND, StanzaMemory } from "./_stanza_memory.ts";
import type { StanzaTable } from "./stanza_table.ts";

const LF = 10;
const CR = 13;
/** No stanza of any archive comes near; a file without line ends must not be read again and again. */
const LONGEST_STANZA = 8 * 1024 * 1024;

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
export class StanzaScanner implements Disposable {
  readonly #memory = StanzaMemory.take();
  /** End of the unread bytes; a line feed behind them ends every search. */
  #end = BUFFER_AT;
  /** Where the memory begins in the file. */
  #base = -BUFFER_AT;
  #line = 1;
  #isDone = false;
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
    this.#keeper = new StanzaKeeper(table, this.#memory);
  }

  /** Reads the next bytes of the file; they may be reused by the caller afterwards. */
  push(chunk: Uint8Array): void {
    if (this.#isDone) return;
    this.#memory.reserve(this.#end + chunk.length + 1);
    this.#memory.bytes.set(chunk, this.#end);
    this.#end += chunk.length;
    this.#run(false);
    if (this.#end - BUFFER_AT > LONGEST_STANZA) {
      this.#stop("a stanza is longer than 8 MiB");
    }
  }

  /** Reads what is left when the file has ended; nothing can be read afterwards. */
  end(): void {
    if (this.#isDone) return;
    this.#run(true);
    this[Symbol.dispose]();
  }

  /** Reads no further; what was read stays. */
  [Symbol.dispose](): void {
    if (this.#isDone) return;
    this.#isDone = true;
    this.#memory.release();
  }

  #run(isLast: boolean): void {
    const { bytes } = this.#memory;
    bytes[this.#end] = LF;
    const stop = this.#scan(isLast);
    const used = stop.at - BUFFER_AT;
    this.#base += used;
    bytes.copyWithin(BUFFER_AT, stop.at, this.#end);
    this.#end -= used;
    if (stop.damage !== undefined) this.#stop(stop.damage);
  }

  #stop(state: string): void {
    this[Symbol.dispose]();
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
    const memory = this.#memory;
    const { bytes, found } = memory;
    const limit = this.#end;
    let at = BUFFER_AT;
    for (;;) {
      while (at < limit && (bytes[at] === LF || bytes[at] === CR)) {
        if (bytes[at++] === LF) this.#line++;
      }
      if (at >= limit) return { at };
      const start = at;
      const end = memory.scan(start, limit, isLast);
      if (end === 0) {
        return isLast
          ? { at: start, damage: "a line has no colon" }
          : { at: start };
      }
      const line = this.#line;
      this.#line += found[FOUND.lines]!;
      const kept = this.#keeper.keep();
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
      at = end;
    }
  }
}
