/**
 * `storectl unpublish`: the work.
 *
 * @module
 */

import { unpublishExtension } from "../../stores/unpublish_extension.ts";
import type { CommandContext } from "../context.ts";
import type { UnpublishReply } from "../contract.ts";
import type { Outcome, View } from "../outcome.ts";
import { printing } from "../printing.ts";
import { writeOptions } from "../write_options.ts";
import type { WriteFlags } from "../write_options.ts";

interface Flags extends WriteFlags {
  readonly from: string;
}

const VIEW: View<UnpublishReply> = {
  document: (reply) => reply,
  rows: (reply) => [reply],
  table: ({ extension: { id, version }, store, dryRun, removed }) => {
    const verb = dryRun ? "Would take" : "Took";
    const files = removed === null
      ? "; its files stay, others lie beside them"
      : "";
    return [`${verb} ${id} ${version} out of ${store}${files}.`];
  },
  warnings: ({ warnings }) => warnings,
};

async function work(
  _context: CommandContext,
  flags: Flags,
  id: string,
  version: string,
): Promise<Outcome<UnpublishReply>> {
  const { from: store, dryRun } = flags;
  const taken = await unpublishExtension(
    id,
    version,
    store.replace(/(?<=.)\/+$/, ""),
    await writeOptions(store, flags),
  );
  return {
    reply: { extension: { id, version }, store, dryRun, ...taken },
  };
}

/** Runs the command. */
export const run = printing(work, VIEW);
