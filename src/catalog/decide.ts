/**
 * What APT makes of one package: its version table, and which entry is the candidate.
 *
 * @module
 */

import { mergeVersions } from "../apt/merge_versions.ts";
import type { VersionEntry } from "../apt/merge_versions.ts";
import { pickCandidate } from "../apt/policy.ts";
import type { AptData } from "./apt_data.ts";

/** A package, decided. */
export interface Decision {
  /** Highest version first. */
  readonly versions: readonly VersionEntry[];
  /** Pin priority of each version. */
  readonly priorities: readonly number[];
  /** Index of the installed version, or -1. */
  readonly installed: number;
  /** Index of the candidate, or -1. */
  readonly candidate: number;
}

/**
 * Decides one package.
 *
 * @param stanzas Its stanzas in reading order.
 */
export function decide(data: AptData, stanzas: readonly number[]): Decision {
  const versions = mergeVersions(data.table, stanzas, data.files.length - 1);
  const priorities = versions.map((version) => data.policy.priority(version));
  const installed = versions.findIndex((version) => version.isInstalled);
  const ranked = versions.map(({ version }, index) => ({
    version,
    priority: priorities[index]!,
  }));
  return {
    versions,
    priorities,
    installed,
    candidate: pickCandidate(ranked, installed),
  };
}
