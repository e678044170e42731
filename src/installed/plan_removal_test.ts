import { deepStrictEqual, throws } from "node:assert/strict";
import { installedExtension, keptVersion } from "./_testing.ts";
import { orphansOf, planRemoval } from "./plan_removal.ts";
import type { InstalledExtension, Registry } from "./registry.ts";

function extension(
  id: string,
  needs: readonly string[],
  facts: Partial<InstalledExtension> = {},
): [string, InstalledExtension] {
  const dependencies = Object.fromEntries(needs.map((other) => [other, "*"]));
  return [
    id,
    installedExtension(id, [keptVersion("1.0.0", { dependencies })], facts),
  ];
}

const DEPENDENCY = { asked: false };
const REGISTRY: Registry = new Map([
  extension("app", ["lib", "ring"]),
  extension("held", [], { asked: false, held: true }),
  extension("lib", ["low"], DEPENDENCY),
  extension("low", [], DEPENDENCY),
  extension("ring", ["rong"], DEPENDENCY),
  extension("rong", ["ring"], DEPENDENCY),
  extension("tool", ["low"]),
]);

const removed = (ids: readonly string[], autoremove = false) =>
  planRemoval(REGISTRY, ids, { autoremove }).steps.map(({ id }) => id);

Deno.test("orphansOf() finds what nobody needs that was asked for, circles too", () => {
  deepStrictEqual(orphansOf(REGISTRY), []);
  deepStrictEqual(orphansOf(REGISTRY, new Set(["app"])), [
    "lib",
    "ring",
    "rong",
  ]);
});

Deno.test("planRemoval() removes what is named, and with it what nobody needs", () => {
  deepStrictEqual(removed(["app"]), ["app"]);
  deepStrictEqual(removed(["app"], true), ["app", "lib", "ring", "rong"]);
  deepStrictEqual(removed(["tool", "app"], true), [
    "app",
    "lib",
    "low",
    "ring",
    "rong",
    "tool",
  ]);
  deepStrictEqual(removed(["ring", "rong", "app"]), ["app", "ring", "rong"]);
});

Deno.test.each([
  { ids: ["lib"], code: "STILL_NEEDED", message: /"lib": "app" needs it$/ },
  { ids: ["low"], code: "STILL_NEEDED", message: /"lib", "tool" need it$/ },
  { ids: ["ring", "app"], code: "STILL_NEEDED", message: /"rong" needs it$/ },
  { ids: ["tol"], code: "NOT_FOUND", message: /"tol": it is not installed$/ },
])("planRemoval() refuses $ids", ({ ids, code, message }) => {
  throws(() => removed(ids), { code, message });
});
