// The schemas of store.json, manifest.json and stores.json agree with the parsers about right and wrong values.
import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { Ajv2020 } from "ajv/dist/2020.js";
import { FORMAT_SCHEMAS } from "../src/cli/schema_files.ts";
import type { Problem } from "../src/extensions/problem.ts";
import { readExtensionManifest } from "../src/extensions/read_extension_manifest.ts";
import { readStoreManifest } from "../src/extensions/read_store_manifest.ts";
import { parseStoreConfig } from "../src/stores/store_config.ts";
import { type Json, jsonOf } from "./cli/run_storectl.ts";

const CHECKSUM = `blake3:${"0a".repeat(32)}`;

/** Whether a value follows a schema. */
async function follows(name: string): Promise<(value: unknown) => boolean> {
  const ajv = new Ajv2020({
    strict: true,
    strictRequired: false,
    allowUnionTypes: true,
  });
  const check = ajv.compile((await FORMAT_SCHEMAS[name]!()).default);
  return (value) => check(value);
}

function bytesOf(value: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value));
}

/** Everything that differs from a whole document in one value, or lacks one. */
function* variants(
  whole: Json,
  values: readonly unknown[],
): Generator<unknown> {
  for (const key of Object.keys(whole)) {
    const copy = (item: unknown) => {
      const next = structuredClone(whole);
      if (item === undefined) delete next[key];
      else next[key] = item;
      return next;
    };
    if (!Array.isArray(whole)) yield copy(undefined);
    for (const value of values) yield copy(value);
    const inner = whole[key];
    if (typeof inner !== "object" || inner === null) continue;
    for (const changed of variants(inner, values)) yield copy(changed);
  }
}

/** What a value is replaced with: right and wrong ones of every kind. */
const VALUES: readonly unknown[] = [
  null,
  "",
  "a",
  "A b",
  "a.b-c",
  "-a",
  "a".repeat(129),
  "a\u0001",
  0,
  -1,
  1,
  1.5,
  2 ** 60,
  true,
  [],
  ["a"],
  [7],
  [{}],
  {},
  { a: "^1" },
  { "A": "1" },
  "1.0.0",
  "1.0",
  "01.0.0",
  "1.0.0-rc.1+b",
  "1.0.0-01",
  CHECKSUM,
  CHECKSUM.toUpperCase(),
  "md5:00",
  `sha512:${"0".repeat(128)}`,
  `sha256:${"0".repeat(63)}`,
  "../a",
  "a/../b",
  "/a",
  "a\\b",
  "./a",
  "a/./b",
  "a//b",
  "a/b.svg",
  "..a",
];

const FILE = { path: "extension.wasm", checksum: CHECKSUM, size: 7 };
const MANIFEST = {
  id: "a.b",
  name: "A",
  version: "1.2.3",
  description: "d",
  author: "x",
  license: "MIT",
  tags: ["t"],
  wasm_file: FILE,
  assets: [{
    name: "icon",
    path: "assets/icon.svg",
    checksum: CHECKSUM,
    size: 1,
    type: "icon",
  }],
  dependencies: { c: "^1.0.0" },
};
const SUMMARY = {
  id: "a",
  name: "A",
  version: "1.2.3",
  description: "d",
  author: "x",
  tags: ["t"],
  size: 7,
  updated: "2026-01-01T00:00:00Z",
  manifest_path: "extensions/a/1.2.3/manifest.json",
  manifest_checksum: CHECKSUM,
};
const LIST = {
  name: "S",
  version: "1",
  description: "d",
  serial: 3,
  updated: "2026-01-01T00:00:00Z",
  extensions: [SUMMARY],
};
const MAP = {
  ...LIST,
  extensions: { a: { latest: "1.2.3", all_versions: { "1.2.3": SUMMARY } } },
};
const CONFIG = {
  stores: [{
    name: "a",
    kind: "local",
    location: "/srv/a",
    branch: "main",
    priority: 7,
    trusted: true,
    enabled: false,
    keys: [`ed25519:${"A".repeat(43)}`],
    require_signature: true,
  }],
};

/** What no schema can say: one value has to be that of another place. */
const REFERENCE_REGEXP = /: (?:no such version|it is not what its key says)$/;

/** Whether a reader takes a value; undefined where only the agreement of two places is amiss. */
function isTaken(problems: readonly Problem[]): boolean | undefined {
  const isReference = problems.length > 0 &&
    problems.every(({ message }) => REFERENCE_REGEXP.test(message));
  return isReference ? undefined : problems.length === 0;
}

/** Says of which variants schema and reader think differently. */
async function disagreements(
  schema: string,
  wholes: readonly Json[],
  isTaken: (value: unknown) => boolean | undefined,
): Promise<{ taken: number; refused: number; different: string[] }> {
  const check = await follows(schema);
  const result = { taken: 0, refused: 0, different: [] as string[] };
  for (const whole of wholes) {
    for (const value of [whole, ...variants(whole, VALUES)]) {
      const taken = isTaken(value);
      if (taken === undefined) continue;
      result[taken ? "taken" : "refused"]++;
      if (check(value) === taken) continue;
      result.different.push(
        `${taken ? "taken" : "refused"}: ${JSON.stringify(value)}`,
      );
    }
  }
  return result;
}

Deno.test("schema extension-manifest takes what storectl takes, and nothing else", async () => {
  const { taken, refused, different } = await disagreements(
    "extension-manifest",
    [MANIFEST],
    (value) =>
      isTaken(readExtensionManifest(bytesOf(value), "manifest.json").problems),
  );
  deepStrictEqual(different, []);
  ok(taken > 50 && refused > 300, `${taken} ${refused}`);
});

Deno.test("schema store takes what storectl takes, and nothing else", async () => {
  const { taken, refused, different } = await disagreements(
    "store",
    [LIST, MAP],
    (value) => isTaken(readStoreManifest(bytesOf(value)).problems),
  );
  deepStrictEqual(different, []);
  ok(taken > 50 && refused > 300, `${taken} ${refused}`);
});

Deno.test("schema config takes what storectl takes, and nothing else", async () => {
  const { taken, refused, different } = await disagreements(
    "config",
    [CONFIG],
    (value) => {
      try {
        return parseStoreConfig(bytesOf(value), "stores.json", "user")
          .problems.length === 0;
      } catch {
        return false;
      }
    },
  );
  deepStrictEqual(different, []);
  ok(taken > 30 && refused > 200, `${taken} ${refused}`);
  const check = await follows("config");
  strictEqual(check({}), true);
});

Deno.test("what storectl publish writes follows the schemas", async () => {
  const folder = await Deno.makeTempDir({ prefix: "storectl_schemas_" });
  try {
    const line =
      `publish tests/fixtures/sample-extension --to ${folder}/store --init`;
    const { manifestPath } = await jsonOf(line, { root: null });
    const read = async (path: string) =>
      JSON.parse(await Deno.readTextFile(`${folder}/store/${path}`));
    ok((await follows("store"))(await read("store.json")));
    ok((await follows("extension-manifest"))(await read(manifestPath)));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
