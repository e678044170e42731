import { deepStrictEqual, ok } from "node:assert/strict";
import fc from "fast-check";
import { StoreError } from "../core/store_error.ts";
import { satisfies } from "../extensions/semver.ts";
import { compareVersions } from "../extensions/version.ts";
import type { ChangeRequest } from "./change_request.ts";
import { keptVersion, memoryStore } from "./_testing.ts";
import type { Offered } from "./_testing.ts";
import { freeDirectory, nextRegistry } from "./next_registry.ts";
import { Offers } from "./offers.ts";
import { planChange } from "./plan_change.ts";
import type { Plan } from "./plan.ts";
import { currentVersion } from "./registry.ts";
import type { Registry } from "./registry.ts";

const IDS = ["a", "b", "c", "d"];
const VERSIONS = ["1.0.0", "1.1.0", "2.0.0", "2.1.0-rc.1", "3.0.0"];
const RANGES = ["*", "^1.0.0", "^2.0.0", ">=1.1.0", "<3", "2.1.0-rc.1"];
const STORES = ["main", "other"];

const offered: fc.Arbitrary<Offered> = fc.dictionary(
  fc.constantFrom(...IDS),
  fc.dictionary(
    fc.constantFrom(...VERSIONS),
    fc.dictionary(fc.constantFrom(...IDS), fc.constantFrom(...RANGES), {
      maxKeys: 2,
    }),
    { maxKeys: 5 },
  ),
  { minKeys: 2 },
);
const range = fc.constantFrom(...RANGES);
const flag = fc.boolean();
/** What is asked for, and which stores there are then. */
const turns = fc.array(
  fc.record({
    main: offered,
    other: offered,
    install: fc.array(
      fc.record({ id: fc.constantFrom(...IDS), range }, {
        requiredKeys: ["id"],
      }),
      { maxLength: 2 },
    ),
    updateAll: flag,
    prereleases: flag,
    allowDowngrade: flag,
    autoremove: flag,
    store: fc.option(fc.constantFrom(...STORES), { nil: undefined }),
    hold: fc.option(fc.constantFrom(...IDS), { nil: undefined }),
  }),
  { minLength: 2, maxLength: 5 },
);

/** The register after a plan whose versions were fetched. */
function carriedOut(registry: Registry, plan: Plan): Registry {
  const fetched = plan.steps.filter(({ to }) => to?.source !== undefined).map((
    { id, to },
  ) => {
    const { version, store } = to!;
    return [
      id,
      keptVersion(version, {
        directory: freeDirectory(version, registry.get(id)),
        store,
        location: store,
      }),
    ] as const;
  });
  return nextRegistry(registry, plan, new Map(fetched));
}

Deno.test("planChange() keeps its promises, whatever is asked for in whatever order", async () => {
  let steps = 0;
  await fc.assert(
    fc.asyncProperty(turns, async (list) => {
      let registry: Registry = new Map();
      for (const turn of list) {
        const { main, other, install, updateAll, store, hold, ...flags } = turn;
        const stores = [
          memoryStore("main", main),
          memoryStore("other", other, { trusted: false }),
        ];
        const request: ChangeRequest = {
          install,
          ...(updateAll ? { update: new Set(registry.keys()) } : {}),
          ...(store === undefined ? {} : { store }),
          ...flags,
        };
        if (hold !== undefined && registry.has(hold)) {
          registry = new Map(registry).set(hold, {
            ...registry.get(hold)!,
            held: true,
          });
        }
        let plan: Plan;
        try {
          plan = await planChange({
            registry,
            offers: new Offers(stores, {}),
            locationOf: (name) => name,
            satisfies,
          }, request);
        } catch (error) {
          ok(error instanceof StoreError, String(error));
          ok(
            ["NOT_FOUND", "DOWNGRADE_REFUSED", "CONFLICT"].includes(error.code),
          );
          continue;
        }
        steps += plan.steps.length;
        const describe = async (id: string, version: string, name: string) =>
          (await stores.find((store) => store.name === name)!
            .describe(id, version)).dependencies;
        let next = carriedOut(registry, plan);
        // what was fetched says what it needs
        for (const { id, to } of plan.steps) {
          if (to?.source === undefined) continue;
          const extension = next.get(id)!;
          const dependencies = await describe(id, to.version, to.store);
          next = new Map(next).set(id, {
            ...extension,
            versions: extension.versions.map((version) =>
              version.directory === extension.current
                ? { ...version, dependencies }
                : version
            ),
          });
        }
        for (const { id, range = "*" } of install) {
          const { version, store: from } = currentVersion(next.get(id)!);
          ok(satisfies(version, range, { prereleases: true }));
          ok(store === undefined || from === store);
        }
        for (const [id, extension] of next) {
          const own = currentVersion(extension);
          for (const [on, range] of Object.entries(own.dependencies)) {
            const { version } = currentVersion(next.get(on)!);
            ok(satisfies(version, range, { prereleases: true }));
          }
          const before = registry.get(id);
          if (before === undefined) continue;
          const was = currentVersion(before);
          const isNamed = install.some((asked) => asked.id === id);
          if (before.held) deepStrictEqual(own, was);
          if (!(isNamed && store !== undefined)) {
            deepStrictEqual(own.store, was.store);
          }
          if (!flags.allowDowngrade) {
            ok(compareVersions(own.version, was.version) >= 0);
          }
          ok(extension.asked || !before.asked);
        }
        for (const [id, { asked, held }] of registry) {
          ok(next.has(id) || (!asked && !held && flags.autoremove));
        }
        registry = next;
      }
    }),
    { numRuns: 1500 },
  );
  ok(steps > 500, `only ${steps} steps`);
});
