/**
 * `storectl filter` where it does not take the short way in: packages, or the explanation of one.
 *
 * @module
 */

import type { CliContext } from "../printing.ts";
import type { ExplainFlags } from "./filter_explain_run.ts";

/** Runs the command. */
export async function run(
  this: CliContext,
  flags: ExplainFlags,
): Promise<void> {
  const { run } = flags.explain === undefined
    ? await import("./filter_run.ts")
    : await import("./filter_explain_run.ts");
  await run.call(this, flags);
}
