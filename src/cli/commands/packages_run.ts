/**
 * `storectl packages install`, `remove` and `update`: the work.
 *
 * @module
 */

import type { PackageAction } from "../../stores/change_packages.ts";
import type { CommandContext, GlobalFlags } from "../context.ts";
import type { PackagesEvent, PackagesReply } from "../contract.ts";
import type { Outcome, View } from "../outcome.ts";
import { preparePackages } from "../package_change.ts";
import { printing } from "../printing.ts";

interface PackagesFlags extends GlobalFlags {
  readonly simulate: boolean;
  readonly autoremove: boolean;
  readonly lockTimeout?: number;
}

interface InstallFlags extends PackagesFlags {
  readonly allowRemove: boolean;
}

const VIEW: View<PackagesReply> = {
  document: (reply) => reply,
  rows: (reply) => [{ event: "done", ...reply } satisfies PackagesEvent],
  table: ({ changes, simulated }) =>
    changes.length === 0 ? ["Nothing to change."] : [
      {
        columns: ["ACTION", "NAME", "ARCHITECTURE", "FROM", "TO"].map((
          title,
        ) => ({ title })),
        rows: changes.map(({ action, name, architecture, from, to }) => [
          action,
          name,
          architecture ?? "-",
          from ?? "-",
          to ?? "-",
        ]),
      },
      ...simulated ? ["", "Nothing was changed: this is what would be."] : [],
    ],
  warnings: ({ warnings }) => warnings,
};

/** Hands a change to `apt-get`, after it said what that would be. */
function working<Flags extends PackagesFlags & Partial<InstallFlags>>(
  action: PackageAction,
): (
  context: CommandContext,
  flags: Flags,
  ...names: string[]
) => Promise<Outcome<PackagesReply>> {
  return async (context, flags, ...names) => {
    const { autoremove, allowRemove = false, lockTimeout = 0, simulate } =
      flags;
    const { changes, warnings, apply } = await preparePackages(context, flags, {
      action,
      names,
      autoremove,
      allowRemove,
      lockTimeout,
    });
    // installing what is there already still marks it as wanted
    if (!simulate && (changes.length > 0 || action === "install")) {
      await apply();
    }
    return {
      reply: { action, simulated: simulate, changes, warnings },
    };
  };
}

/** Runs `packages install`. */
export const runInstall = printing(working<InstallFlags>("install"), VIEW);
/** Runs `packages remove`. */
export const runRemove = printing(working<PackagesFlags>("remove"), VIEW);
/** Runs `packages update`. */
export const runUpdate = printing(working<InstallFlags>("update"), VIEW);
