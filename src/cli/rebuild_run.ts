/**
 * `storectl verify --rebuild-index`: the work.
 *
 * @module
 */

import { StoreError } from "../core/store_error.ts";
import { rebuildIndex } from "../stores/rebuild_index.ts";
import type { RebuiltIndex } from "../stores/rebuild_index.ts";
import type { CommandContext, GlobalFlags } from "./context.ts";
import type { Outcome, View } from "./outcome.ts";
import { printing } from "./printing.ts";
import type { CliContext } from "./printing.ts";

/** What the command line says. */
interface RebuildFlags extends GlobalFlags {
  /** `--jobs`. */
  readonly jobs?: number;
}

const VIEW: View<RebuiltIndex> = {
  document: ({ text }) => JSON.parse(text),
  rows: ({ text }) => [JSON.parse(text)],
  table: ({ text }) => [text],
  warnings: ({ warnings }) => warnings,
};

async function work(
  _context: CommandContext,
  flags: RebuildFlags,
  ...paths: readonly string[]
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

/** Runs the command. The file is for people and programs alike, so it is laid out unless JSON lines are asked for. */
export async function runRebuild(
  this: CliContext,
  flags: RebuildFlags,
  ...paths: string[]
): Promise<void> {
  const format = flags.format === "ndjson" ? "ndjson" : "table";
  await printing(work, VIEW).call(this, { ...flags, format }, ...paths);
}
