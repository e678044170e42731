/**
 * Which real packages the sample root holds. Pure.
 *
 * @module
 */

import { byName, relationNames, type Stanza } from "./sample_stanzas.ts";

/** Everything that must be installed with the given packages. */
export function closure(
  names: Iterable<string>,
  packages: ReadonlyMap<string, Stanza>,
  providers: ReadonlyMap<string, string>,
): Set<string> {
  const done = new Set<string>();
  const todo = [...names];
  for (let name = todo.pop(); name !== undefined; name = todo.pop()) {
    const real = packages.has(name) ? name : providers.get(name);
    if (real === undefined || done.has(real)) continue;
    done.add(real);
    todo.push(...relationNames(packages.get(real)!));
  }
  return done;
}

/** The rest of a section: what others depend on most, and programs that carry the most tags. */
export function fillSection(
  section: string,
  count: number,
  packages: Iterable<Stanza>,
  wanted: ReadonlyMap<string, number>,
): string[] {
  const all = [...packages].filter((stanza) => stanza.Section === section);
  const depended = all.toSorted((a, b) =>
    (wanted.get(b.Package!) ?? 0) - (wanted.get(a.Package!) ?? 0) ||
    byName(a, b)
  );
  const tagged = all.filter(({ Tag }) => Tag !== undefined)
    .toSorted((a, b) =>
      b.Tag!.split(",").length - a.Tag!.split(",").length || byName(a, b)
    );
  const chosen = new Set<string>();
  for (let index = 0; chosen.size < Math.min(count, all.length); index++) {
    if (tagged[index]) chosen.add(tagged[index]!.Package!);
    if (chosen.size < count && depended[index]) {
      chosen.add(depended[index]!.Package!);
    }
  }
  return [...chosen];
}
