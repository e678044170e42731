/**
 * `storectl hold` and `storectl unhold`: the work.
 *
 * @module
 */

import { readInstallation } from "../../installed/read_installation.ts";
import {
  clearLeftovers,
  switchInstallation,
} from "../../installed/switch_installation.ts";
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
      let installation = readInstallation(data);
      checkInstalled(held ? "hold" : "unhold", ids, installation.registry);
      clearLeftovers(realChanges, installation);
      const registry = new Map(installation.registry);
      for (const id of ids) registry.set(id, { ...registry.get(id)!, held });
      installation = await switchInstallation(
        realChanges,
        installation,
        registry,
      );
      clearLeftovers(realChanges, installation);
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
