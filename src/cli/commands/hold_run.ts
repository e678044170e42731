/**
 * `storectl hold` and `storectl unhold`: the work.
 *
 * @module
 */

import { holdExtensions } from "../../installed/hold_extensions.ts";
import { readInstallation } from "../../installed/read_installation.ts";
import { realChanges } from "../../sys/file_changes.ts";
import type { CommandContext } from "../context.ts";
import type { InstalledList } from "../contract.ts";
import { INSTALLED_VIEW, installedOf } from "../installed_view.ts";
import type { LockFlags } from "../life_cycle_flags.ts";
import type { Outcome } from "../outcome.ts";
import { printing } from "../printing.ts";
import type { Work } from "../printing.ts";
import { checkInstalled, withLock } from "./_life_cycle.ts";

/** The work of either command. */
function holding(
  held: boolean,
): Work<
  LockFlags,
  readonly string[],
  InstalledList
> {
  return async (
    _context: CommandContext,
    flags,
    ...ids
  ): Promise<Outcome<InstalledList>> =>
    await withLock(flags, async (data) => {
      const before = readInstallation(data);
      checkInstalled(held ? "hold" : "unhold", ids, before.registry);
      const installation = await holdExtensions(realChanges, before, ids, held);
      return {
        reply: {
          extensions: [...new Set(ids)].sort().map((id) =>
            installedOf(installation, id)
          ),
          warnings: [],
        },
      };
    });
}

/** Runs `hold`. */
export const runHold = printing(holding(true), INSTALLED_VIEW);
/** Runs `unhold`. */
export const runUnhold = printing(holding(false), INSTALLED_VIEW);
