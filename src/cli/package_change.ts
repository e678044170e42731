/**
 * What `install`, `remove` and `update` hand to `apt-get`: ids of packages among those of extensions.
 *
 * @module
 */

import type { Warning } from "../core/warning.ts";
import type {
  PackageAction,
  PackageEvent,
  PackageRequest,
} from "../stores/change_packages.ts";
import type { Store } from "../stores/store.ts";
import type { CommandContext, GlobalFlags } from "./context.ts";
import type { ChangeReply, PackageChange, PackagesEvent } from "./contract.ts";
import type { WriteFlags } from "./life_cycle_flags.ts";
import type { Outcome } from "./outcome.ts";
import { openProgressLine, printNote, printRow } from "./output.ts";

/** What a change by `apt-get` would do, and the way to do it. */
export interface PreparedPackages {
  /** What changes, with dependencies. */
  readonly changes: readonly PackageChange[];
  /** What is wrong with APT's files. */
  readonly warnings: readonly Warning[];
  /** Does it. */
  apply(): Promise<void>;
}

/** The event as the contract has it; undefined for what only --verbose shows. */
function shownEvent(
  { event, percent, message }: PackageEvent,
  { verbose }: GlobalFlags,
): PackagesEvent | undefined {
  if (event === "progress") return { event, percent: percent ?? 0, message };
  return event === "waiting" || verbose ? { event, message } : undefined;
}

/** Tells programs and people what happens, while it happens. */
async function applyRequest(
  request: PackageRequest,
  flags: GlobalFlags,
): Promise<void> {
  const { changePackages } = await import("../stores/change_packages.ts");
  using line = openProgressLine(flags);
  await changePackages(request, (event) => {
    const shown = shownEvent(event, flags);
    if (shown === undefined) return;
    printRow(shown, flags);
    const { percent, message } = event;
    if (percent === undefined) printNote(message, flags);
    const share = percent === undefined ? "" : `${Math.floor(percent)} %  `;
    line?.show(`${share}${message}`.slice(0, line.columns - 1));
  });
}

/**
 * Asks `apt-get` what a change of packages would do, and says so where rows are asked for.
 *
 * @param names As on the command line: `NAME`, `NAME:ARCHITECTURE`, or either with `=VERSION`.
 * @throws {StoreError} `NOT_FOUND`, `APT_REFUSED`, …: it would not be done.
 */
export async function preparePackages(
  context: CommandContext,
  flags: GlobalFlags,
  request: Omit<PackageRequest, "root">,
): Promise<PreparedPackages> {
  const { qualifyPackages } = await import("../stores/package_names.ts");
  const { planPackages } = await import("../stores/change_packages.ts");
  const { names, warnings } = await context.askCatalog(flags, (catalog) => ({
    names: qualifyPackages(catalog, request.names),
    warnings: catalog.facts.warnings,
  }));
  const qualified = { ...request, names, root: flags.root };
  const changes = await planPackages(qualified);
  printRow({ event: "plan", changes } satisfies PackagesEvent, flags);
  return { changes, warnings, apply: () => applyRequest(qualified, flags) };
}

/** The ids that one of some stores offers as packages. */
export async function packagesAmong(
  stores: readonly Store[],
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  const own = stores.filter(({ offers }) => offers === "package");
  const offered = await Promise.all(
    ids.map(async (id) => {
      for (const store of own) {
        if ((await store.versions(id)).length > 0) return [id];
      }
      return [];
    }),
  );
  return new Set(offered.flat());
}

/** What becomes of extensions where none is named. */
function nothing(): Promise<Outcome<ChangeReply>> {
  const none = { changes: [], marked: [], cycles: [], warnings: [] };
  return Promise.resolve({ reply: { applied: false, ...none } });
}

/**
 * Changes packages and extensions: first both are planned, then extensions are changed, then packages.
 *
 * @param request The packages; where none is named, only extensions are changed.
 * @param extensions Changes the extensions; undefined where none is named.
 */
export async function changeWithPackages(
  context: CommandContext,
  flags: WriteFlags & { readonly autoremove: boolean },
  request: {
    readonly action: PackageAction;
    readonly names: readonly string[];
  },
  extensions: (() => Promise<Outcome<ChangeReply>>) | undefined,
): Promise<Outcome<ChangeReply>> {
  const { dryRun, autoremove, lockTimeout } = flags;
  const change = extensions ?? nothing;
  if (request.names.length === 0) return await change();
  const packages = await preparePackages(context, flags, {
    ...request,
    autoremove,
    lockTimeout,
  });
  const { reply, failure } = await change();
  const isApplied = !dryRun && packages.changes.length > 0;
  if (isApplied) await packages.apply();
  return {
    reply: {
      ...reply,
      applied: reply.applied || isApplied,
      packages: packages.changes,
      warnings: [...reply.warnings, ...packages.warnings],
    },
    failure,
  };
}
