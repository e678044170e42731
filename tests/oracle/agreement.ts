/**
 * What storectl must print for the rows of the APT oracle, and the comparison of the two. Pure.
 *
 * `README.md` says what the fields of an oracle row mean, `src/cli/contract.ts` those of a package.
 *
 * @module
 */

import { isDeepStrictEqual } from "node:util";
import type {
  Package,
  PackageField,
  PackageOrigin,
} from "../../src/cli/contract.ts";

/** One index file behind a version, as `apt_oracle.py` prints it. */
export interface OracleOrigin {
  /** Suite. */
  readonly archive: string | null;
  /** Codename. */
  readonly codename: string | null;
  /** Component. */
  readonly component: string | null;
  /** Origin field. */
  readonly origin: string | null;
  /** Label field. */
  readonly label: string | null;
  /** Version of the release. */
  readonly version: string | null;
  /** Host of the URI. */
  readonly site: string | null;
  /** `NotAutomatic`. */
  readonly not_automatic: boolean;
  /** `ButAutomaticUpgrades`. */
  readonly but_automatic_upgrades: boolean;
  /** Base name of the index file; `status` for dpkg's. */
  readonly filename: string;
  /** Whether APT trusts the release. */
  readonly trusted: boolean;
  /** Pin priority of the file. */
  readonly priority: number;
}

/** One line of `apt_oracle.py`, as far as it is compared. */
export interface OracleRow {
  /** Package name. */
  readonly name: string;
  /** Its architecture. */
  readonly arch: string;
  /** Installed version. */
  readonly installed: string | null;
  /** Candidate version. */
  readonly candidate: string | null;
  /** `Package.is_upgradable`. */
  readonly upgradable: boolean;
  /** dpkg's selection is `hold`. */
  readonly held: boolean;
  /** Auto-Installed. */
  readonly auto: boolean;
  /** `selection flag status`. */
  readonly state: string;
  /** Pin priority of the candidate. */
  readonly priority_of_candidate: number | null;
  /** Files of the candidate, dpkg's status last. */
  readonly candidate_origins: readonly OracleOrigin[];
  /** Section with its area. */
  readonly section: string | null;
  /** Bytes to download. */
  readonly size: number;
  /** Bytes on disk. */
  readonly installed_size: number;
  /** `no`, `same`, `foreign` or `allowed`. */
  readonly multi_arch: string;
  /** Name of the source package. */
  readonly source_name: string;
  /** Version of the source package. */
  readonly source_version: string;
  /** URL. */
  readonly homepage: string | null;
  /** Name and address. */
  readonly maintainer: string | null;
  /** Debtags of the stanza. */
  readonly tags: readonly string[];
  /** Where it has no `Tag` field: those of the highest other version that has one. */
  readonly other_tags: readonly string[];
  /** First line of the description. */
  readonly summary: string | null;
  /** Whether dpkg refuses to remove it. */
  readonly essential: boolean;
}

/** One disagreement. */
export interface Difference {
  /** `name:architecture`, or what it is about in parentheses. */
  readonly package: string;
  /** The field, or `(row)`. */
  readonly field: string;
  /** What APT says; undefined where it says nothing. */
  readonly oracle: unknown;
  /** What storectl says. */
  readonly storectl: unknown;
}

/** How each field of a package follows from an oracle row. */
const EXPECTED: {
  readonly [F in PackageField]: (row: OracleRow) => Package[F];
} = {
  name: (row) => row.name,
  architecture: (row) => row.arch,
  version: (row) => row.candidate,
  installedVersion: (row) => row.installed,
  installed: (row) => row.installed !== null,
  upgradable: (row) => row.upgradable,
  held: (row) => row.held,
  section: (row) => row.section ?? "",
  summary: (row) => row.summary ?? "",
  repositories: (row) => [...new Set(repositoriesOf(row).map(repositoryId))],
  origin: (row) => repositoriesOf(row)[0]?.origin ?? "",
  label: (row) => repositoriesOf(row)[0]?.label ?? "",
  suite: (row) => repositoriesOf(row)[0]?.archive ?? "",
  tags: (row) => row.tags,
  categories: (row) =>
    tagsOf(row).filter((tag) => tag.startsWith("category::")).map((tag) =>
      tag.slice("category::".length)
    ),
  size: (row) => row.size,
  installedSize: (row) => row.installed_size,
  maintainer: (row) => row.maintainer ?? "",
  homepage: (row) => row.homepage ?? "",
  auto: (row) => row.auto,
  state: (row) => row.state,
  multiArch: (row) => row.multi_arch,
  source: (row) => row.source_name,
  sourceVersion: (row) => row.source_version,
  essential: (row) => row.essential,
  priority: (row) => row.priority_of_candidate,
  origins: (row) => row.candidate_origins.map(packageOrigin),
};

/** Every field of a package, in the order of the contract. */
export const ALL_FIELDS: readonly PackageField[] = Object.keys(
  EXPECTED,
) as PackageField[];

/** The fields without which nothing else makes sense: for a first look at a new implementation. */
export const CORE_FIELDS: readonly PackageField[] = ALL_FIELDS.slice(
  0,
  ALL_FIELDS.indexOf("origin"),
);

/** Index files that are not dpkg's status file. */
function repositoriesOf(row: OracleRow): readonly OracleOrigin[] {
  return row.candidate_origins.filter((origin) => origin.filename !== "status");
}

/** Id of the repository that a file belongs to: `ORIGIN:SUITE`. */
function repositoryId(file: OracleOrigin): string {
  return `${file.origin || file.label || file.site || "local"}:${
    file.archive || file.codename || ""
  }`;
}

/** The tags that count for stores: a security archive ships none, so an other version lends its own. */
function tagsOf(row: OracleRow): readonly string[] {
  return row.tags.length > 0 ? row.tags : row.other_tags;
}

/** A file with the names of the contract. */
function packageOrigin(file: OracleOrigin): PackageOrigin {
  return {
    suite: file.archive ?? "",
    codename: file.codename ?? "",
    component: file.component ?? "",
    origin: file.origin ?? "",
    label: file.label ?? "",
    version: file.version ?? "",
    site: file.site ?? "",
    notAutomatic: file.not_automatic,
    butAutomaticUpgrades: file.but_automatic_upgrades,
    filename: file.filename,
    trusted: file.trusted,
    priority: file.priority,
  };
}

/**
 * Compares the rows of both sides by name and architecture.
 *
 * @param fields Fields to compare; the name and the architecture always take part.
 */
export function compareRows(
  oracle: readonly OracleRow[],
  storectl: readonly Partial<Package>[],
  fields: readonly PackageField[] = ALL_FIELDS,
): Difference[] {
  const differences: Difference[] = [];
  const rows = new Map<string, Partial<Package>>();
  let previous = "";
  for (const row of storectl) {
    const key = `${row.name}:${row.architecture}`;
    if (rows.has(key)) {
      differences.push({
        package: key,
        field: "(row)",
        oracle: "one row",
        storectl: "two rows",
      });
    }
    // Generated names are ASCII, so this is byte order.
    if (row.name! < previous) {
      differences.push({
        package: key,
        field: "(order)",
        oracle: `before ${previous}`,
        storectl: "after it",
      });
    }
    previous = row.name!;
    rows.set(key, row);
  }
  for (const expected of oracle) {
    const key = `${expected.name}:${expected.arch}`;
    const row = rows.get(key);
    rows.delete(key);
    if (!row) {
      differences.push({
        package: key,
        field: "(row)",
        oracle: "a row",
        storectl: undefined,
      });
      continue;
    }
    for (const field of fields) {
      const want = EXPECTED[field](expected);
      if (row[field] !== want && !isDeepStrictEqual(row[field], want)) {
        differences.push({
          package: key,
          field,
          oracle: want,
          storectl: row[field],
        });
      }
    }
  }
  for (const key of rows.keys()) {
    differences.push({
      package: key,
      field: "(row)",
      oracle: undefined,
      storectl: "a row",
    });
  }
  return differences;
}

/** One difference as a line for people. */
export function formatDifference(difference: Difference): string {
  const show = (value: unknown) =>
    value === undefined ? "nothing" : JSON.stringify(value);
  return `${difference.package} ${difference.field}: APT ${
    show(difference.oracle)
  }, storectl ${show(difference.storectl)}`;
}
