// Every kind of store that is a tree with a store.json does the same, case by case.
import { deepStrictEqual, ok, rejects, strictEqual } from "node:assert/strict";
import { STORE_KIND_NAMES } from "../../src/stores/store_kinds.ts";
import type { Store } from "../../src/stores/store.ts";
import { HandMadeStore } from "../extensions/hand_made_store.ts";
import {
  filesOf,
  handMadeStore,
  isKindLeftOut,
  TREE_PLACES,
  withPlace,
} from "./store_places.ts";
import type { Shown } from "./store_places.ts";

/** A case, and what it is called. */
type Case = readonly [string, (shown: Shown) => Promise<void>];

/** Every file below a folder. */
function filesIn(folder: string, at = ""): string[] {
  return [...Deno.readDirSync(folder)].flatMap(({ name, isDirectory }) =>
    isDirectory
      ? filesIn(`${folder}/${name}`, `${at}${name}/`)
      : [`${at}${name}`]
  ).sort();
}

/** A new folder inside the one of the test. */
function emptyFolder({ folder }: Shown): string {
  return Deno.makeTempDirSync({ dir: folder });
}

/** Lines of what was found: id, version, and what else was asked for. */
function lines<Item extends { id: string; version: string }>(
  items: readonly Item[],
  ...fields: readonly (keyof Item)[]
): string[] {
  return items.map((item) =>
    [item.id, item.version, ...fields.map((field) => item[field])].join(" ")
  );
}

const ALL = ["org.alpha 1.0.0", "org.alpha 1.1.0", "beta 0.1.0-rc.1"];
const FOLDER = "extensions/org.alpha/1.1.0";

/** A store with words to search for. */
function wordyStore(): HandMadeStore {
  const store = handMadeStore();
  const [alpha, later, beta] = store.index.extensions;
  Object.assign(alpha, { author: "Ada", tags: ["field::marine"], size: 7 });
  Object.assign(later, {
    description: "Reads charts and beta rays",
    size: null,
  });
  Object.assign(beta, {
    updated: "2026-01-02T03:04:05Z",
    author: "Bert",
    size: null,
  });
  return store;
}

/** Fetches, and checks that a refusal leaves nothing behind. */
async function refused(
  shown: Shown,
  store: Store,
  codes: readonly string[],
): Promise<void> {
  const into = emptyFolder(shown);
  await rejects(
    store.fetch("org.alpha", "1.1.0", into),
    (error: { code?: string; details?: { hint?: string } }) => {
      ok(codes.includes(error.code ?? ""), `${error}`);
      ok(error.details?.hint, "it has a hint");
      return true;
    },
  );
  deepStrictEqual([...Deno.readDirSync(into)], []);
}

/** Ways to change a file of a version, and the codes that may tell of it. */
const DAMAGES: readonly (readonly [
  string,
  (bytes: Uint8Array) => Uint8Array | undefined,
  readonly string[],
])[] = [
  ["one changed bit at the start", (bytes) => bytes.with(0, bytes[0]! ^ 1), [
    "CHECKSUM_MISMATCH",
  ]],
  [
    "one changed bit at the end",
    (bytes) => bytes.with(-1, bytes.at(-1)! ^ 128),
    ["CHECKSUM_MISMATCH"],
  ],
  ["a byte too few", (bytes) => bytes.slice(0, -1), ["CHECKSUM_MISMATCH"]],
  [
    "a byte too many",
    (bytes) => new Uint8Array([...bytes, 0]),
    ["CHECKSUM_MISMATCH"],
  ],
  ["no bytes", () => new Uint8Array(), ["CHECKSUM_MISMATCH"]],
  ["gone", () => undefined, ["STORE_INVALID", "CHECKSUM_MISMATCH"]],
];

const CASES: readonly Case[] = [
  ["says who it is", async ({ open }) => {
    const { name, priority, trusted, offers } = await open();
    deepStrictEqual([name, priority, trusted, offers], [
      "team",
      3,
      true,
      "extension",
    ]);
  }],
  ["lists every version, in the order of the store", async ({ open, show }) => {
    const store = await open();
    const { items, warnings } = await store.list();
    deepStrictEqual([lines(items), warnings], [ALL, []]);
    await show(wordyStore());
    deepStrictEqual((await (await open()).list()).items, [
      {
        id: "org.alpha",
        name: "The org.alpha",
        version: "1.0.0",
        description: "",
        author: "Ada",
        tags: ["field::marine"],
        size: 7,
        updated: null,
      },
      {
        id: "org.alpha",
        name: "The org.alpha",
        version: "1.1.0",
        description: "Reads charts and beta rays",
        author: "",
        tags: [],
        size: null,
        updated: null,
      },
      {
        id: "beta",
        name: "The beta",
        version: "0.1.0-rc.1",
        description: "",
        author: "Bert",
        tags: [],
        size: null,
        updated: "2026-01-02T03:04:05Z",
      },
    ]);
  }],
  ["reads the map form as the list form", async (shown) => {
    const { open, show } = shown;
    const map = handMadeStore();
    map.toMap();
    await show(map);
    const store = await open();
    deepStrictEqual(lines((await store.list()).items), ALL);
    deepStrictEqual(await store.versions("org.alpha"), ["1.1.0", "1.0.0"]);
    const into = emptyFolder(shown);
    await store.fetch("org.alpha", "1.0.0", into);
    strictEqual(filesIn(into).length, 6);
  }],
  ["says what to do about versions without links", async ({ open, show }) => {
    const store = handMadeStore();
    store.toMap();
    const { all_versions } = store.index.extensions["org.alpha"];
    for (
      const summary of Object.values<Record<string, unknown>>(all_versions)
    ) {
      delete summary["manifest_path"];
      delete summary["manifest_checksum"];
    }
    await show(store);
    const { items, warnings } = await (await open()).list();
    deepStrictEqual(lines(items), ["beta 0.1.0-rc.1"]);
    deepStrictEqual(warnings.map(({ code, hint }) => [code, hint]), [
      ["STORE_INVALID", "Publish this version again."],
    ]);
  }],
  ["searches, best first", async ({ open, show }) => {
    await show(wordyStore());
    const store = await open();
    const search = async (query: string) =>
      lines((await store.search(query)).items, "rank");
    deepStrictEqual(await search("beta"), [
      "beta 0.1.0-rc.1 0",
      "org.alpha 1.1.0 7",
    ]);
    deepStrictEqual(await search("ALPHA"), [
      "org.alpha 1.1.0 2",
      "org.alpha 1.0.0 2",
    ]);
    deepStrictEqual(await search("marine ada"), ["org.alpha 1.0.0 6"]);
    deepStrictEqual(await search("alpha charts"), ["org.alpha 1.1.0 7"]);
    deepStrictEqual(await search("xyzzy"), []);
    strictEqual((await search("")).length, 3);
  }],
  ["gives the versions of an id, highest first", async ({ open, show }) => {
    const store = handMadeStore();
    for (const version of ["1.10.0", "2.0.0-rc.1", "1.9.0"]) {
      store.add("org.alpha", version);
    }
    await show(store);
    const opened = await open();
    deepStrictEqual(await opened.versions("org.alpha"), [
      "2.0.0-rc.1",
      "1.10.0",
      "1.9.0",
      "1.1.0",
      "1.0.0",
    ]);
    deepStrictEqual(await opened.versions("none"), []);
  }],
  ["describes a version", async ({ open }) => {
    const store = await open();
    const manifest = await store.describe("org.alpha", "1.1.0");
    deepStrictEqual(
      [manifest.id, manifest.version, manifest.name, manifest.dependencies],
      ["org.alpha", "1.1.0", "The org.alpha", { "org.other": "^1.2.0" }],
    );
    strictEqual(manifest.wasmFile.size, 300);
    strictEqual(manifest.assets.length, 4);
  }],
  ["refuses ids and versions that it does not have", async ({ open }) => {
    const store = await open();
    await rejects(store.describe("org.alpa", "1.0.0"), {
      code: "NOT_FOUND",
      details: { hint: 'Use "org.alpha".' },
    });
    await rejects(store.describe("org.alpha", "3.0.0"), {
      code: "NOT_FOUND",
      details: { hint: "The highest one is 1.1.0." },
    });
  }],
  ["fetches all files of a version, byte for byte", async (shown) => {
    const store = await shown.open();
    const into = emptyFolder(shown);
    const fetched = await store.fetch("org.alpha", "1.1.0", into);
    const made = handMadeStore();
    const names = [
      "README.md",
      "assets/data/other.bin",
      "assets/data/table.bin",
      "assets/icon.svg",
      "extension.wasm",
      "manifest.json",
    ];
    deepStrictEqual(filesIn(into), names);
    deepStrictEqual(fetched.paths, names);
    strictEqual(
      fetched.manifestChecksum,
      made.summary("org.alpha", "1.1.0").manifest_checksum,
    );
    for (const name of names) {
      deepStrictEqual(
        Deno.readFileSync(`${into}/${name}`),
        new Uint8Array(made.files.get(`${FOLDER}/${name}`)!),
        name,
      );
    }
    // again, now that it may be cached
    await store.fetch("org.alpha", "1.1.0", emptyFolder(shown));
  }],
  ...["extension.wasm", "assets/data/table.bin", "manifest.json"].flatMap((
    file,
  ) =>
    DAMAGES.map(([name, damage, codes]): Case => [
      `fetches nothing where ${file} has ${name}`,
      async (shown) => {
        const files = filesOf(handMadeStore());
        const path = `${FOLDER}/${file}`;
        const bytes = damage(files.get(path)!);
        if (bytes === undefined) files.delete(path);
        else files.set(path, new Uint8Array(bytes));
        await shown.showFiles(files);
        const store = await shown.open();
        await refused(shown, store, codes);
        // the other version is not touched by it
        await store.fetch("org.alpha", "1.0.0", emptyFolder(shown));
      },
    ])
  ),
  ["fetches nothing where a manifest says another id", async (shown) => {
    const store = handMadeStore();
    store.changeManifest("org.alpha", "1.1.0", (manifest) => {
      manifest.id = "org.other";
    });
    await shown.show(store);
    await refused(shown, await shown.open(), ["STORE_INVALID"]);
  }],
  ["fetches nothing where a file would replace the manifest", async (shown) => {
    const store = new HandMadeStore();
    store.add("org.alpha", "1.1.0", [
      { path: "extension.wasm", content: "\0asm\x01\0\0\0" },
      { path: "Manifest.json", content: "{}", type: "asset" },
    ]);
    await shown.show(store);
    await refused(shown, await shown.open(), ["STORE_INVALID"]);
  }],
  ["fetches nothing where a file is inside another file", async (shown) => {
    const store = new HandMadeStore();
    store.add("org.alpha", "1.1.0");
    store.changeManifest("org.alpha", "1.1.0", (manifest) => {
      manifest.assets[0].path = "extension.wasm/x";
    });
    await shown.show(store);
    await refused(shown, await shown.open(), ["STORE_INVALID"]);
  }],
  ["fetches files whatever they are called", async (shown) => {
    const names = [".arriving/x", ".hidden", "a b/ü.txt", "-rf", "0", "1"];
    const store = new HandMadeStore();
    store.add("org.alpha", "1.1.0", [
      { path: "extension.wasm", content: "\0asm\x01\0\0\0" },
      ...names.map((path) => ({ path, content: path, type: "asset" })),
    ]);
    await shown.show(store);
    const into = emptyFolder(shown);
    await (await shown.open()).fetch("org.alpha", "1.1.0", into);
    for (const name of names) {
      strictEqual(Deno.readTextFileSync(`${into}/${name}`), name);
    }
    strictEqual(filesIn(into).length, names.length + 2);
  }],
  ...["../outside", "/etc/passwd", "assets/../../x", "a\\b", ""].map((
    path,
  ): Case => [
    `fetches nothing where a manifest links "${path}"`,
    async (shown) => {
      const store = handMadeStore();
      store.changeManifest("org.alpha", "1.1.0", (manifest) => {
        manifest.assets[0].path = path;
      });
      await shown.show(store);
      await refused(shown, await shown.open(), ["STORE_INVALID"]);
    },
  ]),
  ["leaves out what cannot be used, and says so", async ({ open, show }) => {
    const store = handMadeStore();
    const [first, , beta] = store.index.extensions;
    first.manifest_path = "../../secret";
    beta.version = "not a version";
    await show(store);
    const opened = await open();
    const { items, warnings } = await opened.list();
    deepStrictEqual(lines(items), ["org.alpha 1.1.0"]);
    deepStrictEqual(warnings.map(({ code, hint }) => [code, typeof hint]), [
      ["STORE_INVALID", "string"],
    ]);
    const { usable, problems } = await opened.health();
    deepStrictEqual([usable, problems], [true, [warnings[0]!.message]]);
  }],
  ...[
    ["no JSON", "{"],
    ["an HTML page", "<!doctype html><title>Sign in</title>"],
    ["another object", '{"name": "x"}'],
    ["empty", ""],
  ].map(([name, text]): Case => [
    `is refused where store.json is ${name}`,
    async ({ open, showFiles }) => {
      const files = filesOf(handMadeStore());
      files.set("store.json", new TextEncoder().encode(text));
      await showFiles(files);
      const store = await open();
      await rejects(store.list(), { code: "STORE_INVALID" });
      const { usable, extensions, problems } = await store.health();
      deepStrictEqual([usable, extensions, problems.length], [false, 0, 1]);
    },
  ]),
  ["is refused where there is no store.json", async ({ open, showFiles }) => {
    await showFiles(
      new Map([["README.md", new TextEncoder().encode("Not a store")]]),
    );
    const store = await open();
    await rejects(store.list(), (error: { code?: string }) => {
      ok(["STORE_UNUSABLE", "STORE_INVALID"].includes(error.code!), `${error}`);
      return true;
    });
    strictEqual((await store.health()).usable, false);
  }],
  ["says how it does", async ({ open }) => {
    const health = await (await open()).health();
    const { latency, changed, age, ...rest } = health;
    deepStrictEqual(rest, {
      usable: true,
      reachable: true,
      extensions: 2,
      problems: [],
    });
    ok(Number.isInteger(latency) && latency >= 0);
    ok(changed === null || !Number.isNaN(Date.parse(changed)), `${changed}`);
    ok(age === null || age >= 0);
  }],
  ["answers about one state until it is refreshed", async ({ open, show }) => {
    const store = await open();
    strictEqual((await store.list()).items.length, 3);
    const more = handMadeStore();
    more.add("gamma", "1.0.0");
    await show(more);
    strictEqual((await store.list()).items.length, 3);
    strictEqual((await store.list({ refresh: true })).items.length, 4);
    deepStrictEqual(await store.versions("gamma"), ["1.0.0"]);
  }],
  ["asks again after a failure", async ({ open, show, showFiles }) => {
    await showFiles(new Map());
    const store = await open();
    await rejects(store.list());
    await show(handMadeStore());
    strictEqual((await store.list({ refresh: true })).items.length, 3);
  }],
  ["stops when its time is over", async (shown) => {
    const store = await shown.open();
    const signal = AbortSignal.abort(new DOMException("over", "TimeoutError"));
    const into = emptyFolder(shown);
    await rejects(store.list({ signal }));
    await rejects(store.fetch("org.alpha", "1.1.0", into, { signal }));
    deepStrictEqual([...Deno.readDirSync(into)], []);
    strictEqual((await store.health({ signal })).usable, false);
  }],
];

Deno.test("every kind of store has a place in the tests", () =>
  deepStrictEqual(
    STORE_KIND_NAMES.filter((kind) => !Object.hasOwn(TREE_PLACES, kind)),
    // tests/stores/apt_store_test.ts
    ["apt"],
  ));

for (const kind of Object.keys(TREE_PLACES)) {
  const ignore = !STORE_KIND_NAMES.includes(kind) || isKindLeftOut(kind);
  for (const [name, run] of CASES) {
    Deno.test({
      name: `a store of the kind ${kind} ${name}`,
      ignore,
      fn: () => withPlace(kind, run),
    });
  }
}
