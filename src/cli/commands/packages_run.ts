/**
 * `storectl packages install`, `remove` and `update`: the work.
 *
 * @module
 */

import { changePackages, planPackages } from "../../stores/change_packages.ts";
import type {
  PackageAction,
  PackageEvent,
} from "../../stores/change_packages.ts";
import { qualifyPackages } from "../../stores/package_names.ts";
import type { CommandContext, GlobalFlags } from "../context.ts";
import type { PackagesEvent, PackagesReply } from "../contract.ts";
import type { Outcome, View } from "../outcome.ts";
import { openProgressLine, printNote, printRow } from "../output.ts";
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

/** The event as the contract has it; undefined for what only --verbose shows. */
function shownEvent(
  { event, percent, message }: PackageEvent,
  { verbose }: PackagesFlags,
): PackagesEvent | undefined {
  if (event === "progress") return { event, percent: percent ?? 0, message };
  return event === "waiting" || verbose ? { event, message } : undefined;
}

/** Hands a change to `apt-get`, after it said what that would be. */
function working<Flags extends PackagesFlags & Partial<InstallFlags>>(
  action: PackageAction,
): (
  context: CommandContext,
  flags: Flags,
  ...names: string[]
) => Promise<Outcome<PackagesReply>> {
  return async (context, flags, ...names) => {
    const { root, autoremove, allowRemove = false, lockTimeout = 0 } = flags;
    const { qualified, warnings } = await context.askCatalog(
      flags,
      (catalog) => ({
        qualified: qualifyPackages(catalog, names),
        warnings: catalog.facts.warnings,
      }),
    );
    const request = {
      action,
      names: qualified,
      root,
      autoremove,
      allowRemove,
      lockTimeout,
    };
    const changes = await planPackages(request);
    printRow({ event: "plan", changes } satisfies PackagesEvent, flags);
    // installing what is there already still marks it as wanted
    if (!flags.simulate && (changes.length > 0 || action === "install")) {
      using line = openProgressLine(flags);
      await changePackages(request, (event) => {
        const shown = shownEvent(event, flags);
        if (shown === undefined) return;
        printRow(shown, flags);
        const { percent, message } = event;
        if (percent === undefined) printNote(message, flags);
        line?.show(
          `${
            percent === undefined ? "" : `${Math.floor(percent)} %  `
          }${message}`
            .slice(0, line.columns - 1),
        );
      });
    }
    return {
      reply: { action, simulated: flags.simulate, changes, warnings },
    };
  };
}

/** Runs `packages install`. */
export const runInstall = printing(working<InstallFlags>("install"), VIEW);
/** Runs `packages remove`. */
export const runRemove = printing(working<PackagesFlags>("remove"), VIEW);
/** Runs `packages update`. */
export const runUpdate = printing(working<InstallFlags>("update"), VIEW);
