/**
 * What stands behind stdout and stderr: a terminal, its width, whether colours are welcome.
 *
 * @module
 */

import { readEnvironment } from "./environment.ts";

/** One of the two outputs of the program. */
export type OutputName = "stdout" | "stderr";

/** Columns to lay out for where the terminal does not say. */
export const DEFAULT_COLUMNS = 80;

/** Whether an output is a terminal. */
export function isTerminal(name: OutputName): boolean {
  return Deno[name].isTerminal();
}

/** Columns of the terminal, or {@linkcode DEFAULT_COLUMNS} when there is none or it does not say. */
export function terminalColumns(): number {
  try {
    const { columns } = Deno.consoleSize();
    return columns > 0 ? columns : DEFAULT_COLUMNS;
  } catch {
    // Deno throws a plain Error when none of the three standard files is a terminal.
    return DEFAULT_COLUMNS;
  }
}

/**
 * Whether an output takes colours: a terminal that can show them, and `NO_COLOR` unset or empty.
 *
 * Source: {@link https://no-color.org}.
 */
export function hasColors(name: OutputName): boolean {
  return !readEnvironment("NO_COLOR") &&
    readEnvironment("TERM") !== "dumb" &&
    isTerminal(name);
}
