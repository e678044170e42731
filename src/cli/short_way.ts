/**
 * Runs the usual command lines without the library that reads, and explains, any of them.
 *
 * @module
 */

import type {
  CliContext,
  GlobalFlags,
  Lazy,
  LoadLazy,
  Run,
} from "./context.ts";
import { parseFlags } from "./fast_arguments.ts";
import type { FlagSpecifications } from "./fast_arguments.ts";
import { systemContext } from "./system_context.ts";

/** A command that has a short way in. */
export interface ShortCommand {
  /** What it is called by. */
  readonly words: readonly string[];
  /** Its flags. */
  readonly flags: FlagSpecifications;
  /** How many names stand between the flags at least; undefined where none may. */
  readonly leastNames?: number;
  /** Its work, or what loads it. */
  readonly run: Run | { readonly load: (lazy: Lazy) => Promise<Run> };
}

/**
 * Runs a command line.
 *
 * @param lazy Loads what a query from a fresh catalog does not need.
 * @returns Its exit status; undefined where none of the commands is meant, or the library has to read the line.
 */
export async function takeShortWay(
  commands: readonly ShortCommand[],
  args: readonly string[],
  lazy: LoadLazy,
): Promise<number | undefined> {
  const command = commands.find(({ words }) =>
    words.every((word, index) => args[index] === word)
  );
  if (!command) return undefined;
  const { words, leastNames, run } = command;
  const names: string[] = [];
  const flags = parseFlags(
    args.slice(words.length),
    command.flags,
    leastNames === undefined ? undefined : names,
  );
  if (!flags || names.length < (leastNames ?? 0)) return undefined;
  const nowhere = { write: () => {} };
  const context: CliContext = {
    process: { stdout: nowhere, stderr: nowhere },
    command: systemContext(lazy),
  };
  const work = typeof run === "function" ? run : await run.load(await lazy());
  await work.call(context, flags as unknown as GlobalFlags, ...names);
  return Number(context.process.exitCode ?? 0);
}
