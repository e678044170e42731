/**
 * A store as the configuration has it.
 *
 * @module
 */

/** Whose configuration a store stands in. */
export type Scope = "user" | "system";

/** A store that somebody added, or what somebody said of a curated one. */
export interface StoreEntry {
  /** `[a-z0-9][a-z0-9_-]{0,63}`; unique in its file. */
  readonly name: string;
  /** One of the names in `store_kinds.ts`. */
  readonly kind: string;
  /** A path, a URL, or what else the kind takes; empty for a kind that is found and not added. */
  readonly location: string;
  /** Branch, tag or commit, for the kinds that have them. */
  readonly branch?: string;
  /** Higher goes first; from -1000 to 1000. */
  readonly priority: number;
  /** Trusted stores go before all others. */
  readonly trusted: boolean;
  /** Whether it takes part in answers. */
  readonly enabled: boolean;
  /** Public keys, of which one has to have signed the store; none: it need not be signed. */
  readonly keys: readonly string[];
  /** Whether an unsigned store is refused. */
  readonly requireSignature: boolean;
  /** Whose configuration it stands in. */
  readonly scope: Scope;
}
