/**
 * From stanzas to rows.
 *
 * @module
 */

import type { Column } from "../apt/byte_interner.ts";
import { isHeldState } from "../apt/dpkg_state.ts";
import { STANZA } from "../apt/stanza_table.ts";
import type { StanzaTable } from "../apt/stanza_table.ts";
import type { AptData } from "./apt_data.ts";
import { ROW } from "./row_flags.ts";
import type { BuiltCatalog } from "./built_catalog.ts";
import { decide } from "./decide.ts";
import type { Decision } from "./decide.ts";
import { Packages } from "./packages.ts";
import { FileSets } from "./file_sets.ts";
import { shareSummaries } from "./share_summaries.ts";

/** Which names may need the policy's full look: pinned by name, or all, where a pin has a pattern. */
function pinnedNames(data: AptData): Uint8Array {
  const { table, policy } = data;
  const pinned = new Uint8Array(table.names.size);
  const exact = new Set<string>();
  const patterns: ((name: string) => boolean)[] = [];
  for (const { packages } of policy.specificPins) {
    if (packages!.isSource) return pinned.fill(1);
    if (packages!.exactName === undefined) patterns.push(packages!.matchesName);
    else exact.add(packages!.exactName);
  }
  for (const name of exact) {
    const number = table.names.find(name);
    if (number >= 0) pinned[number] = 1;
  }
  if (patterns.length === 0) return pinned;
  const isMeant = (matches: (name: string) => boolean, name: string) =>
    matches(name) ||
    (table.mentions.anyNames.has(name) && matches(`${name}:any`));
  for (let name = 0; name < pinned.length; name++) {
    if (patterns.some((matches) => isMeant(matches, table.names.text(name)))) {
      pinned[name] = 1;
    }
  }
  return pinned;
}

/** Whether any stanza of a package has a version. */
function hasVersion(
  table: StanzaTable,
  packages: Packages,
  number: number,
): boolean {
  return number >= 0 &&
    packages.stanzas(number).some((stanza) =>
      (table.flags[stanza]! & STANZA.version) !== 0
    );
}

/**
 * Packages that are marked as automatically installed. A mark without an architecture is for all of them, unless the
 * one that APT met first has no version at all.
 *
 * Source: `pkgDepCache::readStateFile`.
 */
function autoPackages(data: AptData, packages: Packages): ReadonlySet<number> {
  const { table } = data;
  const { names, architectures } = table;
  const found = new Set<number>();
  for (const { name, architecture } of data.autoInstalled) {
    const number = names.find(name);
    if (number < 0) continue;
    if (architecture === "") {
      const first = table.mentions.firstOf.get(name) ?? "";
      if (
        !hasVersion(
          table,
          packages,
          packages.find(number, architectures.find(first)),
        )
      ) continue;
      for (
        let own = packages.firstOfName[number]!;
        own >= 0;
        own = packages.next[own]!
      ) found.add(own);
    } else {
      const isNative = architecture === "all" || architecture === "native";
      const own = packages.find(
        number,
        isNative ? 0 : architectures.find(architecture),
      );
      if (own >= 0) found.add(own);
    }
  }
  return found;
}

/** Rows in the order in which packages were first seen. */
class Rows {
  count = 0;
  readonly package: Uint32Array;
  readonly flags: Uint8Array;
  readonly stanza: Uint32Array;
  readonly installedStanza: Int32Array;
  readonly state: Uint16Array;
  readonly tagList: Uint32Array;
  readonly files: Uint32Array;
  readonly originFiles: Uint32Array;
  readonly priority: Int16Array;
  readonly size: Float64Array;

  constructor(length: number) {
    this.package = new Uint32Array(length);
    this.flags = new Uint8Array(length);
    this.stanza = new Uint32Array(length);
    this.installedStanza = new Int32Array(length).fill(-1);
    this.state = new Uint16Array(length);
    this.tagList = new Uint32Array(length);
    this.files = new Uint32Array(length);
    this.originFiles = new Uint32Array(length);
    this.priority = new Int16Array(length);
    this.size = new Float64Array(length);
  }
}

/** The tags that matching goes by: the candidate's, or those of the highest other version that has some. */
function matchingTags(
  table: StanzaTable,
  own: number,
  { versions }: Decision,
): number {
  if (table.tagList[own] !== 0) return table.tagList[own]!;
  for (const { stanzas } of versions) {
    const tagged = stanzas.find((stanza) => table.tagList[stanza] !== 0);
    if (tagged !== undefined) return table.tagList[tagged]!;
  }
  return 0;
}

/** Adds the row of a package with a decision of its own, if it has one. */
function addDecided(
  data: AptData,
  sets: FileSets,
  rows: Rows,
  stanzas: readonly number[],
): boolean {
  const { table } = data;
  const decision = decide(data, stanzas);
  const { versions, priorities, installed, candidate } = decision;
  const shown = versions[candidate] ?? versions[installed];
  if (!shown) return false;
  const row = rows.count;
  const statusFile = data.files.length - 1;
  const known = stanzas.findLast((stanza) => table.file[stanza] === statusFile);
  const state = known === undefined ? 0 : table.state[known]!;
  let flags = 0;
  if (candidate >= 0) flags |= ROW.candidate;
  if (installed >= 0) flags |= ROW.installed;
  if (installed >= 0 && candidate >= 0 && candidate < installed) {
    flags |= ROW.upgradable;
  }
  if (isHeldState(state)) flags |= ROW.held;
  // the last word counts, also of a version that is neither installed nor the candidate
  const said = stanzas.findLast((stanza) =>
    (table.flags[stanza]! & (STANZA.essential | STANZA.notEssential)) !== 0
  );
  if (said !== undefined && (table.flags[said]! & STANZA.essential) !== 0) {
    flags |= ROW.essential;
  }
  rows.flags[row] = flags;
  rows.stanza[row] = shown.stanzas[0]!;
  rows.size[row] = shown.size;
  rows.state[row] = state;
  rows.tagList[row] = matchingTags(table, shown.stanzas[0]!, decision);
  if (installed >= 0) {
    rows.installedStanza[row] = versions[installed]!.stanzas[0]!;
  }
  if (candidate >= 0) {
    rows.files[row] = sets.add(shown.files);
    const isFetchable = shown.files.some((file) => file !== statusFile);
    rows.originFiles[row] = isFetchable ? rows.files[row]! : sets.add(
      versions.flatMap((version) => version.files).sort((a, b) => a - b),
    );
    rows.priority[row] = priorities[candidate]!;
  }
  return true;
}

/** Adds the row of a package that stands in one repository and nowhere else: the files alone decide. */
function addPlain(
  data: AptData,
  sets: FileSets,
  rows: Rows,
  stanza: number,
): boolean {
  const { table, policy } = data;
  if ((table.flags[stanza]! & STANZA.version) === 0) return false;
  const file = table.file[stanza]!;
  const priority = policy.filePriority(file);
  if (priority <= 0) return false;
  const row = rows.count;
  rows.flags[row] = ROW.candidate |
    ((table.flags[stanza]! & STANZA.essential) !== 0 ? ROW.essential : 0);
  rows.stanza[row] = stanza;
  rows.size[row] = table.size[stanza]!;
  rows.tagList[row] = table.tagList[stanza]!;
  rows.files[row] = rows.originFiles[row] = sets.addFile(file);
  rows.priority[row] = priority;
  return true;
}

function decideAll(
  data: AptData,
  packages: Packages,
  sets: FileSets,
): Rows {
  const { table, policy } = data;
  const pinned = pinnedNames(data);
  const auto = autoPackages(data, packages);
  const rows = new Rows(packages.count);
  const statusFile = data.files.length - 1;
  const apt = table.names.find("apt");
  for (let number = 0; number < packages.count; number++) {
    const stanza = packages.first[number]!;
    const isPlain = stanza === packages.last[number] &&
      table.file[stanza] !== statusFile &&
      pinned[packages.name[number]!] === 0 &&
      !(policy.usesPhasing && table.phased[stanza]! >= 0);
    const added = isPlain
      ? addPlain(data, sets, rows, stanza)
      : addDecided(data, sets, rows, packages.stanzas(number));
    if (!added) continue;
    const row = rows.count++;
    rows.package[row] = number;
    if (auto.has(number)) rows.flags[row]! |= ROW.auto;
    if (packages.name[number] === apt) rows.flags[row]! |= ROW.essential;
  }
  return rows;
}

/** The rows in the order of the catalog: by name in byte order, the native architecture first. */
function sortedRows(
  data: AptData,
  packages: Packages,
  rows: Rows,
): readonly number[] {
  const { names, architectures } = data.table;
  const order = Array.from({ length: rows.count }, (_, row) => row);
  return order.sort((a, b) => {
    const x = rows.package[a]!;
    const y = rows.package[b]!;
    if (packages.name[x] !== packages.name[y]) {
      return names.compare(packages.name[x]!, packages.name[y]!);
    }
    const left = packages.architecture[x]!;
    const right = packages.architecture[y]!;
    if (left === 0 || right === 0) return left - right;
    return architectures.compare(left, right);
  });
}

/** A column of the catalog: the values of `source` in another order. */
function reordered<T extends Column>(source: T, order: readonly number[]): T {
  const Constructor = source.constructor as new (length: number) => T;
  const column = new Constructor(order.length);
  for (let row = 0; row < order.length; row++) {
    column[row] = source[order[row]!]!;
  }
  return column;
}

/** Decides every package and lays the rows out as columns. */
export function buildCatalog(data: AptData): BuiltCatalog {
  const packages = new Packages(data.table);
  shareSummaries(packages);
  const sets = new FileSets();
  const rows = decideAll(data, packages, sets);
  const order = sortedRows(data, packages, rows);
  const number = reordered(rows.package, order);
  const stanza = reordered(rows.stanza, order);
  const catalog: BuiltCatalog = {
    data,
    sets,
    packages,
    count: rows.count,
    name: number.map((number) => packages.name[number]!),
    architecture: Uint16Array.from(
      number,
      (number) => packages.architecture[number]!,
    ),
    flags: reordered(rows.flags, order),
    stanza,
    installedStanza: reordered(rows.installedStanza, order),
    state: reordered(rows.state, order),
    section: stanza.map((stanza) => data.table.section[stanza]!),
    tagList: reordered(rows.tagList, order),
    files: reordered(rows.files, order),
    originFiles: reordered(rows.originFiles, order),
    priority: reordered(rows.priority, order),
    size: reordered(rows.size, order),
  };
  hideForeign(catalog);
  return catalog;
}

/** Marks the rows of foreign architectures that are only noise to most people. */
function hideForeign({ count, name, architecture, flags }: BuiltCatalog): void {
  let nativeName = -1;
  for (let row = 0; row < count; row++) {
    if (architecture[row] === 0) nativeName = name[row]!;
    else if (name[row] === nativeName && (flags[row]! & ROW.installed) === 0) {
      flags[row]! |= ROW.hidden;
    }
  }
}
