/**
 * Why an update leaves some extensions as they are.
 *
 * @module
 */

import { StoreError } from "../core/store_error.ts";
import type { Warning } from "../core/warning.ts";
import { findLatest } from "./find_latest.ts";
import type { Plan } from "./plan.ts";
import { planChange } from "./plan_change.ts";
import type { PlanInput } from "./change_request.ts";
import { currentVersion } from "./registry.ts";
import type { InstalledExtension } from "./registry.ts";

/** Why the store of an extension has nothing for it; undefined where it has. */
async function unavailable(
  extension: InstalledExtension,
  { offers, locationOf }: PlanInput,
): Promise<Warning | undefined> {
  const { id } = extension;
  const { store, location } = currentVersion(extension);
  const offered = await offers.of(id);
  if (
    locationOf(store) === location &&
    offered.some((offer) => offer.store.name === store)
  ) return undefined;
  const other = offered.find((offer) =>
    offer.store.name !== store || locationOf(store) !== location
  );
  return {
    code: "EXTENSION_UNAVAILABLE",
    message: locationOf(store) === location
      ? `Cannot update "${id}": store "${store}" does not offer it now`
      : `Cannot update "${id}": store "${store}", which it came from, is not there any more`,
    hint: other === undefined
      ? "Add that store again, or remove the extension."
      : `Run storectl install ${id} --store ${other.store.name} to take it from there.`,
  };
}

/** Why the highest version cannot come, in the words of the search for one. */
async function heldBack(
  id: string,
  latest: string,
  input: PlanInput,
): Promise<Warning> {
  let reason = "other extensions do not go with it";
  try {
    await planChange(input, {
      install: [{ id, range: latest }],
      prereleases: true,
    });
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    reason = error.message.replace(
      /^Cannot find versions that fit together for .*?: /,
      "",
    );
  }
  return {
    code: "EXTENSION_HELD_BACK",
    message: `Cannot update "${id}" to ${latest}: ${reason}`,
  };
}

/** What to say of the extensions that were to be updated and are not at the highest version of their store. */
export async function updateWarnings(
  input: PlanInput,
  plan: Plan,
  update: ReadonlySet<string>,
  prereleases: boolean,
): Promise<readonly Warning[]> {
  const warnings: Warning[] = [];
  const after = new Map(plan.steps.map(({ id, to }) => [id, to?.version]));
  for (const id of update) {
    const extension = input.registry.get(id)!;
    if (after.has(id) && after.get(id) === undefined) continue;
    const gone = await unavailable(extension, input);
    if (gone !== undefined) {
      warnings.push(gone);
      continue;
    }
    const latest = await findLatest(extension, input, prereleases);
    if (latest === undefined || latest === after.get(id)) continue;
    warnings.push(
      extension.held
        ? {
          code: "EXTENSION_HELD",
          message: `Cannot update "${id}" to ${latest}: it is held at ${
            currentVersion(extension).version
          }`,
          hint: `Run storectl unhold ${id}.`,
        }
        : await heldBack(id, latest, input),
    );
  }
  return warnings;
}
