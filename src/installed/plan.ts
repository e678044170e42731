/**
 * What a command is going to do to an installation.
 *
 * @module
 */

import type { Warning } from "../core/warning.ts";
import type { Choice } from "./choice.ts";
import type { KeptVersion } from "./registry.ts";

/** What happens to one extension. */
export type PlanAction =
  /** It comes for the first time. */
  | "install"
  /** A higher version comes. */
  | "update"
  /** A lower version comes. */
  | "downgrade"
  /** The same version comes from another store. */
  | "switch"
  /** The same version comes again. */
  | "reinstall"
  /** It goes, with all versions that are kept. */
  | "remove";

/** What happens to one extension, and why. */
export interface PlanStep {
  /** What happens. */
  readonly action: PlanAction;
  /** To what. */
  readonly id: string;
  /** Name for people. */
  readonly name: string;
  /** Bytes to fetch. */
  readonly size: number;
  /** The version in use before. */
  readonly from?: KeptVersion;
  /** The version in use after. */
  readonly to?: Choice;
  /** Whether the user asked for the extension, now or when it was installed. */
  readonly asked: boolean;
  /** Ids of the extensions that need it, after all is done. */
  readonly neededBy: readonly string[];
  /** Why that store and that version: sentences without a final period. */
  readonly explanation: readonly string[];
}

/** What is going to happen. */
export interface Plan {
  /** In byte order of the ids. */
  readonly steps: readonly PlanStep[];
  /** Ids of installed extensions that count as asked for from now on. */
  readonly marks: ReadonlySet<string>;
  /** Ids whose updates may be prereleases from now on. */
  readonly prereleases: ReadonlySet<string>;
  /** Extensions that need each other, as `[a, b, a]`. */
  readonly cycles: readonly (readonly string[])[];
  /** What is wrong while the plan still stands. */
  readonly warnings: readonly Warning[];
}
