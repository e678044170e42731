/**
 * What the resolver chooses from: a version in a store, or one that is on disk already.
 *
 * @module
 */

import type { Store } from "../stores/store.ts";
import type { KeptVersion } from "./registry.ts";

/** One version of one extension, from one place. */
export interface Choice {
  /** Id of the extension. */
  readonly id: string;
  /** A semantic version. */
  readonly version: string;
  /** Name of the store that it comes from, or came from. */
  readonly store: string;
  /** The version on disk; undefined where it has to be fetched. */
  readonly kept?: KeptVersion;
  /** Where to fetch it; undefined where it is on disk. */
  readonly source?: Store;
}
