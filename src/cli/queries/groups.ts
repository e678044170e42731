/**
 * The short way to what counts packages: `storectl repos list`, `sections` and `categories`.
 *
 * @module
 */

import { SELECTION_FLAGS } from "../command_flags.ts";
import { run as runCategories } from "../commands/categories_run.ts";
import { run as runReposList } from "../commands/repos_list_run.ts";
import { run as runSections } from "../commands/sections_run.ts";
import type { LoadLazy } from "../context.ts";
import { takeShortWay } from "../short_way.ts";
import type { ShortCommand } from "../short_way.ts";

const COMMANDS: readonly ShortCommand[] = [
  { words: ["repos", "list"], flags: SELECTION_FLAGS, run: runReposList },
  { words: ["sections"], flags: SELECTION_FLAGS, run: runSections },
  { words: ["categories"], flags: SELECTION_FLAGS, run: runCategories },
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
