/**
 * `storectl update`: the work.
 *
 * @module
 */

import { StoreError } from "../../core/store_error.ts";
import { planChange } from "../../installed/plan_change.ts";
import { currentVersion } from "../../installed/registry.ts";
import type { Registry } from "../../installed/registry.ts";
import { updateWarnings } from "../../installed/update_warnings.ts";
import { CHANGE_VIEW } from "../change_view.ts";
import type { CommandContext } from "../context.ts";
import type { ChangeReply } from "../contract.ts";
import type { AskFlags, WriteFlags } from "../life_cycle_flags.ts";
import type { Outcome } from "../outcome.ts";
import { changeWithPackages } from "../package_change.ts";
import { printing } from "../printing.ts";
import {
  askOptions,
  change,
  checkInstalled,
  openOffers,
  packagesBeside,
  planInput,
} from "./_life_cycle.ts";
import type { OpenedOffers } from "./_life_cycle.ts";

/** The flags of `update`. */
interface UpdateFlags extends AskFlags, WriteFlags {
  readonly all: boolean;
  readonly prerelease: boolean;
  readonly autoremove: boolean;
}

/** The failure that goes with an update, where a store gives no answer that something came from. */
async function silentStore(
  registry: Registry,
  update: ReadonlySet<string>,
  { offers }: OpenedOffers,
): Promise<StoreError | undefined> {
  const answering = await offers.answering();
  const silent = offers.stores.find(({ name }) =>
    !answering.some((store) => store.name === name) &&
    update.values().some((id) =>
      currentVersion(registry.get(id)!).store === name
    )
  );
  return silent && new StoreError(
    "STORE_UNUSABLE",
    `Cannot update all of it: store "${silent.name}" gives no answer`,
    { hint: "Run storectl stores health, which says why." },
  );
}

/** Updates extensions. */
async function updateExtensions(
  context: CommandContext,
  flags: UpdateFlags,
  ids: readonly string[],
): Promise<Outcome<ChangeReply>> {
  const opened = await openOffers(context, flags);
  let failure: StoreError | undefined;
  const outcome = await change(flags, {
    locationOf: opened.locationOf,
    ask: askOptions(flags),
    plan: async (installation) => {
      const { registry } = installation;
      checkInstalled("update", ids, registry);
      const update = new Set(flags.all ? registry.keys() : ids);
      const input = await planInput(installation, opened);
      const plan = await planChange(input, {
        update,
        prereleases: flags.prerelease,
        autoremove: flags.autoremove,
      });
      failure = await silentStore(registry, update, opened);
      return {
        ...plan,
        warnings: [
          ...opened.manager.warnings,
          ...plan.warnings,
          ...await updateWarnings(input, plan, update, flags.prerelease),
        ],
      };
    },
  });
  return { ...outcome, failure };
}

async function work(
  context: CommandContext,
  flags: UpdateFlags,
  ...ids: readonly string[]
): Promise<Outcome<ChangeReply>> {
  if (flags.all === (ids.length > 0)) {
    throw new StoreError(
      "INVALID_ARGUMENT",
      flags.all
        ? "Cannot update: both --all and ids are given"
        : "Cannot update: no id is given",
      { hint: "Give ids of installed extensions, or --all." },
    );
  }
  const packages = await packagesBeside(context, flags, ids);
  const names = ids.filter((id) => packages.has(id));
  const others = ids.filter((id) => !packages.has(id));
  return await changeWithPackages(
    context,
    flags,
    { action: "update", names },
    names.length > 0 && others.length === 0
      ? undefined
      : () => updateExtensions(context, flags, others),
  );
}

/** Runs the command. */
export const run = printing(work, CHANGE_VIEW);
