/**
 * `storectl outdated`: the work.
 *
 * @module
 */

import { findLatest } from "../../installed/find_latest.ts";
import { currentVersion } from "../../installed/registry.ts";
import type { CommandContext } from "../context.ts";
import type { OutdatedExtension, OutdatedList } from "../contract.ts";
import type { AskFlags } from "../life_cycle_flags.ts";
import type { Outcome, View } from "../outcome.ts";
import { printing } from "../printing.ts";
import { openInstallation, openOffers } from "./_life_cycle.ts";

const VIEW: View<OutdatedList> = {
  document: (reply) => reply,
  rows: ({ extensions }) => extensions,
  table: ({ extensions }) =>
    extensions.length === 0 ? ["Everything is up to date."] : [{
      columns: [
        { title: "ID" },
        { title: "VERSION" },
        { title: "LATEST" },
        { title: "STORE" },
        { title: "HELD" },
        { title: "NAME" },
      ],
      rows: extensions.map(({ id, version, latest, store, held, name }) => [
        id,
        version,
        latest,
        store,
        held ? "yes" : "no",
        name,
      ]),
    }],
  warnings: ({ warnings }) => warnings,
};

async function work(
  context: CommandContext,
  flags: AskFlags & { readonly prerelease: boolean },
): Promise<Outcome<OutdatedList>> {
  const { registry } = openInstallation(flags);
  const opened = await openOffers(context, flags);
  const extensions: OutdatedExtension[] = [];
  for (const [id, extension] of registry) {
    const latest = await findLatest(extension, opened, flags.prerelease);
    if (latest === undefined) continue;
    const { name, version, store } = currentVersion(extension);
    extensions.push({
      id,
      name,
      version,
      latest,
      store,
      held: extension.held,
    });
  }
  return {
    reply: {
      extensions,
      warnings: [...opened.manager.warnings, ...opened.offers.warnings],
    },
  };
}

/** Runs the command. */
export const run = printing(work, VIEW);
