/**
 * `storectl verify --rebuild-index`: the work.
 *
 * @module
 */

import { StoreError } from "../core/store_error.ts";
import { rebuildIndex } from "../stores/rebuild_index.ts";
import type { RebuiltIndex } from "../stores/rebuild_index.ts";
import type { GlobalFlags } from "./context.ts";
import type { Outcome, View } from "./outcome.ts";
import { outputFormat, printError, printOutcome, printText } from "./output.ts";
import type { CliContext } from "./printing.ts";

/** What the command line says. */
interface RebuildFlags extends GlobalFlags {
  /** `--jobs`. */
  readonly jobs?: number;
}

const VIEW: View<RebuiltIndex> = {
  document: ({ text }) => JSON.parse(text),
  // it is printed by itself
  rows: () => [],
  table: ({ text }) => [text],
  warnings: ({ warnings }) => warnings,
};

async function work(
  flags: RebuildFlags,
  paths: readonly string[],
): Promise<Outcome<RebuiltIndex>> {
  const [path, another] = paths;
  if (path === undefined || another !== undefined) {
    throw new StoreError(
      "INVALID_ARGUMENT",
      "Cannot make an index: --rebuild-index takes one store",
      { hint: "Run it once for each." },
    );
  }
  const reply = await rebuildIndex(path, { threads: flags.jobs });
  const count = reply.warnings.length;
  return {
    reply,
    failure: count === 0 ? undefined : new StoreError(
      "PROBLEMS_FOUND",
      `Cannot list all that lies there: ${count} ${
        count === 1 ? "problem keeps a version" : "problems keep versions"
      } out of the index`,
      { hint: "Look at the warnings." },
    ),
  };
}

/** Runs the command. The file is laid out for people, whatever the format; warnings and errors follow the format. */
export async function runRebuild(
  this: CliContext,
  flags: RebuildFlags,
  ...paths: string[]
): Promise<void> {
  const format = outputFormat(flags.format) === "table" ? "table" : "ndjson";
  try {
    const outcome = await work(flags, paths);
    if (format === "ndjson") printText(`${outcome.reply.text}\n`);
    this.process.exitCode = printOutcome(outcome, VIEW, { ...flags, format });
  } catch (error) {
    this.process.exitCode = printError(error, format, flags);
  }
}
