/**
 * A store, whatever stands behind it: APT, a directory, a git repository, or a web server.
 *
 * Only the file of a kind knows that kind; all others hold a {@link Store}.
 *
 * @module
 */

import type { Warning } from "../core/warning.ts";
import type { ExtensionManifest } from "../extensions/extension_manifest.ts";

/** What a store offers. */
export type Offering = "extension" | "package";

/** One version of something that a store offers. */
export interface StoreItem {
  /** Id of an extension, or name of a package. */
  readonly id: string;
  /** Name for people. */
  readonly name: string;
  /** A semantic version; for a package, the candidate. */
  readonly version: string;
  /** One paragraph for people; empty where nobody wrote one. */
  readonly description: string;
  /** Who made it; empty where nobody says so. */
  readonly author: string;
  /** Words to find it by. */
  readonly tags: readonly string[];
  /** Bytes to fetch; null where nobody says so. */
  readonly size: number | null;
  /** When it was published, as ISO 8601 in UTC; null where nobody says so. */
  readonly updated: string | null;
}

/** What a store offers. */
export interface Listing<Item extends StoreItem = StoreItem> {
  /** Every version of everything, in the store's own order. */
  readonly items: readonly Item[];
  /** How old the answer is, in milliseconds; 0 for a store that was asked just now. */
  readonly age: number;
  /** What is wrong while the answer still stands; a stale answer says so here. */
  readonly warnings: readonly Warning[];
}

/** Something that answers to a query. */
export interface Match extends StoreItem {
  /** How well it does, 0 is best; see `match_rank.ts`. Ranks of all stores can be compared. */
  readonly rank: number;
}

/** One version that was fetched, and whose every byte was verified. */
export interface FetchedVersion {
  /** What it says of itself. */
  readonly manifest: ExtensionManifest;
  /** Checksum of the manifest's own bytes. */
  readonly manifestChecksum: string;
  /** The files in the directory, from it, in path order; `manifest.json` is one of them. */
  readonly paths: readonly string[];
}

/** How a store does. */
export interface StoreHealth {
  /** Whether it can be used now. */
  readonly usable: boolean;
  /** Whether it answered just now; false where only what is cached answers. */
  readonly reachable: boolean;
  /** Time to the answer, in milliseconds. */
  readonly latency: number;
  /** How many ids it offers. */
  readonly extensions: number;
  /** Last change of the store, as ISO 8601 in UTC; null where nobody says so. */
  readonly changed: string | null;
  /** Age of what is cached, in milliseconds; null where nothing is. */
  readonly age: number | null;
  /** One sentence for each thing that is wrong. */
  readonly problems: readonly string[];
}

/** What every question to a store may be limited by. */
export interface AskOptions {
  /** Ends the question: the promise is refused. */
  readonly signal?: AbortSignal;
  /** Ask the store itself, however young what is cached is. */
  readonly refresh?: boolean;
  /** What is cached is young enough up to this age, in milliseconds. */
  readonly maxAge?: number;
  /** Take an older state of the store than was seen before. */
  readonly allowRollback?: boolean;
}

/** A store behind the one interface. */
export interface Store {
  /** Its name in the configuration, or the id of a curated store. */
  readonly name: string;
  /** For people and for JSON; nothing is decided by it. */
  readonly kind: string;
  /** Higher goes first. */
  readonly priority: number;
  /** Trusted stores go before all others. */
  readonly trusted: boolean;
  /** What all of its items are: an extension is fetched from its store, a package is APT's to install. */
  readonly offers: Offering;

  /**
   * Everything it offers.
   *
   * @throws {StoreError} The store cannot be used, and nothing of it is cached.
   */
  list(options?: AskOptions): Promise<Listing>;

  /**
   * What answers to some words, best first.
   *
   * @param query Words; all of them must be found in id, name, tags, author or description. Without any, everything
   * answers.
   * @throws {StoreError} As {@link Store.list}.
   */
  search(query: string, options?: AskOptions): Promise<Listing<Match>>;

  /**
   * The versions of one id, highest first; empty where it has none.
   *
   * @throws {StoreError} As {@link Store.list}.
   */
  versions(id: string, options?: AskOptions): Promise<readonly string[]>;

  /**
   * What one version says of itself, verified against the store's link to it.
   *
   * @throws {StoreError} `NOT_FOUND`: the store does not offer it. `CHECKSUM_MISMATCH`: it is not what the store says.
   * `NOT_AN_EXTENSION`: it is a package, which has no manifest.
   */
  describe(
    id: string,
    version: string,
    options?: AskOptions,
  ): Promise<ExtensionManifest>;

  /**
   * Brings all files of one version into an empty directory; nothing that is not verified gets its name there.
   *
   * @throws {StoreError} As {@link Store.describe}, and for a file whose bytes are not what the manifest says.
   */
  fetch(
    id: string,
    version: string,
    into: string,
    options?: AskOptions,
  ): Promise<FetchedVersion>;

  /** How it does; never refused. */
  health(options?: AskOptions): Promise<StoreHealth>;
}
