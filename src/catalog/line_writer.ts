/**
 * Writes rows as lines of JSON.
 *
 * @module
 */

import { kernel, memory, padded, put, reserve } from "./_kernel.ts";

/** Words of a record of {@link LineWriter.lines}. */
export const RECORD_WORDS = 6;

/** Writes rows as lines of JSON; nothing of them is kept from one call to the next. */
export class LineWriter {
  readonly #pieces: Uint8Array[] = [];
  #bytes = 0;
  #longest = 0;

  /** Starts with the pieces before the name and before the installed version: numbers 0 and 1. */
  constructor(beforeName: string, beforeInstalled: string) {
    this.addPiece(beforeName);
    this.addPiece(beforeInstalled);
  }

  /** Adds a piece of a line; returns its number. */
  addPiece(text: string): number {
    const piece = new TextEncoder().encode(text);
    this.#bytes += piece.length;
    this.#longest = Math.max(this.#longest, piece.length);
    return this.#pieces.push(piece) - 1;
  }

  /**
   * The lines of some rows.
   *
   * A record is six words: where the texts of the row begin (name, version, installed version, summary), which of the
   * two versions count (1 and 2, ORed), and the numbers of the pieces behind name, installed version, flags, and
   * summary.
   *
   * @param records The records, one behind the other.
   * @param count Number of records.
   * @param texts Valid UTF-8 in which each text ends in a line feed.
   * @returns Bytes that are only lent: the next call writes over them.
   */
  lines(records: Uint32Array, count: number, texts: Uint8Array): Uint8Array {
    const table = padded(count * RECORD_WORDS * 4);
    const pieces = padded(table + this.#pieces.length * 8);
    const heap = padded(pieces + this.#bytes);
    const into = padded(heap + texts.length);
    // a byte of text becomes six at most
    const most = texts.length * 6 + count * RECORD_WORDS * (this.#longest + 16);
    reserve(into + most + 32);
    put(0, records.subarray(0, count * RECORD_WORDS));
    const places = new Uint32Array(memory.buffer, table);
    let end = pieces;
    for (const [number, piece] of this.#pieces.entries()) {
      put(end, piece);
      places[number * 2] = end;
      places[number * 2 + 1] = piece.length;
      end += piece.length;
    }
    put(heap, texts);
    const length = kernel().writeRows(0, count, heap, table, into);
    return new Uint8Array(memory.buffer, into, length);
  }
}
