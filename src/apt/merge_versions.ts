/**
 * When two stanzas are one version.
 *
 * @module
 */

import { compareVersions } from "./compare_versions.ts";
import { isInstalledState } from "./dpkg_state.ts";
import { sourceOf } from "./source_field.ts";
import { STANZA } from "./stanza_table.ts";
import type { StanzaTable } from "./stanza_table.ts";
import type { PolicyVersion } from "./policy.ts";

/** One entry of a package's version table. */
export interface VersionEntry extends PolicyVersion {
  /** Stanzas in reading order; the first one gives the metadata and the spelling of the version. */
  readonly stanzas: readonly number[];
  /** Bytes to download, of the first stanza that says them; 0 where none does. */
  readonly size: number;
}

/** Whether two stanzas of equal version describe the same build. Source: `debListParser::SameVersion`. */
function isSameBuild(
  table: StanzaTable,
  a: number,
  { stanzas, size }: Draft,
): boolean {
  const b = stanzas[0]!;
  if (table.buildHash[a] !== table.buildHash[b]) return false;
  if (table.multiArch[a] !== table.multiArch[b]) return false;
  if (((table.flags[a]! ^ table.flags[b]!) & STANZA.all) !== 0) return false;
  return table.size[a] === size || table.size[a] === 0 || size === 0;
}

/** A version while its stanzas are collected. */
interface Draft {
  readonly version: string;
  readonly stanzas: number[];
  /** Of the first stanza that has one, else 0. */
  size: number;
}

/** Puts a stanza into its entry, or makes one for it behind the equal ones. */
function insert(table: StanzaTable, drafts: Draft[], stanza: number): void {
  const version = table.text(stanza, "version");
  let place = 0;
  for (; place < drafts.length; place++) {
    const draft = drafts[place]!;
    const order = compareVersions(version, draft.version);
    if (order > 0) break;
    if (order === 0 && isSameBuild(table, stanza, draft)) {
      draft.stanzas.push(stanza);
      draft.size ||= table.size[stanza]!;
      return;
    }
  }
  drafts.splice(place, 0, {
    version,
    stanzas: [stanza],
    size: table.size[stanza]!,
  });
}

/** The phasing of joined stanzas: the last one that gives a percentage. */
function phasedOf(table: StanzaTable, stanzas: readonly number[]): number {
  const stanza = stanzas.findLast((stanza) => table.phased[stanza]! >= 0);
  return stanza === undefined ? -1 : table.phased[stanza]!;
}

/**
 * The version table of one package of one architecture, highest version first.
 *
 * Source: `pkgCacheGenerator::MergeListVersion`.
 *
 * @param stanzas Its stanzas in reading order.
 * @param statusFile Number of dpkg's status file.
 */
export function mergeVersions(
  table: StanzaTable,
  stanzas: readonly number[],
  statusFile: number,
): readonly VersionEntry[] {
  const drafts: Draft[] = [];
  for (const stanza of stanzas) {
    if ((table.flags[stanza]! & STANZA.version) !== 0) {
      insert(table, drafts, stanza);
    }
  }
  // of several stanzas in the status file, the last one that is installed counts
  const current = stanzas.findLast((stanza) =>
    table.file[stanza] === statusFile &&
    isInstalledState(table.state[stanza]!) &&
    (table.flags[stanza]! & STANZA.version) !== 0
  );
  return drafts.map(({ version, stanzas, size }) => {
    const first = stanzas[0]!;
    const name = table.names.text(table.name[first]!);
    const source = sourceOf(table.text(first, "source"), name, version);
    return {
      name,
      architecture: table.architectures.text(table.architecture[first]!),
      version,
      source: source.name,
      sourceVersion: source.version,
      phased: phasedOf(table, stanzas),
      files: stanzas.map((stanza) => table.file[stanza]!),
      isInstalled: current !== undefined && stanzas.includes(current),
      stanzas,
      size,
    };
  });
}
