/**
 * What is done to a store when something is published, whatever kind of store it is.
 *
 * @module
 */

import type { StoreEntry } from "./store_entry.ts";

/** A change of a store in a directory. */
export interface StoreChange<Result> {
  /** Ids of the extensions that it is about. */
  readonly ids: () => Promise<readonly string[]>;
  /** Does it, all or nothing. */
  readonly apply: (folder: string) => Promise<AppliedChange<Result>>;
}

/** What was done to the directory. */
export interface AppliedChange<Result> {
  /** What the command answers. */
  readonly result: Result;
  /** What was done, in one line. */
  readonly message: string;
}

/** How a store is changed. */
export interface StoreChangeOptions {
  /** Only say what would be done. */
  readonly dryRun: boolean;
  /** Send the change to where the store came from. */
  readonly push: boolean;
}

/** What became of a change. */
export interface ChangedStore<Result> {
  /** What the command answers. */
  readonly result: Result;
  /** The commit that holds it; null where there is none. */
  readonly commit: string | null;
  /** Whether it was sent. */
  readonly pushed: boolean;
}

/** A kind whose stores can be changed. */
export interface ChangeableKind {
  /** Whether what somebody typed is a location of this kind. Every text is one of exactly one kind. */
  readonly claims: (text: string) => boolean;
  /**
   * Changes a store.
   *
   * @throws {StoreError} What the change throws; then the store is as it was. `NETWORK`: it cannot be reached, or sent.
   */
  readonly run: <Result>(
    entry: Pick<StoreEntry, "location" | "branch">,
    change: StoreChange<Result>,
    options: StoreChangeOptions,
  ) => Promise<ChangedStore<Result>>;
}

/** Whether what somebody typed is a place on another machine, and not a path: a URL, or `user@host:path`. */
export function isAddress(text: string): boolean {
  return /^[A-Za-z][A-Za-z0-9+.-]*:\/\//.test(text) ||
    /^[\w.-]+@[\w.-]+:[^:]/.test(text);
}

/** The paths of a store, from its root, that a change of some extensions may touch. */
export function changedPaths(ids: readonly string[]): readonly string[] {
  return ["store.json", "signatures", ...ids.map((id) => `extensions/${id}`)];
}
