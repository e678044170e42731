// Curated stores are stores like all others, as far as a package can be what an extension is.
import { deepStrictEqual, ok, rejects, strictEqual } from "node:assert/strict";
import { systemContext } from "../../src/cli/system_context.ts";
import type { StoreManager } from "../../src/stores/manager.ts";
import { makeFolder, writeNewFile } from "../../src/sys/fetch_folder.ts";
import { definition, PACKAGES, STORES, withRoot } from "../cli/make_root.ts";

const context = systemContext(
  Object.assign(() => import("../../src/cli/lazy.ts"), {
    patching: () => import("../../src/stores/patch_catalog.ts"),
  }),
);

/** Opens the stores of a root. */
function open(root: string): Promise<StoreManager> {
  return context.openManager({
    root,
    quiet: false,
    verbose: false,
    color: false,
  });
}

const SAMPLE = new URL("../fixtures/sample-root", import.meta.url).pathname;

Deno.test("apt: a curated store lists, searches and counts what it selects", async () => {
  const manager = await open(SAMPLE);
  deepStrictEqual(manager.stores.map(({ name }) => name), ["container-marine"]);
  const store = manager.find("container-marine");
  deepStrictEqual([store.kind, store.offers, store.trusted, store.priority], [
    "apt",
    "package",
    true,
    0,
  ]);
  const { items, age } = await store.list();
  deepStrictEqual([items.length, age], [10, 0]);
  const weather = items.find(({ id }) => id === "weather-router-container")!;
  deepStrictEqual(
    [weather.version, weather.description, weather.updated],
    ["0.9.2-1", "weather routing with GRIB files", null],
  );
  ok(weather.tags.includes("field::marine"));
  ok(weather.size! > 0);
  const search = async (query: string) =>
    (await store.search(query)).items.map(({ id, rank }) => `${id} ${rank}`);
  deepStrictEqual(await search("weather-router-container"), [
    "weather-router-container 0",
  ]);
  deepStrictEqual(await search("weather GRIB"), ["weather-router-container 7"]);
  strictEqual((await search("marine")).length, 10);
  strictEqual((await search("")).length, 10);
  deepStrictEqual(await search("git"), []);
  deepStrictEqual(await store.versions("weather-router-container"), [
    "0.9.2-1",
  ]);
  deepStrictEqual(await store.versions("git"), []);
  const { latency, changed, ...health } = await store.health();
  ok(latency >= 0);
  ok(!Number.isNaN(Date.parse(changed!)));
  deepStrictEqual(health, {
    usable: true,
    reachable: true,
    extensions: 10,
    age: null,
    problems: [],
  });
});

Deno.test("apt: a store stops when its time is over", async () => {
  const store = (await open(SAMPLE)).find("container-marine");
  const signal = AbortSignal.abort(new DOMException("over", "TimeoutError"));
  const refused = store.list({ signal });
  await rejects(refused, /over/);
  strictEqual((await store.health({ signal })).usable, false);
});

Deno.test("apt: a package has no manifest and is not fetched", async () => {
  const store = (await open(SAMPLE)).find("container-marine");
  const args = ["weather-router-container", "0.9.2-1"] as const;
  const code = { code: "NOT_AN_EXTENSION" };
  await rejects(store.describe(...args), code);
  await rejects(store.fetch(...args, "/nonexistent"), code);
  await rejects(store.describe("git", "1"), { code: "NOT_FOUND" });
});

Deno.test("apt: without lists a store is unusable, and says what dpkg knows", () =>
  withRoot(
    { [PACKAGES]: null, [`${STORES}/a.yaml`]: definition("a") },
    async (root) => {
      const store = (await open(root)).find("a");
      const { items, warnings } = await store.list();
      deepStrictEqual(items.map(({ id }) => id), ["anchor", "by-hand"]);
      ok(warnings.some(({ code }) => code === "APT_LIST_MISSING"));
      const { usable, problems } = await store.health();
      strictEqual(usable, false);
      ok(problems.length > 0);
    },
  ));

Deno.test("apt: a list of stores changes what is found, and nothing else", () =>
  withRoot(
    {
      [`${STORES}/a.yaml`]: definition("a"),
      [`${STORES}/b.yaml`]: definition("b"),
      [`${STORES}/c.yaml`]: definition("c"),
    },
    async (root) => {
      makeFolder(`${root}/etc/storectl`);
      const list = {
        stores: [
          { name: "a", kind: "apt", enabled: false },
          { name: "c", kind: "apt", priority: 7 },
          { name: "gone", kind: "apt", priority: 7 },
        ],
      };
      writeNewFile(
        `${root}/etc/storectl/stores.json`,
        new TextEncoder().encode(JSON.stringify(list)),
      );
      const manager = await open(root);
      deepStrictEqual(manager.stores.map(({ name }) => name), ["c", "b"]);
      deepStrictEqual(
        manager.entries.map(({ name, enabled, trusted, priority }) => [
          name,
          enabled,
          trusted,
          priority,
        ]),
        [
          ["a", false, true, 0],
          ["b", true, true, 0],
          ["c", true, true, 7],
          ["gone", true, true, 7],
        ],
      );
      deepStrictEqual(
        manager.warnings.map(({ code, message }) => [code, message]),
        [
          [
            "STORE_UNUSABLE",
            'Cannot open store "gone": no definition has that id',
          ],
        ],
      );
    },
  ));
