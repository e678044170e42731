import { deepStrictEqual, throws } from "node:assert/strict";
import { handMadeStore } from "../../tests/extensions/hand_made_store.ts";
import { placeIn } from "../../tests/stores/store_places.ts";
import { openManager } from "./manager.ts";
import type { ManagerOptions, StoreManager } from "./manager.ts";

/** A list of stores in a folder, as it is written by hand. */
async function managed(
  stores: readonly Record<string, unknown>[],
  body: (
    open: (options?: ManagerOptions) => Promise<StoreManager>,
  ) => Promise<void>,
): Promise<void> {
  const folder = Deno.makeTempDirSync({ prefix: "storectl_manager_" });
  try {
    handMadeStore().write(`${folder}/store`);
    const path = `${folder}/stores.json`;
    const text = JSON.stringify({ stores })
      .replaceAll("HERE", `${folder}/store`);
    Deno.writeTextFileSync(path, text);
    const configs = [{ scope: "user", path }] as const;
    await body((options) =>
      openManager({ ...placeIn(folder), configs }, options)
    );
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}

const STORES = [
  { name: "low", kind: "local", location: "HERE", priority: -1 },
  { name: "plain", kind: "local", location: "HERE" },
  { name: "off", kind: "local", location: "HERE", enabled: false },
  { name: "later", kind: "local", location: "HERE" },
  { name: "high", kind: "local", location: "HERE", priority: 5 },
  {
    name: "ours",
    kind: "local",
    location: "HERE",
    trusted: true,
    priority: -9,
  },
  { name: "odd", kind: "carrier-pigeon", location: "HERE" },
  { name: "lost", kind: "local" },
];

Deno.test("openManager() opens what is enabled: trusted, then priority, then the order of the list", () =>
  managed(STORES, async (open) => {
    const { stores, entries, warnings } = await open();
    deepStrictEqual(stores.map(({ name }) => name), [
      "ours",
      "high",
      "plain",
      "later",
      "low",
    ]);
    deepStrictEqual(
      entries.map(({ name }) => name),
      STORES.map(({ name }) => name),
    );
    deepStrictEqual(warnings.map(({ code, message }) => [code, message]), [
      [
        "STORE_UNUSABLE",
        'Cannot open store "odd": "carrier-pigeon" is no kind of store',
      ],
      ["STORE_UNUSABLE", 'Cannot open store "lost": it has no location'],
    ]);
  }));

Deno.test("openManager() opens the stores of a name or a kind, enabled or not", () =>
  managed(STORES, async (open) => {
    const names = async (options: ManagerOptions) =>
      (await open(options)).stores.map(({ name }) => name);
    deepStrictEqual(await names({ names: ["off", "high"] }), ["high", "off"]);
    deepStrictEqual(await names({ names: [] }), []);
    deepStrictEqual(await names({ kinds: ["apt"] }), []);
    deepStrictEqual(await names({ kinds: ["local"], names: ["low"] }), ["low"]);
  }));

Deno.test("find() and entry() say why there is no such store", () =>
  managed(STORES, async (open) => {
    const manager = await open();
    deepStrictEqual(manager.find("high").name, "high");
    deepStrictEqual(manager.entry("off").enabled, false);
    for (
      const [name, message, hint] of [
        [
          "off",
          'Cannot use store "off": it is not enabled',
          "Run storectl stores enable off.",
        ],
        [
          "hihg",
          'Cannot find store "hihg": there is none of that name',
          'Use "high".',
        ],
        [
          "xyzzy",
          'Cannot find store "xyzzy": there is none of that name',
          "Run storectl stores list.",
        ],
        [
          "odd",
          'Cannot use store "odd": it cannot be opened',
          "Run storectl stores health.",
        ],
      ] as const
    ) {
      throws(() => manager.find(name), {
        code: "NOT_FOUND",
        message,
        details: { hint },
      });
    }
    throws(() => manager.entry("hihg"), { code: "NOT_FOUND" });
  }));
