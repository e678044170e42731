/**
 * What plans are made from.
 *
 * @module
 */

import type { Offers } from "./offers.ts";
import type { Registry } from "./registry.ts";

/** An extension that was asked for by name. */
export interface AskedExtension {
  /** Its id. */
  readonly id: string;
  /** A range of semantic versions; undefined for any. */
  readonly range?: string;
}

/** What is asked for. */
export interface ChangeRequest {
  /** To be there in the end. */
  readonly install?: readonly AskedExtension[];
  /** Installed extensions to bring to their highest versions. */
  readonly update?: ReadonlySet<string>;
  /** An installed extension, and the directory of the version to go back to. */
  readonly rollback?: { readonly id: string; readonly directory: string };
  /** Name of the only store to take what is in `install` from. */
  readonly store?: string;
  /** Whether what is in `install` and `update` may be prereleases. */
  readonly prereleases?: boolean;
  /** Whether lower versions than the installed ones may come. */
  readonly allowDowngrade?: boolean;
  /** Whether what is in `install` comes again where it is there. */
  readonly reinstall?: boolean;
  /** Whether dependencies that nobody needs any more go. */
  readonly autoremove?: boolean;
}

/** What a plan is made from. */
export interface PlanInput {
  /** What is installed. */
  readonly registry: Registry;
  /** What the stores offer. */
  readonly offers: Offers;
  /** Where a store is now; undefined for one that is not there. */
  readonly locationOf: (store: string) => string | undefined;
  /** Whether a version is in a range. */
  readonly satisfies: (
    version: string,
    range: string,
    options: { readonly prereleases: boolean },
  ) => boolean;
}
