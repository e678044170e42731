/**
 * What all commands do that change what is installed: lock, look, plan, say so, and carry it out.
 *
 * @module
 */

import { StoreError } from "../../core/store_error.ts";
import { applyPlan } from "../../installed/apply_plan.ts";
import { lockInstallation } from "../../installed/lock_installation.ts";
import { Offers } from "../../installed/offers.ts";
import type { Plan } from "../../installed/plan.ts";
import type { PlanInput } from "../../installed/change_request.ts";
import { notInstalled } from "../../installed/plan_removal.ts";
import { readInstallation } from "../../installed/read_installation.ts";
import type { Installation } from "../../installed/read_installation.ts";
import type { Registry } from "../../installed/registry.ts";
import type { AskOptions } from "../../stores/store.ts";
import type { StoreManager } from "../../stores/manager.ts";
import { realChanges } from "../../sys/file_changes.ts";
import { changeReply, planLines } from "../change_view.ts";
import type { CommandContext, GlobalFlags } from "../context.ts";
import type { ChangeReply } from "../contract.ts";
import { checkRoot } from "../check_root.ts";
import { dataFolder } from "../data_folder.ts";
import { askOptions } from "../life_cycle_flags.ts";
import type { AskFlags, LockFlags, WriteFlags } from "../life_cycle_flags.ts";
import { openProgressLine, printPlan } from "../output.ts";
import { packagesAmong } from "../package_change.ts";
import type { Outcome } from "../outcome.ts";

export { askOptions };

/** The directory of what is installed. */
export function needDataFolder({ root }: Pick<GlobalFlags, "root">): string {
  checkRoot(root);
  const data = dataFolder(root);
  if (data !== undefined) return data;
  throw new StoreError(
    "INVALID_ARGUMENT",
    "Cannot tell where extensions are installed: no home is known",
    { hint: "Set HOME or XDG_DATA_HOME." },
  );
}

/** What is installed on the machine of the flags. */
export function openInstallation(flags: GlobalFlags): Installation {
  return readInstallation(needDataFolder(flags));
}

/** The stores of a machine, as plans need them. */
export interface OpenedOffers {
  /** What they offer. */
  readonly offers: Offers;
  /** Where a store is. */
  readonly locationOf: (store: string) => string | undefined;
  /** The stores. */
  readonly manager: StoreManager;
}

/** Opens the stores of a machine. */
export async function openOffers(
  context: CommandContext,
  flags: AskFlags,
): Promise<OpenedOffers> {
  const manager = await context.openManager(flags);
  const locations = new Map(
    manager.entries.map(({ name, location }) => [name, location]),
  );
  return {
    manager,
    offers: new Offers(manager.stores, askOptions(flags)),
    locationOf: (store) => locations.get(store),
  };
}

/** What plans are made from. */
export async function planInput(
  { registry }: Installation,
  { offers, locationOf }: OpenedOffers,
): Promise<PlanInput> {
  const { satisfies } = await import("../../extensions/semver.ts");
  return { registry, offers, locationOf, satisfies };
}

/** Refuses ids that are not installed. */
export function checkInstalled(
  action: string,
  ids: readonly string[],
  registry: Registry,
): void {
  for (const id of ids) {
    if (!registry.has(id)) throw notInstalled(action, id, registry);
  }
}

/** The ids that are no installed extensions, but packages of a curated store; no store is asked where there are none. */
export async function packagesBeside(
  context: CommandContext,
  flags: GlobalFlags,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  const { registry } = openInstallation(flags);
  const others = ids.filter((id) => !registry.has(id));
  if (others.length === 0) return new Set();
  const { stores } = await context.openManager(flags);
  return await packagesAmong(stores, others);
}

/** Runs `action` while nobody else changes what is installed. */
export async function withLock<Result>(
  flags: LockFlags,
  action: (data: string) => Promise<Result>,
): Promise<Result> {
  const data = needDataFolder(flags);
  using _lock = await lockInstallation(data, {
    timeout: flags.lockTimeout * 1000,
    onWait: () =>
      printPlan([`waiting for another storectl that changes ${data}`], flags),
  });
  return await action(data);
}

/** How a plan is made, and where its versions come from. */
export interface ChangeWork {
  /** Makes the plan. */
  readonly plan: (installation: Installation) => Plan | Promise<Plan>;
  /** Where a store is. */
  readonly locationOf?: (store: string) => string | undefined;
  /** How to ask the stores. */
  readonly ask?: AskOptions;
  /** Whether to say why. */
  readonly explain?: boolean;
}

function isEmpty({ steps, marks, prereleases }: Plan): boolean {
  return steps.length + marks.size + prereleases.size === 0;
}

/** Carries out a plan, after it was printed. */
async function carryOut(
  installation: Installation,
  plan: Plan,
  flags: WriteFlags,
  { locationOf = () => undefined, ask = {}, explain = false }: ChangeWork,
): Promise<void> {
  printPlan(planLines(changeReply(plan, true), explain), flags);
  const total = plan.steps.filter(({ to }) => to?.source !== undefined).length;
  using line = openProgressLine(flags);
  let done = 0;
  await applyPlan(installation, plan, {
    changes: realChanges,
    locationOf,
    now: Date.now(),
    // what is fetched is of the state of the stores that the plan was made from
    ask: { ...ask, refresh: false },
    onFetched: ({ id, to }) =>
      line?.show(`fetched ${++done} of ${total}: ${id} ${to!.version}`),
  });
}

/** Makes a plan and, unless that is all that is asked for, carries it out. */
export async function change(
  flags: WriteFlags,
  work: ChangeWork,
): Promise<Outcome<ChangeReply>> {
  if (flags.dryRun) {
    const plan = await work.plan(openInstallation(flags));
    return { reply: changeReply(plan, false) };
  }
  return await withLock(flags, async (data) => {
    const installation = readInstallation(data);
    const plan = await work.plan(installation);
    if (isEmpty(plan)) return { reply: changeReply(plan, false) };
    await carryOut(installation, plan, flags, work);
    return { reply: changeReply(plan, true) };
  });
}
