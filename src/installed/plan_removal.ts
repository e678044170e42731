/**
 * Plans the removal of extensions. Pure.
 *
 * @module
 */

import { nearestName } from "../core/nearest_name.ts";
import { StoreError } from "../core/store_error.ts";
import type { Plan, PlanStep } from "./plan.ts";
import { currentVersion } from "./registry.ts";
import type { Registry } from "./registry.ts";

/** The error for an id that is not installed. */
export function notInstalled(
  action: string,
  id: string,
  registry: Registry,
): StoreError {
  const nearest = nearestName(id, registry.keys());
  return new StoreError(
    "NOT_FOUND",
    `Cannot ${action} "${id}": it is not installed`,
    {
      hint: nearest === undefined ? "Run storectl list." : `Use "${nearest}".`,
    },
  );
}

/** The ids of what an installed extension needs. */
function needsOf(registry: Registry, id: string): readonly string[] {
  const extension = registry.get(id);
  return extension === undefined
    ? []
    : Object.keys(currentVersion(extension).dependencies);
}

/** Ids of the installed extensions that need one, in byte order. */
export function dependentsOf(
  registry: Registry,
  id: string,
): readonly string[] {
  return [...registry.keys()].filter((other) =>
    other !== id && needsOf(registry, other).includes(id)
  );
}

/**
 * Dependencies that no extension needs that the user asked for, in byte order.
 *
 * @param without Ids that do not count any more.
 */
export function orphansOf(
  registry: Registry,
  without: ReadonlySet<string> = new Set(),
): readonly string[] {
  const needed = new Set(
    [...registry.values()].filter(({ id, asked, held }) =>
      (asked || held) && !without.has(id)
    ).map(({ id }) => id),
  );
  for (const id of needed) {
    for (const other of needsOf(registry, id)) needed.add(other);
  }
  return [...registry.keys()].filter((id) =>
    !needed.has(id) && !without.has(id)
  );
}

/**
 * Plans a removal.
 *
 * @param ids What to remove; may be empty where orphans go.
 * @param options `autoremove`: dependencies that nobody needs any more go too.
 * @throws {StoreError} `NOT_FOUND`: one is not installed. `STILL_NEEDED`: others need one.
 */
export function planRemoval(
  registry: Registry,
  ids: readonly string[],
  { autoremove }: { readonly autoremove: boolean },
): Plan {
  const named = new Set(ids);
  for (const id of named) {
    if (!registry.has(id)) throw notInstalled("remove", id, registry);
  }
  const orphans = autoremove ? orphansOf(registry, named) : [];
  const gone = new Set([...named, ...orphans]);
  for (const id of named) {
    const dependents = dependentsOf(registry, id).filter((other) =>
      !gone.has(other)
    );
    if (dependents.length === 0) continue;
    throw new StoreError(
      "STILL_NEEDED",
      `Cannot remove "${id}": ${
        dependents.map((other) => `"${other}"`).join(", ")
      } ${dependents.length === 1 ? "needs" : "need"} it`,
      { hint: `Remove ${dependents.join(" ")} too.` },
    );
  }
  const steps = [...gone].sort().map((id): PlanStep => {
    const extension = registry.get(id)!;
    return {
      action: "remove",
      id,
      name: currentVersion(extension).name,
      size: 0,
      from: currentVersion(extension),
      asked: extension.asked,
      neededBy: [],
      explanation: [
        named.has(id) ? "You asked for it" : "Nobody needs it any more",
      ],
    };
  });
  return {
    steps,
    marks: new Set(),
    prereleases: new Set(),
    cycles: [],
    warnings: [],
  };
}
