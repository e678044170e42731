/**
 * Extensions that need each other.
 *
 * @module
 */

/**
 * Finds the circles in a graph.
 *
 * @param edges The ids that each id needs.
 * @returns At least one circle for each group of ids that need each other, no id in two of them; as `[a, b, a]`, in byte
 * order. Something that needs itself is `[a, a]`.
 */
export function findCycles(
  edges: ReadonlyMap<string, readonly string[]>,
): readonly (readonly string[])[] {
  const cycles: string[][] = [];
  const done = new Set<string>();
  for (const start of [...edges.keys()].sort()) {
    if (done.has(start)) continue;
    const back = wayBack(start, edges, done);
    if (back === undefined) continue;
    cycles.push(back);
    for (const id of back) done.add(id);
  }
  return cycles;
}

/** The shortest way from an id to itself that goes around all of `without`. */
function wayBack(
  start: string,
  edges: ReadonlyMap<string, readonly string[]>,
  without: ReadonlySet<string>,
): string[] | undefined {
  const from = new Map<string, string>();
  const todo = [start];
  for (const id of todo) {
    for (const next of [...edges.get(id) ?? []].sort()) {
      if (next === start) {
        const way = [start];
        for (let at = id; at !== start; at = from.get(at)!) way.unshift(at);
        return [start, ...way];
      }
      if (from.has(next) || without.has(next)) continue;
      from.set(next, id);
      todo.push(next);
    }
  }
  return undefined;
}
