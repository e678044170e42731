/**
 * The short way to `storectl verify`, whose work `lazy.ts` loads.
 *
 * @module
 */

import { VERIFY_FLAGS } from "../verify_flags.ts";
import type { LoadLazy } from "../context.ts";
import { takeShortWay } from "../short_way.ts";
import type { ShortCommand } from "../short_way.ts";

const COMMANDS: readonly ShortCommand[] = [
  {
    words: ["verify"],
    flags: VERIFY_FLAGS,
    leastNames: 0,
    run: { load: (lazy) => lazy.loadVerify() },
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
