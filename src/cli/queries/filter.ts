/**
 * The short way to `storectl filter`.
 *
 * @module
 */

import { FILTER_FLAGS } from "../command_flags.ts";
import { run as runFilter } from "../commands/filter_run.ts";
import type { LoadLazy } from "../context.ts";
import { takeShortWay } from "../short_way.ts";
import type { ShortCommand } from "../short_way.ts";

const COMMANDS: readonly ShortCommand[] = [
  { words: ["filter"], flags: FILTER_FLAGS, run: runFilter },
];

/**
 * Runs a command line of them.
 *
 * @returns Its exit status; undefined where the library has to read the line.
 */
export function run(
  args: readonly string[],
  lazy: LoadLazy,
): Promise<number | undefined> {
  return takeShortWay(COMMANDS, args, lazy);
}
