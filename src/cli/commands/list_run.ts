/**
 * `storectl list`: the work.
 *
 * @module
 */

import type { CommandContext, GlobalFlags } from "../context.ts";
import type { InstalledList } from "../contract.ts";
import { INSTALLED_VIEW, installedOf } from "../installed_view.ts";
import type { Outcome } from "../outcome.ts";
import { printing } from "../printing.ts";
import { openInstallation } from "./_life_cycle.ts";

// deno-lint-ignore require-await -- what it throws is printed like that of any other command
async function work(
  _context: CommandContext,
  flags: GlobalFlags,
): Promise<Outcome<InstalledList>> {
  const installation = openInstallation(flags);
  const ids = [...installation.registry.keys()];
  return {
    reply: {
      extensions: ids.map((id) => installedOf(installation, id)),
      warnings: [],
    },
  };
}

/** Runs the command. */
export const run = printing(work, INSTALLED_VIEW);
