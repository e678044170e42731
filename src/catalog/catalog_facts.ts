/**
 * What the head of a catalog carries: everything that is small.
 *
 * @module
 */

import type { IndexFile } from "../apt/index_file.ts";
import type { Watched } from "./kept_stanzas.ts";
import type { Release } from "../apt/release.ts";
import type { ErrorReply } from "../core/store_error.ts";
import type { Warning } from "../core/warning.ts";

/** An index file, as queries need it. */
export interface CatalogFile extends Omit<IndexFile, "release"> {
  /** What its `Release` file says. */
  readonly release: Omit<Release, "sizes">;
  /** Pin priority of the file. */
  readonly priority: number;
  /** Path below the root's directories, for messages. */
  readonly path: string;
}

/** A file or directory that a catalog was built from, as it was then. */
export interface CatalogInput {
  /** Its path. */
  readonly path: string;
  /** What told it from any other version of it: size, times and inode; "" where it did not exist. */
  readonly state: string;
}

/** The head of a catalog. */
export interface CatalogFacts {
  /** The directory that plays `/`, as it was given. */
  readonly root: string;
  /** What tells it from another one. */
  readonly key: string;
  /** Version of the program that built it. */
  readonly program: string;
  /** Number of rows. */
  readonly count: number;
  /** Whether any text is shown with replacement characters: it is not UTF-8. */
  readonly hasReplaced: boolean;
  /** Whether any row is hidden. */
  readonly hasHidden: boolean;
  /** Names of the architectures, by number; number 0 is the native one. */
  readonly architectures: readonly string[];
  /** Sections, by number; number 0 is none. */
  readonly sections: readonly string[];
  /** Index files, by number; dpkg's status is the last one. */
  readonly files: readonly CatalogFile[];
  /** Sets of index files, by number. */
  readonly sets: readonly (readonly number[])[];
  /** What is wrong with the inputs. */
  readonly warnings: readonly Warning[];
  /** Set when there was no package list at all. */
  readonly missing: ErrorReply | null;
  /** What it was built from. */
  readonly inputs: readonly CatalogInput[];
  /** Paths of the inputs that change often, see `kept_stanzas.ts`: of them a patch can take care. */
  readonly watched: Readonly<Record<Watched, string>>;
  /** Path of the directory of the package lists: likewise, of what is in it. */
  readonly listFolder: string;
  /** What tells the catalog that this one patches, see `catalogStamp()`; undefined where it is a whole one. */
  readonly base?: string;
}
