/**
 * APT's policy: the priority of files and versions, and the candidate.
 *
 * @module
 */

import { compareVersions } from "./compare_versions.ts";
import type { IndexFile } from "./index_file.ts";
import { isPhasedOut } from "./phasing.ts";
import type { Phasing } from "./phasing.ts";
import { matchesPackage, NEVER } from "./pin.ts";
import type { Pin } from "./pin.ts";

/** From this priority on, APT downgrades. */
const DOWNGRADE_PRIORITY = 1000;

/** A version as the policy sees it. */
export interface PolicyVersion {
  /** Name of the package. */
  readonly name: string;
  /** Its architecture; the native one for `all`. */
  readonly architecture: string;
  /** As shown; of joined spellings the first. */
  readonly version: string;
  /** Name of the source package. */
  readonly source: string;
  /** Version of the source package. */
  readonly sourceVersion: string;
  /** `Phased-Update-Percentage` of 0 to 99, else -1. */
  readonly phased: number;
  /** Numbers of the index files that carry it, in reading order. */
  readonly files: readonly number[];
  /** Whether it is what dpkg has installed. */
  readonly isInstalled: boolean;
}

/** A version with its priority. */
export interface RankedVersion {
  /** As shown. */
  readonly version: string;
  /** Priority of the version. */
  readonly priority: number;
}

/** The priority of a file that no pin is about. Source: apt_preferences(5), «APT's Default Priority Assignments». */
function defaultPriority(file: IndexFile): number {
  if (file.isStatus || file.release.butAutomaticUpgrades) return 100;
  return file.release.notAutomatic ? 1 : 500;
}

/** The priorities of files by the pins that are about all packages. */
function filePriorities(
  files: readonly IndexFile[],
  pins: readonly Pin[],
): readonly number[] {
  const generic = pins.filter((pin) => pin.packages === undefined);
  return files.map((file) => {
    const matching = generic.filter((pin) => pin.matchesFile(file));
    const pin = matching.find((pin) => pin.priority === NEVER) ?? matching[0]; // «never» wins wherever it stands
    return pin?.priority ?? defaultPriority(file);
  });
}

/** Priorities by the pins of one machine. */
export class Policy {
  readonly #files: readonly IndexFile[];
  readonly #specific: readonly Pin[];
  readonly #filePriorities: readonly number[];
  readonly #phasing: Phasing;
  readonly #anyNames: ReadonlySet<string>;

  /**
   * @param pins In order: `APT::Default-Release`, `preferences`, `preferences.d`.
   * @param anyNames Names of which a dependency says `name:any`.
   * @param priorities Those of the files, where they are known; else the pins give them.
   */
  constructor(
    files: readonly IndexFile[],
    pins: readonly Pin[],
    phasing: Phasing,
    anyNames: ReadonlySet<string> = new Set(),
    priorities: readonly number[] = filePriorities(files, pins),
  ) {
    this.#anyNames = anyNames;
    this.#files = files;
    this.#phasing = phasing;
    this.#specific = pins.filter((pin) => pin.packages !== undefined);
    this.#filePriorities = priorities;
  }

  /** Pins about some packages only; where there are none, the files alone decide. */
  get specificPins(): readonly Pin[] {
    return this.#specific;
  }

  /** Whether phased versions need a look of their own. */
  get usesPhasing(): boolean {
    return this.#phasing.isPolicy && !this.#phasing.isAlways;
  }

  /** Priority of an index file. */
  filePriority(file: number): number {
    return this.#filePriorities[file]!;
  }

  /** Priority of a version. Source: `pkgPolicy::GetPriority`. */
  priority(version: PolicyVersion): number {
    const ceiling = this.#isPhasedOut(version) ? 1 : Infinity;
    const pin = this.#specificPin(version);
    if (
      pin && version.files.some((file) => this.#filePriorities[file] !== NEVER)
    ) {
      return Math.min(pin.priority, ceiling);
    }
    let priority = -Infinity;
    for (const file of version.files) {
      // what is only in dpkg's status, and not installed, cannot be installed
      const own = this.#files[file]!.isStatus && !version.isInstalled
        ? -1
        : this.#filePriorities[file]!;
      if (own > priority) priority = own;
    }
    return Math.min(priority, ceiling);
  }

  #specificPin(version: PolicyVersion): Pin | undefined {
    return this.#specific.find((pin) => {
      const packages = pin.packages!;
      const name = packages.isSource ? version.source : version.name;
      if (
        !matchesPackage(packages, name, version.architecture, this.#anyNames)
      ) return false;
      if (pin.matchesVersion) return pin.matchesVersion(version.version);
      return version.files.some((file) => pin.matchesFile(this.#files[file]!));
    });
  }

  #isPhasedOut(version: PolicyVersion): boolean {
    return version.phased >= 0 &&
      isPhasedOut(
        this.#phasing,
        version.source,
        version.sourceVersion,
        version.phased,
      );
  }
}

/**
 * Picks the candidate of a package.
 *
 * Source: `pkgPolicy::GetCandidateVer`.
 *
 * @param versions Highest first.
 * @param installed Index of the installed version, or -1.
 * @returns Index of the candidate, or -1 where APT would install none.
 */
export function pickCandidate(
  versions: readonly RankedVersion[],
  installed: number,
): number {
  let best = -1;
  let candidate = -1;
  for (const [index, { version, priority }] of versions.entries()) {
    if (priority === 0 || priority <= best) continue;
    const isDowngrade = installed >= 0 && priority < DOWNGRADE_PRIORITY &&
      compareVersions(version, versions[installed]!.version) < 0;
    if (isDowngrade) continue;
    best = priority;
    candidate = index;
  }
  return candidate;
}
