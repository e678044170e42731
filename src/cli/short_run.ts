/**
 * The short way in for commands that are more than a query, and are run often enough for a library to count.
 *
 * @module
 */

import type { LoadLazy } from "./context.ts";
import { takeShortWay } from "./short_way.ts";
import type { ShortCommand } from "./short_way.ts";
import { VERIFY_FLAGS } from "./verify_flags.ts";

const COMMANDS: readonly ShortCommand[] = [
  {
    words: ["verify"],
    flags: VERIFY_FLAGS,
    leastNames: 0,
    run: { load: async () => (await import("./commands/verify_run.ts")).run },
  },
];

/**
 * Runs a command line.
 *
 * @param lazy Loads what a query from a fresh catalog does not need.
 * @returns Its exit status; undefined where the command line is for `app.ts`.
 */
export function shortRun(
  args: readonly string[],
  lazy: LoadLazy,
): Promise<number | undefined> {
  return takeShortWay(COMMANDS, args, lazy);
}
