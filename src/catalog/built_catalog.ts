/**
 * All packages of one APT root as they come out of the decision, before they are laid out for queries.
 *
 * @module
 */

import type { AptData } from "./apt_data.ts";
import type { Packages } from "./packages.ts";
import type { FileSets } from "./file_sets.ts";

/** One row for each (name, architecture) with a candidate or an installed version, sorted. */
export interface BuiltCatalog {
  /** What the rows are about. */
  readonly data: AptData;
  /** The sets of index files that carry a version. */
  readonly sets: FileSets;
  /** The stanzas by package, for a look at one package's version table. */
  readonly packages: Packages;
  /** Number of rows. */
  readonly count: number;
  /** Number of the name in `data.table.names`. */
  readonly name: Uint32Array;
  /** Number of the architecture in `data.table.architectures`. */
  readonly architecture: Uint16Array;
  /** Bits of `ROW`. */
  readonly flags: Uint8Array;
  /** Stanza that gives the metadata: the candidate's first, else the installed version's first. */
  readonly stanza: Uint32Array;
  /** First stanza of the installed version, or -1. */
  readonly installedStanza: Int32Array;
  /** dpkg's state. */
  readonly state: Uint16Array;
  /** Number of the section in `data.table.sections`. */
  readonly section: Uint32Array;
  /** Number in `data.table.tagLists` of the tags that matching goes by. */
  readonly tagList: Uint32Array;
  /** Number in `sets` of the set of files that carry the candidate. */
  readonly files: Uint32Array;
  /** The same for the files that matching by origin goes by. */
  readonly originFiles: Uint32Array;
  /** Pin priority of the candidate. */
  readonly priority: Int16Array;
  /** Bytes to download, 0 where unknown: joined stanzas lend each other the size. */
  readonly size: Float64Array;
}
