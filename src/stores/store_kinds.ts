/**
 * The kinds of stores: one line each, and nothing else asks which kind it holds.
 *
 * @module
 */

import type { StoreKindModule } from "./store_kind_module.ts";

/** Loads the kinds, by their names in the configuration; in this order they are listed. */
export const STORE_KINDS = {
  apt: async () => (await import("./apt_store.ts")).aptKind,
  local: async () => (await import("./local_store.ts")).localKind,
  http: async () => (await import("./http_store.ts")).httpKind,
} as const satisfies Readonly<Record<string, () => Promise<StoreKindModule>>>;

/** Name of a kind. */
export type StoreKind = keyof typeof STORE_KINDS;

/** The names of the kinds, in their order. */
export const STORE_KIND_NAMES = Object.keys(STORE_KINDS) as StoreKind[];

/** Loads a kind; undefined where there is none of that name. */
export async function loadKind(
  name: string,
): Promise<StoreKindModule | undefined> {
  return Object.hasOwn(STORE_KINDS, name)
    ? await STORE_KINDS[name as StoreKind]()
    : undefined;
}
