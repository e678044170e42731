/**
 * What a command returns, and how each format shows it.
 *
 * @module
 */

import type { StoreError } from "../core/store_error.ts";
import type { Warning } from "../core/warning.ts";
import type { TextTable } from "./text_table.ts";

/** A reply, and whether the answer is "no". */
export interface Outcome<Reply> {
  /** What stdout carries. */
  readonly reply: Reply;
  /** The failure that goes with the reply; it decides the exit status. */
  readonly failure?: StoreError | undefined;
}

/** How a reply is shown. */
export interface View<Reply> {
  /** The document of `--format json`: a value, or its text as bytes. */
  readonly document: (reply: Reply) => unknown;
  /** The lines of `--format ndjson`: values, or whole lines as bytes, which are printed before the next are made. */
  readonly rows: (reply: Reply) => Iterable<unknown>;
  /** What `--format table` shows. */
  readonly table: (reply: Reply) => Iterable<TextTable | string>;
  /** The warnings, which ndjson and table send to stderr. */
  readonly warnings: (reply: Reply) => readonly Warning[];
}
