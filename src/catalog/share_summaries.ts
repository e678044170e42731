/**
 * One description for all that say they have the same.
 *
 * @module
 */

import { STANZA } from "../apt/stanza_table.ts";
import type { Packages } from "./packages.ts";

/** Whether two byte strings are the same. */
function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}

/** The described stanzas of a name in reading order, of all architectures; empty where there is only one stanza. */
function describedStanzas(packages: Packages, name: number): readonly number[] {
  const first = packages.firstOfName[name]!;
  const isAlone = packages.next[first]! < 0 &&
    packages.first[first] === packages.last[first];
  if (isAlone) return [];
  const found: number[] = [];
  for (let own = first; own >= 0; own = packages.next[own]!) {
    found.push(...packages.stanzas(own));
  }
  const { flags } = packages.table;
  return found.filter((stanza) => (flags[stanza]! & STANZA.description) !== 0)
    .sort((a, b) => a - b);
}

/**
 * Makes stanzas of one name with the same `Description-md5` share the summary of the first of them, as APT does. Where
 * the digests tell the truth, that changes nothing.
 *
 * Source: `pkgCacheGenerator::MergeListPackage`.
 */
export function shareSummaries(packages: Packages): void {
  const { table } = packages;
  for (let name = 0; name < packages.firstOfName.length; name++) {
    const distinct: number[] = [];
    for (const stanza of describedStanzas(packages, name)) {
      const md5 = table.textBytes(stanza, "descriptionMd5");
      if (md5.length === 0) continue;
      const first = distinct.find((other) =>
        isSame(table.textBytes(other, "descriptionMd5"), md5)
      );
      if (first === undefined) distinct.push(stanza);
      else table.shareSummary(stanza, first);
    }
  }
}
