/**
 * The only module that prints.
 *
 * stdout carries the result and nothing else; warnings for people and errors go to stderr.
 *
 * @module
 */

import { StoreError } from "../core/store_error.ts";
import type { Warning } from "../core/warning.ts";
import { hasColors, isTerminal, terminalColumns } from "../sys/terminal.ts";
import { writeOutput } from "../sys/write_output.ts";
import type { Format, GlobalFlags } from "./context.ts";
import type { Outcome, View } from "./outcome.ts";
import { printable, printableLines, tableLines } from "./text_table.ts";

/** Characters that are gathered before they are written. */
const CHUNK = 1 << 18;

/** Thrown where nobody reads stdout any more: the program ends quietly. */
class ReaderGone extends Error {}

/** Gathers text and writes it in large pieces. */
class Writer {
  #text = "";

  write(text: string): void {
    this.#text += text;
    if (this.#text.length >= CHUNK) this.flush();
  }

  writeBytes(bytes: Uint8Array): void {
    this.flush();
    if (!writeOutput("stdout", bytes)) throw new ReaderGone();
  }

  flush(): void {
    const text = this.#text;
    this.#text = "";
    if (text !== "" && !writeOutput("stdout", text)) throw new ReaderGone();
  }
}

/** Writes to stderr. Where that fails nobody is left to tell, and the exit status still says what happened. */
function complain(text: string): void {
  try {
    writeOutput("stderr", text);
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
  }
}

/** The format to use: what was asked for, else tables for people and JSON for programs. */
export function outputFormat(asked: Format | undefined): Format {
  return asked ?? (isTerminal("stdout") ? "table" : "json");
}

/** Where a warning or an error stands, for people. */
function placeOf({ path, line, column }: Warning): string {
  if (path === undefined) return "";
  return `${
    [path, line, column].filter((part) => part !== undefined).join(":")
  }: `;
}

function printWarnings(
  warnings: readonly Warning[],
  format: Format,
  flags: GlobalFlags,
): void {
  if (format === "ndjson") {
    for (const warning of warnings) {
      complain(`${JSON.stringify({ warning })}\n`);
    }
  }
  if (format !== "table" || flags.quiet) return;
  for (const warning of warnings) {
    const hint = warning.hint === undefined ? "" : ` (${warning.hint})`;
    complain(
      `${printable(`warning: ${placeOf(warning)}${warning.message}${hint}`)}\n`,
    );
  }
}

function printReply<Reply>(
  reply: Reply,
  view: View<Reply>,
  format: Format,
  flags: GlobalFlags,
): void {
  const writer = new Writer();
  if (format === "json") {
    const document = view.document(reply);
    if (document instanceof Uint8Array) writer.writeBytes(document);
    else writer.write(JSON.stringify(document));
    writer.write("\n");
  }
  if (format === "ndjson") {
    for (const row of view.rows(reply)) {
      if (row instanceof Uint8Array) writer.writeBytes(row);
      else writer.write(`${JSON.stringify(row)}\n`);
    }
  }
  if (format === "table") {
    const style = {
      width: isTerminal("stdout") ? terminalColumns() : Infinity,
      hasColors: flags.color && hasColors("stdout"),
    };
    for (const part of view.table(reply)) {
      if (typeof part === "string") writer.write(`${printableLines(part)}\n`);
      else {for (const line of tableLines(part, style)) {
          writer.write(`${line}\n`);
        }}
    }
  }
  writer.flush();
}

/** Prints an outcome and returns the exit status. */
export function printOutcome<Reply>(
  outcome: Outcome<Reply>,
  view: View<Reply>,
  flags: GlobalFlags,
): number {
  const format = outputFormat(flags.format);
  const status = outcome.failure?.exitStatus ?? 0;
  try {
    printReply(outcome.reply, view, format, flags);
  } catch (error) {
    if (error instanceof ReaderGone) return status;
    throw error;
  }
  printWarnings(view.warnings(outcome.reply), format, flags);
  if (outcome.failure) printError(outcome.failure, format, flags);
  return status;
}

/**
 * Shows a reply as a table in place of what a terminal shows now.
 *
 * @returns False where nobody reads any more.
 */
export function printFrame<Reply>(
  reply: Reply,
  view: View<Reply>,
  flags: GlobalFlags,
): boolean {
  try {
    // home, and all behind it blank
    if (!writeOutput("stdout", "\x1b[H\x1b[2J")) return false;
    printReply(reply, view, "table", flags);
    return true;
  } catch (error) {
    if (error instanceof ReaderGone) return false;
    throw error;
  }
}

/** Says at once what somebody should know before the reply is there. */
export function printWarning(warning: Warning, flags: GlobalFlags): void {
  const format = outputFormat(flags.format);
  if (format === "json") complain(`${JSON.stringify({ warning })}\n`);
  else printWarnings([warning], format, flags);
}

/** Tells people what is going on, when they ask for it. */
export function printNote(
  text: string,
  flags: Pick<GlobalFlags, "verbose">,
): void {
  if (flags.verbose) complain(`${printable(text)}\n`);
}

/** Shows one line that the next one replaces, where stderr is a terminal. */
export interface ProgressLine extends Disposable {
  /** Replaces the line; the text must fit into {@linkcode ProgressLine.columns}. */
  show(text: string): void;
  /** Cells of the terminal. */
  readonly columns: number;
}

/** Opens a line for progress; undefined where nobody would see it. It is gone when it is disposed of. */
export function openProgressLine(
  flags: Pick<GlobalFlags, "quiet">,
): ProgressLine | undefined {
  if (flags.quiet || !isTerminal("stderr")) return undefined;
  let isShown = false;
  return {
    columns: terminalColumns(),
    show(text) {
      isShown = true;
      complain(`\r${printableLines(text)}\x1b[K`);
    },
    [Symbol.dispose]() {
      if (isShown) complain("\r\x1b[K");
    },
  };
}

/** Prints one row at once, where rows are asked for; where nobody reads any more, what goes on still goes on. */
export function printRow(
  row: unknown,
  flags: Pick<GlobalFlags, "format">,
): void {
  if (outputFormat(flags.format) !== "ndjson") return;
  writeOutput("stdout", `${JSON.stringify(row)}\n`);
}

/** Prints text for people, such as help. */
export function printText(text: string): void {
  writeOutput("stdout", text);
}

/** Prints a failure on stderr and returns the exit status; a bug comes with its stack. */
export function printError(
  error: unknown,
  format: Format,
  flags: Pick<GlobalFlags, "verbose">,
): number {
  if (!(error instanceof StoreError)) return printBug(error, format);
  if (format !== "table") {
    complain(`${JSON.stringify({ error })}\n`);
    return error.exitStatus;
  }
  const { at, hint, cause } = error.details;
  complain(
    `error: ${printable(error.message)}${
      at === undefined ? "" : ` (${printable(at)})`
    }\n`,
  );
  if (hint !== undefined) complain(`hint: ${printable(hint)}\n`);
  if (flags.verbose && cause !== undefined) {
    complain(`cause: ${printable(String(cause))}\n`);
  }
  return error.exitStatus;
}

function printBug(error: unknown, format: Format): number {
  const bug = new StoreError(
    "BUG",
    `Cannot go on: ${error instanceof Error ? error.message : String(error)}`,
    {
      hint: "This is a bug in storectl, please report it with the stack above.",
    },
  );
  const stack = error instanceof Error
    ? error.stack ?? String(error)
    : String(error);
  complain(`${stack}\n`);
  return printError(bug, format, { verbose: false });
}

/** Tells people what is going to happen, before it does; programs read it in the reply. */
export function printPlan(
  lines: readonly string[],
  flags: Pick<GlobalFlags, "format" | "quiet">,
): void {
  if (flags.quiet || outputFormat(flags.format) !== "table") return;
  for (const line of lines) complain(`${printable(line)}\n`);
}
