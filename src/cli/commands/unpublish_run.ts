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
import { changeNamedStore, gitWords, writeOptions } from "../write_options.ts";
import type { WriteFlags } from "../write_options.ts";

interface Flags extends WriteFlags {
  readonly from: string;
}

const VIEW: View<UnpublishReply> = {
  document: (reply) => reply,
  rows: (reply) => [reply],
  table: (reply) => {
    const { extension: { id, version }, store, dryRun, removed } = reply;
    const verb = dryRun ? "Would take" : "Took";
    const files = removed === null
      ? "; its files stay, others lie beside them"
      : "";
    return [
      `${verb} ${id} ${version} out of ${store}${files}${gitWords(reply)}.`,
    ];
  },
  warnings: ({ warnings }) => warnings,
};

async function work(
  context: CommandContext,
  flags: Flags,
  id: string,
  version: string,
): Promise<Outcome<UnpublishReply>> {
  const { from: store, dryRun } = flags;
  const { result, commit, pushed } = await changeNamedStore(
    context,
    store.replace(/(?<=.)\/+$/, ""),
    flags,
    {
      ids: () => Promise.resolve([id]),
      apply: async (folder) => ({
        result: await unpublishExtension(
          id,
          version,
          folder,
          await writeOptions(store, flags),
        ),
        message: `Take out ${id} ${version}`,
      }),
    },
  );
  const { warnings, ...taken } = result;
  return {
    reply: {
      extension: { id, version },
      store,
      dryRun,
      ...taken,
      commit,
      pushed,
      warnings,
    },
  };
}

/** Runs the command. */
export const run = printing(work, VIEW);
