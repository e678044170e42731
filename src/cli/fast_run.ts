/**
 * The short way in: for queries, which it has all of, and for `verify`, whose work `lazy.ts` loads.
 *
 * @module
 */

import {
  FILTER_FLAGS,
  SELECTION_FLAGS,
  STORES_LIST_FLAGS,
} from "./command_flags.ts";
import { run as runCategories } from "./commands/categories_run.ts";
import { run as runDetails } from "./commands/details_run.ts";
import { run as runFilter } from "./commands/filter_run.ts";
import { run as runReposList } from "./commands/repos_list_run.ts";
import { run as runSections } from "./commands/sections_run.ts";
import { run as runStoresList } from "./commands/stores_list_run.ts";
import type { LoadLazy } from "./context.ts";
import { GLOBAL_FLAGS } from "./flags.ts";
import { takeShortWay } from "./short_way.ts";
import type { ShortCommand } from "./short_way.ts";
import { VERIFY_FLAGS } from "./verify_flags.ts";

const COMMANDS: readonly ShortCommand[] = [
  {
    words: ["filter"],
    flags: FILTER_FLAGS,
    run: runFilter,
  },
  {
    words: ["repos", "list"],
    flags: SELECTION_FLAGS,
    run: runReposList,
  },
  {
    words: ["stores", "list"],
    flags: STORES_LIST_FLAGS,
    run: runStoresList,
  },
  {
    words: ["sections"],
    flags: SELECTION_FLAGS,
    run: runSections,
  },
  {
    words: ["details"],
    flags: { ...GLOBAL_FLAGS },
    leastNames: 1,
    run: runDetails,
  },
  {
    words: ["verify"],
    flags: VERIFY_FLAGS,
    leastNames: 0,
    run: { load: (lazy) => lazy.loadVerify() },
  },
  {
    words: ["categories"],
    flags: SELECTION_FLAGS,
    run: runCategories,
  },
];

/**
 * Runs a query.
 *
 * @param lazy Loads what a query from a fresh catalog does not need.
 * @returns Its exit status; undefined where the command line is for `app.ts`.
 */
export function fastRun(
  args: readonly string[],
  lazy: LoadLazy,
): Promise<number | undefined> {
  return takeShortWay(COMMANDS, args, lazy);
}
