/**
 * One index file of the cache, as pins see it.
 *
 * @module
 */

import type { Release } from "./release.ts";

/** A package index below `lists/`, or dpkg's status file. */
export interface IndexFile {
  /** Base name as it is stored, with its extension; `status` for dpkg's. */
  readonly name: string;
  /** Whether it is dpkg's status file, from which nothing can be fetched. */
  readonly isStatus: boolean;
  /** Host of the URI, or "". */
  readonly site: string;
  /** Component, or "". */
  readonly component: string;
  /** Architecture in its name, or "". */
  readonly architecture: string;
  /** What its `Release` file says. */
  readonly release: Release;
  /** Whether APT trusts the release. */
  readonly trusted: boolean;
  /** What `apt-cache policy` calls it. */
  readonly description: string;
}
