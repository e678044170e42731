/**
 * The short way to `storectl stores list`.
 *
 * @module
 */

import { STORES_LIST_FLAGS } from "../command_flags.ts";
import { run as runStoresList } from "../commands/stores_list_run.ts";
import type { LoadLazy } from "../context.ts";
import { takeShortWay } from "../short_way.ts";
import type { ShortCommand } from "../short_way.ts";

const COMMANDS: readonly ShortCommand[] = [
  { words: ["stores", "list"], flags: STORES_LIST_FLAGS, run: runStoresList },
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
