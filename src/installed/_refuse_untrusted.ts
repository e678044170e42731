/**
 * Sees to it that nobody gets an extension into a machine by keeping a trusted store from answering.
 *
 * @module
 */

import { StoreError } from "../core/store_error.ts";
import type { Offers } from "./offers.ts";
import type { PlanStep } from "./plan.ts";

/**
 * Refuses new extensions from stores that are not trusted while a trusted one, which may offer them and would go
 * first, gives no answer.
 *
 * @param named The store that the user named: what comes from there is meant.
 * @throws {StoreError} `STORE_UNUSABLE`
 */
export async function refuseUntrusted(
  steps: readonly PlanStep[],
  offers: Offers,
  named: string | undefined,
): Promise<void> {
  const answering = new Set(await offers.answering());
  const silent = offers.stores.find((store) =>
    store.trusted && !answering.has(store)
  );
  if (silent === undefined) return;
  const step = steps.find(({ action, to }) =>
    action === "install" && to?.source?.trusted === false && to.store !== named
  );
  if (step === undefined) return;
  const { id, store } = step.to!;
  throw new StoreError(
    "STORE_UNUSABLE",
    `Cannot install "${id}" from store "${store}", which is not trusted: store "${silent.name}" is, and gives no answer`,
    {
      hint: step.asked
        ? `Run storectl stores health, or give --store ${store}.`
        : `Run storectl stores health, or storectl stores disable ${silent.name}.`,
    },
  );
}
