/**
 * Joins the work of a command and the printing of its result.
 *
 * @module
 */

import type { CliContext, CommandContext, GlobalFlags } from "./context.ts";
import type { Outcome, View } from "./outcome.ts";
import { outputFormat, printError, printOutcome } from "./output.ts";

export type { CliContext };

/** The work of a command: returns data, prints nothing. */
export type Work<Flags, Args extends readonly string[], Reply> = (
  context: CommandContext,
  flags: Flags,
  ...args: Args
) => Promise<Outcome<Reply>>;

/** Makes of work and view what Stricli runs. */
export function printing<
  Flags extends GlobalFlags,
  Args extends readonly string[],
  Reply,
>(
  work: Work<Flags, Args, Reply>,
  view: View<Reply>,
): (this: CliContext, flags: Flags, ...args: Args) => Promise<void> {
  return async function (flags, ...args) {
    try {
      this.process.exitCode = printOutcome(
        await work(this.command, flags, ...args),
        view,
        flags,
      );
    } catch (error) {
      this.process.exitCode = printError(
        error,
        outputFormat(flags.format),
        flags,
      );
    }
  };
}
