// What `publish` writes and says fits its schemas, and the schemas of both files refuse nothing that the parsers take.
import { deepStrictEqual, ok } from "node:assert/strict";
import { Ajv2020 } from "ajv/dist/2020.js";
import { FORMAT_SCHEMAS, OUTPUT_SCHEMAS } from "../../src/cli/schema_files.ts";
import { readExtensionManifest } from "../../src/extensions/read_extension_manifest.ts";
import { readStoreManifest } from "../../src/extensions/read_store_manifest.ts";
import { type Json, jsonOf } from "../cli/run_storectl.ts";

const FIXTURES = "tests/fixtures";
const SCHEMAS = { ...FORMAT_SCHEMAS, ...OUTPUT_SCHEMAS };

async function checker(name: string): Promise<(value: unknown) => boolean> {
  const options = {
    strict: true,
    strictRequired: false,
    allowUnionTypes: true,
  };
  return new Ajv2020(options).compile((await SCHEMAS[name]!()).default);
}

function readJson(path: string): Json {
  const url = new URL(`../../${FIXTURES}/${path}`, import.meta.url);
  return JSON.parse(Deno.readTextFileSync(url));
}

const STORE = readJson("sample-store/store.json");
const MANIFEST = readJson(
  "sample-store/extensions/org.example.tide-table/1.2.0/manifest.json",
);

Deno.test.each([
  {
    name: "publish",
    line:
      `publish ${FIXTURES}/sample-extension --to dist/none --init --dry-run`,
  },
  {
    name: "unpublish",
    line:
      `unpublish org.example.tide-table 1.2.0 --from ${FIXTURES}/sample-store --dry-run`,
  },
])("the reply of $name fits its schema", async ({ name, line }) => {
  const check = await checker(name);
  const reply = await jsonOf(line, { root: null });
  ok(check(reply));
  ok(!check({ ...reply, extension: 7 }));
});

/** Values that take the place of others. */
const VALUES: readonly unknown[] = [
  undefined,
  null,
  "",
  " ",
  "a",
  "A",
  "1.0.0",
  "01.0.0",
  "a.",
  "../x",
  "./x",
  "a/b.c",
  "ü — 图",
  `blake3:${"0".repeat(64)}`,
  `sha256:${"A".repeat(64)}`,
  `sha512:${"0".repeat(128)}`,
  0,
  -1,
  1.5,
  1e300,
  true,
  [],
  ["a"],
  [1],
  {},
  { a: "^1" },
  { A: 1 },
];

/** A value with each of its parts replaced by each of the others. */
function* variants(value: Json): Generator<Json> {
  if (typeof value !== "object" || value === null) return;
  for (const [key, part] of Object.entries(value)) {
    const replaced = (by: unknown) => {
      const copy = structuredClone(value);
      if (by === undefined && !Array.isArray(copy)) delete copy[key];
      else copy[key] = by ?? null;
      return copy;
    };
    for (const other of VALUES) yield replaced(other);
    for (const inner of variants(part)) yield replaced(inner);
  }
}

/** Compares a schema with a parser, and counts what both take. */
async function compare(
  name: string,
  values: Iterable<Json>,
  problems: (bytes: Uint8Array) => readonly { readonly code: string }[],
): Promise<void> {
  const check = await checker(name);
  let taken = 0;
  let refused = 0;
  for (const value of values) {
    const text = JSON.stringify(value);
    const codes = problems(new TextEncoder().encode(text))
      .map(({ code }) => code)
      // no schema says that two things are not the same, or hold each other
      .filter((code) => code !== "DUPLICATE" && code !== "MANIFEST_MISMATCH");
    deepStrictEqual(
      [text, check(value)],
      [text, codes.length === 0],
      `${codes}`,
    );
    if (codes.length === 0) taken++;
    else refused++;
  }
  ok(taken > 20 && refused > 100, `${taken} taken, ${refused} refused`);
}

Deno.test("schema store takes what storectl reads, and nothing else", async () => {
  const [summary] = STORE.extensions;
  const map = {
    ...STORE,
    extensions: {
      [summary.id]: {
        latest: summary.version,
        all_versions: { [summary.version]: summary },
      },
    },
  };
  const values = [
    STORE,
    map,
    ...variants(STORE),
    ...variants(summary).map((changed) => ({
      ...STORE,
      extensions: [changed],
    })),
  ];
  await compare("store", values, (bytes) => readStoreManifest(bytes).problems);
});

Deno.test("schema extension-manifest takes what storectl reads, and nothing else", async () => {
  const values = [MANIFEST, ...variants(MANIFEST)];
  await compare(
    "extension-manifest",
    values,
    (bytes) => readExtensionManifest(bytes, "manifest.json").problems,
  );
});
