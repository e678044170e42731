/**
 * Names of packages as `apt-get` cannot take them for anything else.
 *
 * @module
 */

import type { RootCatalog } from "../catalog/root_catalog.ts";
import { nearestName } from "../core/nearest_name.ts";
import { StoreError } from "../core/store_error.ts";

function architectures(catalog: RootCatalog, name: string): readonly string[] {
  return catalog.rowsOf(name).map(({ catalog: { architecture, facts }, row }) =>
    facts.architectures[architecture.at(row)]!
  );
}

/**
 * Qualifies names by their architecture. `apt-get` takes `foo-` for «remove foo», and an unknown name for a pattern; so
 * it gets only names that the catalog has, with their architecture.
 *
 * @param names `NAME`, `NAME:ARCHITECTURE`, or either with `=VERSION`.
 * @throws {StoreError} `NOT_FOUND`: the catalog has no such package.
 */
export function qualifyPackages(
  catalog: RootCatalog,
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
      : nearestName(name, catalog.names());
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
