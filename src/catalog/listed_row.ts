/**
 * What a package list shows of a row, as the catalog keeps it: a line of JSON, ready to be printed.
 *
 * @module
 */

/** The fields, in the order in which they are printed. */
export interface ListedRow {
  /** Name of the package. */
  readonly name: string;
  /** Its architecture. */
  readonly architecture: string;
  /** The candidate, or null. */
  readonly version: string | null;
  /** The installed version, or null. */
  readonly installedVersion: string | null;
  /** Whether a version is installed. */
  readonly installed: boolean;
  /** Whether APT would upgrade it. */
  readonly upgradable: boolean;
  /** Whether dpkg's selection is `hold`. */
  readonly held: boolean;
  /** The section, or "". */
  readonly section: string;
  /** First line of the description. */
  readonly summary: string;
  /** Ids of the repositories that carry the candidate, in APT's order. */
  readonly repositories: readonly string[];
}
