// Whatever bytes a store sends, reading them ends soon, with values or problems, and never with anything else.
import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import {
  applyEdits,
  dropMember,
  setMembers,
} from "../../src/extensions/edit_json.ts";
import { JsonDocument } from "../../src/extensions/json_document.ts";
import { parseSums } from "../../src/extensions/parse_sums.ts";
import { PROBLEM_TEXTS } from "../../src/extensions/problem_texts.ts";
import type { Problem } from "../../src/extensions/problem.ts";
import { readExtensionManifest } from "../../src/extensions/read_extension_manifest.ts";
import { readStoreManifest } from "../../src/extensions/read_store_manifest.ts";
import { pathProblem, PathSet } from "../../src/extensions/safe_path.ts";
import { isRange, satisfies } from "../../src/extensions/semver.ts";
import { StoreText } from "../../src/extensions/store_text.ts";
import { parseRegistry } from "../../src/installed/registry.ts";
import { parseStoreConfig } from "../../src/stores/store_config.ts";
import { StoreError } from "../../src/core/store_error.ts";
import {
  readStoreCounter,
  rollbackOf,
} from "../../src/extensions/store_counter.ts";
import { compareVersions } from "../../src/extensions/version.ts";

const CHECKSUM = `blake3:${"0".repeat(64)}`;
const SUMMARY = {
  id: "harbour.pilot",
  name: "Harbour pilot",
  version: "1.2.3",
  tags: ["ais"],
  size: 12,
  updated: "2026-11-21T00:00:00Z",
  manifest_path: "extensions/harbour.pilot/1.2.3/manifest.json",
  manifest_checksum: CHECKSUM,
};
const STORES = [
  { name: "S", version: "1.0.0", serial: 3, extensions: [SUMMARY] },
  {
    name: "S",
    version: "1.0.0",
    extensions: {
      "harbour.pilot": {
        latest: "1.2.3",
        all_versions: { "1.2.3": SUMMARY },
      },
    },
  },
];
const MANIFEST = {
  id: "harbour.pilot",
  name: "Harbour pilot",
  version: "1.2.3",
  dependencies: { "chart.base": "^1.0" },
  wasm_file: { path: "./extension.wasm", checksum: CHECKSUM, size: 8 },
  assets: [{
    name: "icon.png",
    path: "assets/icon.png",
    checksum: CHECKSUM,
    size: 2,
    type: "icon",
  }],
};
const MANIFEST_PATH = "extensions/harbour.pilot/1.2.3/manifest.json";

/** Words that mean something to a parser, or to somebody behind it. */
const WORDS = [
  "..",
  "../x",
  "/etc/passwd",
  "a\\b",
  "a\0b",
  "\u202e",
  "\ud800",
  "ａ．．／",
  "__proto__",
  "constructor",
  "toString",
  "1.0.0-",
  "99999999999999999999.0.0",
  "1.0.0",
  "extensions/a/1.0.0/manifest.json",
  CHECKSUM,
  "sha1:00",
  "-1",
  "1e999",
  "\ufeff",
  "é",
  "e\u0301",
  "a".repeat(5000),
];
const NUMBERS = [-1, 0.5, 1e308, 2 ** 53, -0, 2 ** 31];

const scalar = fc.oneof(
  fc.constantFrom(...WORDS),
  fc.constantFrom(...NUMBERS),
  fc.string({ unit: "binary", maxLength: 20 }),
  fc.constantFrom(null, true, [], {}),
);
const anything = fc.oneof(
  { withCrossShrink: true, depthSize: "small" },
  scalar,
  fc.array(scalar, { maxLength: 4 }),
  fc.dictionary(fc.constantFrom(...Object.keys(MANIFEST), ...WORDS), scalar),
  fc.jsonValue({ maxDepth: 4 }),
);

/** All places in a value, as paths of keys. */
function placesOf(value: unknown, path: readonly string[] = []): string[][] {
  const here = [[...path]];
  if (typeof value !== "object" || value === null) return here;
  return [
    ...here,
    ...Object.entries(value).flatMap(([key, child]) =>
      placesOf(child, [...path, key])
    ),
  ];
}

/** The value with another one at a place, or without that place. */
function replaceAt(
  value: unknown,
  [key, ...rest]: readonly string[],
  by: unknown,
): unknown {
  if (key === undefined) return by;
  if (typeof value !== "object" || value === null) return by;
  const child = replaceAt((value as Record<string, unknown>)[key], rest, by);
  if (Array.isArray(value)) {
    return value.map((old, index) => String(index) === key ? child : old);
  }
  const { [key]: _, ...others } = value as Record<string, unknown>;
  return rest.length === 0 && by === undefined
    ? others
    : { ...value, [key]: child };
}

function encode(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}

/** Good documents with some of their values replaced or gone. */
function changedValues(good: unknown): fc.Arbitrary<Uint8Array<ArrayBuffer>> {
  const places = placesOf(good);
  const change = fc.tuple(
    fc.constantFrom(...places),
    fc.oneof(anything, fc.constant(undefined)),
  );
  return fc.array(change, { minLength: 1, maxLength: 4 }).map((changes) =>
    encode(
      JSON.stringify(
        changes.reduce(
          (value: unknown, [place, by]) => replaceAt(value, place, by),
          good,
        ),
      ) ?? "",
    )
  );
}

/** Good documents with some of their bytes replaced, gone or doubled. */
function changedBytes(good: unknown): fc.Arbitrary<Uint8Array<ArrayBuffer>> {
  const bytes = encode(JSON.stringify(good, null, 1));
  const edit = fc.record({
    at: fc.nat(bytes.length),
    drop: fc.nat(20),
    add: fc.oneof(
      fc.uint8Array({ maxLength: 4 }),
      fc.constantFrom(...'{}[]":,\\'.split("")).map(encode),
      fc.constantFrom(...WORDS).map(encode),
    ),
  });
  return fc.array(edit, { minLength: 1, maxLength: 5 }).map((edits) =>
    Uint8Array.from(
      edits.reduce(
        (all, { at, drop, add }) => all.toSpliced(at, drop, ...add),
        [...bytes],
      ),
    )
  );
}

/** Bytes that a store could send. */
function hostileBytes(
  ...goods: readonly unknown[]
): fc.Arbitrary<Uint8Array<ArrayBuffer>> {
  return fc.oneof(
    fc.uint8Array({ maxLength: 300 }).map((bytes) => Uint8Array.from(bytes)),
    anything.map((value) => encode(JSON.stringify(value) ?? "")),
    ...goods.flatMap((good) => [changedValues(good), changedBytes(good)]),
  );
}

/** Milliseconds that one document may take. */
const PATIENCE = 2000;

function timed<Result>(body: () => Result): Result {
  const start = performance.now();
  const result = body();
  ok(performance.now() - start < PATIENCE, "it takes too long");
  return result;
}

/** Problems are of known codes, in one line each, and stand where something is. */
function checkProblems(problems: readonly Problem[], bytes: Uint8Array): void {
  for (const { code, message, line, column } of problems) {
    ok(Object.hasOwn(PROBLEM_TEXTS, code), code);
    ok(message.length > 0 && !message.endsWith("."), message);
    ok(line === undefined || (line >= 1 && line <= bytes.length + 1));
    ok(column === undefined || (column >= 1 && column <= bytes.length + 1));
  }
}

const RUNS = { numRuns: 1500 };

Deno.test("readStoreManifest() reads anything, and lets no unsafe link through", () =>
  fc.assert(
    fc.property(hostileBytes(...STORES), (bytes) => {
      const { manifest, problems } = timed(() => readStoreManifest(bytes));
      checkProblems(problems, bytes);
      ok(manifest !== undefined || problems.length > 0);
      for (const { manifestPath } of manifest?.extensions ?? []) {
        strictEqual(pathProblem(manifestPath), undefined);
      }
    }),
    RUNS,
  ));

Deno.test("readExtensionManifest() reads anything, and lets no unsafe link through", () =>
  fc.assert(
    fc.property(hostileBytes(MANIFEST), (bytes) => {
      const { manifest, problems } = timed(() =>
        readExtensionManifest(bytes, MANIFEST_PATH, {
          id: MANIFEST.id,
          version: MANIFEST.version,
        })
      );
      checkProblems(problems, bytes);
      strictEqual(manifest === undefined, problems.length > 0);
      if (manifest === undefined) return;
      deepStrictEqual(
        [manifest.id, manifest.version],
        [MANIFEST.id, MANIFEST.version],
      );
      for (const { path, size } of [manifest.wasmFile, ...manifest.assets]) {
        strictEqual(pathProblem(path), undefined);
        ok(Number.isSafeInteger(size) && size >= 0);
      }
    }),
    RUNS,
  ));

Deno.test("JsonDocument takes for JSON what JSON.parse does, and nothing else", () =>
  fc.assert(
    fc.property(hostileBytes(...STORES, MANIFEST), (bytes) => {
      const document = timed(() => new JsonDocument(bytes, 1000));
      let value: unknown;
      let isJson = true;
      try {
        value = JSON.parse(document.text);
      } catch {
        isJson = false;
      }
      strictEqual(document.isJson, isJson);
      if (isJson) deepStrictEqual(document.value(), value);
    }),
    RUNS,
  ));

Deno.test("edits of any object leave a JSON document with just that change", () =>
  fc.assert(
    fc.property(
      fc.dictionary(fc.string({ unit: "binary", maxLength: 8 }), anything),
      fc.string({ unit: "binary", maxLength: 8 }),
      anything,
      fc.constantFrom(undefined, 1, "\t"),
      (object, key, value, space) => {
        const before = JSON.parse(JSON.stringify(object));
        const written = JSON.parse(JSON.stringify(value));
        const document = new JsonDocument(
          encode(JSON.stringify(before, null, space)),
          1000,
        );
        const set = applyEdits(
          document.text,
          setMembers(document, 0, { [key]: { value: written } }),
        );
        const after = Object.entries(before).filter(([name]) => name !== key);
        const want = (entries: [string, unknown][]) =>
          entries.sort(([a], [b]) => (a < b ? -1 : 1));
        deepStrictEqual(
          want(Object.entries(JSON.parse(set))),
          want([...after, [key, written]]),
        );
        const dropped = applyEdits(
          document.text,
          dropMember(document, 0, key),
        );
        deepStrictEqual(
          want(Object.entries(JSON.parse(dropped))),
          want(after),
        );
      },
    ),
  ));

/** What a function returns; undefined where it throws a coded error, as it may. */
function attempt<Result>(body: () => Result): Result | undefined {
  try {
    return timed(body);
  } catch (error) {
    if (error instanceof StoreError) return undefined;
    throw error;
  }
}

Deno.test("a store that others wrote is refused, or changed with nothing else touched", () =>
  fc.assert(
    fc.property(
      hostileBytes(STORES[0]),
      fc.constantFrom("harbour.pilot", "other"),
      (bytes, id) => {
        const text = attempt(() => new StoreText(bytes, "store.json"));
        if (text === undefined) return;
        const before = JSON.parse(new TextDecoder().decode(bytes));
        const { tags: _, ...rest } = SUMMARY;
        const summary = { ...rest, id, sums_checksum: CHECKSUM };
        const listed = text.find(id, summary.version);
        const after = JSON.parse(new TextDecoder().decode(text.put(summary)));
        const others = ({ serial: _, updated: __, extensions, ...more }: {
          serial: number;
          updated: string;
          extensions: unknown[];
        }) => ({
          more,
          extensions: extensions.filter((_, index) =>
            index !== (listed?.index ?? before.extensions.length)
          ),
        });
        deepStrictEqual(others(after), others(before));
        strictEqual(after.serial, (before.serial ?? 0) + 1);
        const put = after.extensions[listed?.index ?? before.extensions.length];
        for (const [name, value] of Object.entries(summary)) {
          deepStrictEqual(put[name], value);
        }
        if (listed === undefined) return;
        const dropped = JSON.parse(
          new TextDecoder().decode(text.drop(listed, summary.updated)),
        );
        deepStrictEqual(
          dropped.extensions,
          before.extensions.filter((_: unknown, index: number) =>
            index !== listed.index
          ),
        );
      },
    ),
    RUNS,
  ));

const CONFIG = {
  stores: [{
    name: "harbour",
    kind: "http",
    location: "https://store.example/",
    priority: 5,
    trusted: true,
    keys: [`ed25519:${"A".repeat(43)}`],
    require_signature: true,
  }],
};
const REGISTRY = {
  format: 1,
  extensions: [{
    id: "harbour.pilot",
    current: "1.2.3",
    asked: true,
    held: false,
    prereleases: false,
    history: ["1.2.2"],
    versions: [{
      directory: "1.2.3",
      version: "1.2.3",
      name: "Harbour pilot",
      store: "harbour",
      location: "https://store.example/",
      manifest_checksum: CHECKSUM,
      size: 8,
      dependencies: { "chart.base": "^1.0" },
      installed: "2026-11-21T00:00:00Z",
    }],
  }],
};

Deno.test("lists of stores and of what is installed are read, or refused with a code", () =>
  fc.assert(
    fc.property(hostileBytes(CONFIG, REGISTRY), (bytes) => {
      const config = attempt(() =>
        parseStoreConfig(bytes, "stores.json", "user")
      );
      for (const { name, keys } of config?.entries ?? []) {
        ok(/^[a-z0-9][a-z0-9_-]{0,63}$/.test(name));
        ok(keys.every((key) => /^ed25519:[\w-]{43}$/.test(key)));
      }
      const registry = attempt(() =>
        parseRegistry(new TextDecoder().decode(bytes), "registry.json")
      );
      for (const [id, { versions }] of registry ?? []) {
        for (
          const name of [
            id,
            ...versions.map(({ directory }) => directory),
          ]
        ) {
          ok(!name.includes("/") && name !== ".." && name !== ".", name);
        }
      }
    }),
    RUNS,
  ));

Deno.test("lists of sums, paths, versions, ranges and counters take anything", () =>
  fc.assert(
    fc.property(
      fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom(...WORDS)),
      fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom(...WORDS)),
      anything,
      anything,
      (one, two, left, right) => {
        timed(() => {
          parseSums(`${one}\n${two}`);
          new PathSet().add(one);
          isRange(one);
          satisfies(one, two);
        });
        strictEqual(
          Math.sign(compareVersions(one, two)),
          -Math.sign(compareVersions(two, one)) || 0,
        );
        const words = rollbackOf(
          readStoreCounter(left),
          readStoreCounter(right),
        );
        ok(words === undefined || words.length > 0);
        const problem = pathProblem(one);
        if (problem === undefined) {
          ok(!one.split("/").includes("..") && !/^\/|[\0\\]/.test(one));
        }
      },
    ),
    RUNS,
  ));

Deno.test.each([
  { name: "100,000 arrays in one another", text: "[".repeat(100_000) },
  {
    name: "100,000 objects in one another",
    text: '{"a":'.repeat(100_000) + "1" + "}".repeat(100_000),
  },
  {
    name: "200,000 equal keys",
    text: `{${Array(200_000).fill('"a":1').join()}}`,
  },
  {
    name: "100,000 different keys",
    text: `{${Array.from({ length: 100_000 }, (_, n) => `"k${n}":1`).join()}}`,
  },
  {
    name: "100,000 extensions that are none",
    text: `{"name":"a","version":"1","extensions":[${
      Array(100_000).fill("{}").join()
    }]}`,
  },
  {
    name: "100,000 extensions with the same path",
    text: JSON.stringify({
      ...STORES[0],
      extensions: Array(100_000).fill(SUMMARY),
    }),
  },
  { name: "a string of a megabyte", text: `"${"\\u0000".repeat(170_000)}"` },
  { name: "a number of a megabyte", text: "1".repeat(1_000_000) },
  { name: "a megabyte of backslashes", text: `"${"\\".repeat(1_000_000)}"` },
  { name: "a megabyte of spaces", text: " ".repeat(1_000_000) },
])("reading $name ends soon", ({ text }) => {
  const bytes = encode(text);
  const start = performance.now();
  const { problems } = readStoreManifest(bytes);
  readExtensionManifest(bytes, MANIFEST_PATH);
  ok(problems.length > 0);
  ok(performance.now() - start < 10_000, "it takes too long");
});
