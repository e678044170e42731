/**
 * What a catalog is built from: everything that storectl read of one APT root.
 *
 * @module
 */

import type { AutoInstalled } from "../apt/parse_extended_states.ts";
import type { IndexFile } from "../apt/index_file.ts";
import type { Policy } from "../apt/policy.ts";
import type { StanzaTable } from "../apt/stanza_table.ts";

/** Read, but not yet decided. */
export interface AptData {
  /** Every stanza of every index. */
  readonly table: StanzaTable;
  /** The index files by number; dpkg's status file is the last one. */
  readonly files: readonly IndexFile[];
  /** The pins. */
  readonly policy: Policy;
  /** What was installed only as a dependency. */
  readonly autoInstalled: readonly AutoInstalled[];
}
