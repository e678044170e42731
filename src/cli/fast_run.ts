/**
 * The short way in for queries; everything else goes through `app.ts`.
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
import type { GlobalFlags, LoadLazy } from "./context.ts";
import { parseFlags } from "./fast_arguments.ts";
import type { FlagSpecifications } from "./fast_arguments.ts";
import { GLOBAL_FLAGS } from "./flags.ts";
import type { CliContext } from "./printing.ts";
import { systemContext } from "./system_context.ts";

/** A command that has a short way in. */
interface FastCommand {
  readonly words: readonly string[];
  readonly flags: FlagSpecifications;
  /** Whether names stand between the flags, one at least. */
  readonly takesNames?: true;
  readonly run: (
    this: CliContext,
    // deno-lint-ignore no-explicit-any -- flags of all commands
    flags: any,
    ...names: string[]
  ) => Promise<void>;
}

const COMMANDS: readonly FastCommand[] = [
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
    takesNames: true,
    run: runDetails,
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
export async function fastRun(
  args: readonly string[],
  lazy: LoadLazy,
): Promise<number | undefined> {
  const command = COMMANDS.find(({ words }) =>
    words.every((word, index) => args[index] === word)
  );
  if (!command) return undefined;
  const names: string[] = [];
  const flags = parseFlags(
    args.slice(command.words.length),
    command.flags,
    command.takesNames ? names : undefined,
  );
  if (!flags || (command.takesNames && names.length === 0)) return undefined;
  const nowhere = { write: () => {} };
  const context: CliContext = {
    process: { stdout: nowhere, stderr: nowhere },
    command: systemContext(lazy),
  };
  await command.run.call(context, flags as unknown as GlobalFlags, ...names);
  return Number(context.process.exitCode ?? 0);
}
