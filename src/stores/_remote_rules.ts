/**
 * What stores on other machines have in common: how long an answer stays young, and when a newer one is refused.
 *
 * @module
 */

import { StoreError } from "../core/store_error.ts";
import type { Warning } from "../core/warning.ts";
import { readStoreCounter, rollbackOf } from "../extensions/store_counter.ts";
import type { StoreCounter } from "../extensions/store_counter.ts";
import type { AskOptions } from "./store.ts";

/** An answer is young up to this age when nothing else is said, in milliseconds. */
export const DEFAULT_MAX_AGE = 5 * 60 * 1000;

/** Whether what was said then still answers now. A time in the future is that of another clock, and tells nothing. */
export function isYoung(
  age: number,
  { refresh = false, maxAge = DEFAULT_MAX_AGE }: AskOptions,
): boolean {
  return !refresh && age >= 0 && age < maxAge;
}

const SPANS: readonly (readonly [string, number])[] = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
  ["second", 1000],
];

/** An age in words: `2 hours`. */
export function ageWords(age: number): string {
  const [unit, span] = SPANS.find(([, span]) => age >= 2 * span) ??
    SPANS.at(-1)!;
  const count = Math.max(0, Math.floor(age / span));
  return `${count} ${unit}${count === 1 ? "" : "s"}`;
}

/** Says that a store does not answer, and how old what it is answered from is. */
export function staleWarning(
  name: string,
  age: number,
  failure: StoreError,
): Warning {
  return {
    code: "STORE_STALE",
    message:
      `Store "${name}" does not answer (${failure.message}): this is what it said ${
        ageWords(age)
      } ago`,
    ...(failure.details.hint === undefined
      ? {}
      : { hint: failure.details.hint }),
  };
}

/** Refuses what is no `store.json` at all, such as the page of a hotel's network. */
function notAStore(place: string, state: string): StoreError {
  return new StoreError(
    "STORE_INVALID",
    `Cannot use "${place}" as a store: ${state}`,
    {
      hint:
        "Check the address, and whether this network asks to sign in before it lets others through.",
    },
  );
}

/**
 * Reads how far a store has counted.
 *
 * @param place Where it is, as messages show it.
 * @param type What the server calls it; empty where it does not.
 * @throws {StoreError} `STORE_INVALID`: it is no JSON object.
 */
export function counterOf(
  bytes: Uint8Array,
  place: string,
  type = "",
): StoreCounter {
  const text = new TextDecoder().decode(bytes).trimStart();
  if (/^text\/html|\/xhtml/.test(type) || text.startsWith("<")) {
    throw notAStore(place, "it is a page for people");
  }
  let store: unknown;
  try {
    store = JSON.parse(text);
  } catch {
    throw notAStore(place, "it is not JSON");
  }
  if (typeof store !== "object" || store === null || Array.isArray(store)) {
    throw notAStore(place, "it is not a JSON object");
  }
  return readStoreCounter(store);
}

/**
 * Refuses a store that is older than it was.
 *
 * @throws {StoreError} `STORE_ROLLBACK`.
 */
export function refuseRollback(
  place: string,
  seen: StoreCounter | undefined,
  now: StoreCounter,
  { allowRollback = false }: AskOptions,
): void {
  const words = seen === undefined || allowRollback
    ? undefined
    : rollbackOf(seen, now);
  if (words === undefined) return;
  throw new StoreError(
    "STORE_ROLLBACK",
    `Cannot use "${place}": it is older than it was, ${words}`,
    {
      hint:
        "Ask who runs the store; give --allow-rollback if it was set back on purpose.",
    },
  );
}

/** When a store changed last, as ISO 8601 in UTC; null where it does not say. */
export function changedOf({ updated }: StoreCounter): string | null {
  return updated === null ? null : new Date(updated).toISOString();
}
