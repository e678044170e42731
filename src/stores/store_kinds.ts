/**
 * The kinds of stores: one line each, and nothing else asks which kind it holds.
 *
 * @module
 */

import { nearestName } from "../core/nearest_name.ts";
import { StoreError } from "../core/store_error.ts";
import type { StoreKindModule } from "./store_kind_module.ts";

/** Loads the kinds, by their names in the configuration; in this order they are listed. */
export const STORE_KINDS = {
  apt: async () => (await import("./apt_store.ts")).aptKind,
  local: async () => (await import("./local_store.ts")).localKind,
  git: async () => (await import("./git_store.ts")).gitKind,
  http: async () => (await import("./http_store.ts")).httpKind,
} as const satisfies Readonly<Record<string, () => Promise<StoreKindModule>>>;

/** The names of the kinds, in their order. */
export const STORE_KIND_NAMES: readonly string[] = Object.keys(STORE_KINDS);

/** Loads a kind; undefined where there is none of that name. */
export async function loadKind(
  name: string,
): Promise<StoreKindModule | undefined> {
  return Object.hasOwn(STORE_KINDS, name)
    ? await STORE_KINDS[name as keyof typeof STORE_KINDS]()
    : undefined;
}

/**
 * Refuses a name that is of no kind.
 *
 * @throws {StoreError} `INVALID_ARGUMENT`
 */
export function checkKind(name: string): void {
  if (STORE_KIND_NAMES.includes(name)) return;
  const nearest = nearestName(name, STORE_KIND_NAMES);
  throw new StoreError(
    "INVALID_ARGUMENT",
    `Cannot use kind "${name}": it is no kind of store`,
    {
      hint: nearest === undefined
        ? `Use one of ${STORE_KIND_NAMES.join(", ")}.`
        : `Use "${nearest}".`,
    },
  );
}
