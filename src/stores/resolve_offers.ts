/**
 * Which store a version is taken from: trusted before untrusted, then priority, then the highest version.
 *
 * @module
 */

import { compareVersions } from "../extensions/version.ts";
import type { Store } from "./store.ts";

/** What decides about a store. */
export type Standing = Pick<Store, "name" | "trusted" | "priority">;

/** A store that has a version of what is wanted. */
export interface Offer<Own extends Standing = Standing> {
  /** The store. */
  readonly store: Own;
  /** The version, which fits already. */
  readonly version: string;
}

/**
 * The order in which stores are asked.
 *
 * @returns Negative where `a` goes first, 0 for equals: the order of the lists decides between those.
 */
export function compareStores(a: Standing, b: Standing): number {
  return Number(b.trusted) - Number(a.trusted) || b.priority - a.priority;
}

/** Offers in their order, best first; equals stay as they stood. */
export function orderOffers<Own extends Standing>(
  offers: readonly Offer<Own>[],
): readonly Offer<Own>[] {
  return offers.toSorted((a, b) =>
    compareStores(a.store, b.store) || compareVersions(b.version, a.version)
  );
}

/** Why one offer goes before another, as a clause that follows «store»; both are of different stores or versions. */
function reason({ store, version }: Offer, other: Offer): string {
  const that = `store "${other.store.name}"`;
  if (store.name === other.store.name) {
    return `offers ${other.version} too, which is lower`;
  }
  if (store.trusted !== other.store.trusted) {
    return `is trusted, and ${that} (${other.version}) is not`;
  }
  if (store.priority !== other.store.priority) {
    return `has priority ${store.priority}, and ${that} (${other.version}) has ${other.store.priority}`;
  }
  if (compareVersions(version, other.version) !== 0) {
    return `has ${version}, which is higher than ${other.version} of ${that}`;
  }
  return `stands before ${that}, which has ${other.version} too, in the list of stores`;
}

/**
 * Why the best of some offers won, in words: one sentence without a final period for the winner, then one for each other offer.
 *
 * @param offers In any order.
 */
export function explainChoice(offers: readonly Offer[]): readonly string[] {
  const [best, ...others] = orderOffers(offers);
  if (best === undefined) return [];
  const name = `Store "${best.store.name}"`;
  return [
    others.length === 0
      ? `${name} gives ${best.version}: no other store offers it`
      : `${name} gives ${best.version}`,
    ...others.map((other) => `${name} ${reason(best, other)}`),
  ];
}
