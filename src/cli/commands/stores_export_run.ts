/**
 * `storectl stores export`: the work.
 *
 * @module
 */

import { StoreError } from "../../core/store_error.ts";
import { decodeDefinition } from "../../curation/decode_definition.ts";
import { formatDefinition } from "../../curation/format_definition.ts";
import type { StoreDefinition } from "../../curation/store_definition.ts";
import { createFile } from "../../sys/create_file.ts";
import { readBytes } from "../../sys/read_file.ts";
import { replaceFile } from "../../sys/replace_file.ts";
import { isTerminal } from "../../sys/terminal.ts";
import type { CommandContext, GlobalFlags, StoreFlags } from "../context.ts";
import type { ExportedStore } from "../contract.ts";
import type { Outcome, View } from "../outcome.ts";
import { outputFormat, printError, printText } from "../output.ts";
import { type CliContext, printing } from "../printing.ts";

interface ExportFlags extends GlobalFlags, StoreFlags {
  readonly output?: string;
  readonly overwrite: boolean;
}

const VIEW: View<ExportedStore> = {
  document: (reply) => reply,
  rows: (reply) => [reply],
  table: ({ text, path }) => [path === null ? text.trimEnd() : `Wrote ${path}`],
  warnings: ({ warnings }) => warnings,
};

/** The text of a definition: its file, or what makes it where it has none. */
function textOf(store: StoreDefinition, hasFile: boolean): string {
  if (!hasFile) return formatDefinition(store);
  const bytes = readBytes(store.source);
  if (bytes !== null) return decodeDefinition(bytes, store.source);
  throw new StoreError(
    "IO",
    `Cannot export store "${store.id}": its file is gone`,
    { at: store.source, hint: "Run storectl stores list." },
  );
}

/** Writes a text to a file, which is not replaced unless that is meant. */
function save(path: string, text: string, overwrite: boolean): void {
  const bytes = new TextEncoder().encode(text);
  if (createFile(path, bytes)) return;
  if (overwrite) return replaceFile(path, bytes);
  throw new StoreError(
    "ALREADY_EXISTS",
    `Cannot write "${path}": it is there already`,
    { hint: "Add --overwrite, or name another file." },
  );
}

async function work(
  context: CommandContext,
  flags: ExportFlags,
  id: string,
): Promise<Outcome<ExportedStore>> {
  const { all, selected = [], warnings } = await context.openStores(flags, [
    id,
  ]);
  const [store] = selected;
  if (store === undefined) {
    throw new StoreError(
      "NOT_FOUND",
      `Cannot export store "${id}": there is no curated store with that id`,
      {
        hint: warnings.findLast(({ code }) => code === "ARGUMENT_UNKNOWN_VALUE")
          ?.hint ?? "Run storectl stores list.",
      },
    );
  }
  const text = textOf(store, all.includes(store));
  const { output } = flags;
  if (output !== undefined) {
    save(output.includes("/") ? output : `./${output}`, text, flags.overwrite);
  }
  return { reply: { id, path: output ?? null, text, warnings } };
}

const print = printing(work, VIEW);

/** Prints the definition as its file is, for whoever reads it through a pipe. */
async function printRaw(
  { command, process }: CliContext,
  flags: ExportFlags,
  id: string,
): Promise<void> {
  try {
    const { reply } = await work(command, flags, id);
    printText(reply.text);
    process.exitCode = 0;
  } catch (error) {
    const format = outputFormat(flags.format);
    process.exitCode = printError(error, format, flags);
  }
}

/** Runs the command. */
export async function run(
  this: CliContext,
  flags: ExportFlags,
  id: string,
): Promise<void> {
  const { format, output } = flags;
  const isRaw = format === undefined && output === undefined &&
    !isTerminal("stdout");
  if (isRaw) await printRaw(this, flags, id);
  else await print.call(this, flags, id);
}
