/**
 * Says of each step of a plan why that store and that version.
 *
 * @module
 */

import { explainChoice } from "../stores/resolve_offers.ts";
import type { Offer } from "../stores/resolve_offers.ts";
import type { Store } from "../stores/store.ts";
import type { Choice } from "./choice.ts";
import type { Offers } from "./offers.ts";
import type { PlanStep } from "./plan.ts";
import type { Registry } from "./registry.ts";

/** What reasons are made from. */
export interface ExplainInput {
  /** What the stores offer. */
  readonly offers: Offers;
  /** What is installed. */
  readonly registry: Registry;
  /** Whether a version would do for all that ask for it. */
  readonly fits: (choice: Choice) => boolean;
  /** The store that the user named. */
  readonly named: string | undefined;
}

/** The best version of each store that would do, best first. */
async function bestOfEach(
  id: string,
  { offers, fits }: ExplainInput,
): Promise<readonly Offer<Store>[]> {
  const fitting = (await offers.of(id)).filter(({ store, version }) =>
    fits({ id, version, store: store.name, source: store })
  );
  const seen = new Set<string>();
  return fitting.filter(({ store: { name } }) => {
    if (seen.has(name)) return false;
    seen.add(name);
    return true;
  });
}

async function reasons(
  { id, from, to }: PlanStep,
  input: ExplainInput,
): Promise<readonly string[]> {
  if (to === undefined) return ["Nobody needs it any more"];
  if (to.kept !== undefined) return [`${to.version} is still on this machine`];
  if (input.named !== undefined && to.store === input.named) {
    return [`Store "${to.store}" was named`];
  }
  if (from !== undefined) {
    return [
      `Store "${to.store}" gave what is installed, and an update never changes the store`,
    ];
  }
  const best = await bestOfEach(id, input);
  const [first] = best;
  if (
    first === undefined || first.store.name !== to.store ||
    first.version !== to.version
  ) {
    return [
      `Store "${to.store}" gives ${to.version}: what other extensions ask for leaves no better one`,
    ];
  }
  return explainChoice(best);
}

/** The same steps with their reasons. */
export async function explainSteps(
  steps: readonly PlanStep[],
  input: ExplainInput,
): Promise<readonly PlanStep[]> {
  return await Promise.all(
    steps.map(async (step) => ({
      ...step,
      explanation: await reasons(step, input),
    })),
  );
}
