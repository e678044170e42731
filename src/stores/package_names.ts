/**
 * Names of packages as `apt-get` cannot take them for anything else.
 *
 * @module
 */

import type { Catalog } from "../catalog/catalog.ts";
import { nearestName } from "../core/nearest_name.ts";
import { StoreError } from "../core/store_error.ts";

function* allNames(catalog: Catalog): Generator<string> {
  for (let row = 0; row < catalog.count; row++) yield catalog.name(row);
}

function architectures(catalog: Catalog, name: string): readonly string[] {
  const found: string[] = [];
  const first = catalog.findName(name);
  if (first < 0) return found;
  for (
    let row = first;
    row < catalog.count && catalog.name(row) === name;
    row++
  ) {
    found.push(catalog.facts.architectures[catalog.architecture.at(row)]!);
  }
  return found;
}

/**
 * Qualifies names by their architecture. `apt-get` takes `foo-` for «remove foo», and an unknown name for a pattern; so
 * it gets only names that the catalog has, with their architecture.
 *
 * @param names `NAME`, `NAME:ARCHITECTURE`, or either with `=VERSION`.
 * @throws {StoreError} `NOT_FOUND`: the catalog has no such package.
 */
export function qualifyPackages(
  catalog: Catalog,
  names: readonly string[],
): readonly string[] {
  return names.map((argument) => {
    const equals = argument.indexOf("=");
    const whole = equals < 0 ? argument : argument.slice(0, equals);
    const version = equals < 0 ? "" : argument.slice(equals);
    const colon = whole.indexOf(":");
    const name = colon < 0 ? whole : whole.slice(0, colon);
    const known = architectures(catalog, name);
    // the native one comes first
    const architecture = colon < 0 ? known[0] : whole.slice(colon + 1);
    if (architecture !== undefined && known.includes(architecture)) {
      return `${name}:${architecture}${version}`;
    }
    const nearest = known.length > 0
      ? `${name}:${known[0]}`
      : nearestName(name, allNames(catalog));
    throw new StoreError(
      "NOT_FOUND",
      `Cannot find package ${JSON.stringify(whole)}: no repository has it`,
      {
        hint: nearest === undefined
          ? "Search for it with storectl filter --search."
          : `Use "${nearest}".`,
      },
    );
  });
}
