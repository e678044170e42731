/**
 * The short way to `storectl details`.
 *
 * @module
 */

import { run as runDetails } from "../commands/details_run.ts";
import { GLOBAL_FLAGS } from "../flags.ts";
import type { LoadLazy } from "../context.ts";
import { takeShortWay } from "../short_way.ts";
import type { ShortCommand } from "../short_way.ts";

const COMMANDS: readonly ShortCommand[] = [
  {
    words: ["details"],
    flags: { ...GLOBAL_FLAGS },
    leastNames: 1,
    run: runDetails,
  },
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
