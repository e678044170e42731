/**
 * What is kept of the directory of the package lists: it tells whether nothing but the text of some lists has changed.
 *
 * @module
 */

import type { Release } from "../apt/release.ts";
import type { StanzaFile } from "./changed_stanzas.ts";

/** The longest list whose text is kept, in bytes: to find what has changed in it takes less than to read it all. */
export const LONGEST_TEXT = 16 * 1024 * 1024;

/** A package index that a release may have. */
export interface KeptTarget {
  /** Its path, as the `Release` file has it. */
  readonly path: string;
  /** Whether nobody misses it where it is not there. */
  readonly isOptional: boolean;
  /** Number of the index file; null where it is not there. */
  readonly list: number | null;
  /** Bytes of the unpacked file, where the `Release` file says so. */
  readonly size?: number | undefined;
}

/** A release, as its file said. */
export interface KeptRelease {
  /** Path of the file. */
  readonly path: string;
  /** What it says of itself; null where it cannot be read. */
  readonly facts: Omit<Release, "sizes"> | null;
  /** What of it is looked for. */
  readonly targets: readonly KeptTarget[];
}

/** The directory of the package lists, as it was. */
export interface ListFolder {
  /** Its path. */
  readonly path: string;
  /** The names in it that matter, see {@link namesThatMatter}. */
  readonly names: readonly string[];
  /** The releases of the sources. */
  readonly releases: readonly KeptRelease[];
}

/** What is kept of it. */
export interface KeptFolder extends ListFolder {
  /** Numbers of the lists whose text is kept. */
  readonly texts: readonly number[];
}

/** The directory, and the texts of some lists by number. */
export interface KeptTexts {
  /** Null where changes of it are for a look at everything. */
  readonly folder: ListFolder | null;
  /** Of those that are short enough, and nothing is wrong with. Their stanzas are those of the table. */
  readonly texts: ReadonlyMap<number, StanzaFile>;
}

/** What APT keeps beside the lists for itself. */
const APTS_OWN = ["auxfiles", "lock", "partial"];

/** The names in the directory of the lists that may be those of lists, releases, or translations. */
export function namesThatMatter(names: Iterable<string>): readonly string[] {
  return [...names].filter((name) => !APTS_OWN.includes(name));
}
