// The JSON Schemas: generated ones in step with the contract, written ones in agreement with the parsers, all of them met by what is real.
import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { Ajv2020 } from "ajv/dist/2020.js";
import { generatedFiles, outputTypes } from "../scripts/make_schemas.ts";
import { FORMAT_SCHEMAS, OUTPUT_SCHEMAS } from "../src/cli/schema_files.ts";
import { checkShape, KNOWN_KEYS } from "../src/curation/_definition_schema.ts";
import { plainValue, readYamlTree } from "../src/curation/_yaml_tree.ts";
import { withRoot } from "./cli/make_root.ts";
import { type Json, jsonOf, linesOf, runLine } from "./cli/run_storectl.ts";

const ROOT = new URL("../", import.meta.url);
const ALL = { ...FORMAT_SCHEMAS, ...OUTPUT_SCHEMAS };

function readFile(path: string): string {
  return Deno.readTextFileSync(new URL(path, ROOT));
}

/** A function that says what is wrong with a value by one of the schemas. */
async function checker(name: string): Promise<(value: unknown) => string[]> {
  const ajv = new Ajv2020({
    allErrors: true,
    strict: true,
    strictRequired: false,
    allowUnionTypes: true,
  });
  const check = ajv.compile((await ALL[name]!()).default);
  return (value) =>
    check(value)
      ? []
      : check.errors!.map((error) => `${error.instancePath} ${error.message}`);
}

Deno.test("schemas/outputs and src/cli/schema_files.ts are what their script makes of the contract", async () => {
  const files = await generatedFiles();
  const there = Array.from(
    Deno.readDirSync(new URL("schemas/outputs/", ROOT)),
    ({ name }) => `schemas/outputs/${name}`,
  );
  deepStrictEqual(
    [...files.keys()].filter((path) => path.startsWith("schemas/")).sort(),
    there.sort(),
  );
  for (const [path, text] of files) {
    ok(readFile(path) === text, `${path} is old: run the task schemas`);
  }
});

Deno.test("outputTypes() names outputs by the words of their command lines", () => {
  const contract = [
    "/** `stores show ID`. */\nexport interface StoreReply {",
    "/** `details NAME…`. */\nexport interface DetailsReply extends A {",
    "/** `verify PATH…`. */\nexport type VerifyReply =",
    "/** `storectl --version`. */\nexport interface Version {",
    "/** Anything else. */\nexport interface Other {",
    "/** `private`. */\ninterface Hidden {",
  ].join("\n}\n");
  deepStrictEqual([...outputTypes(contract)], [
    ["details", "DetailsReply"],
    ["error", "ErrorDocument"],
    ["packages-event", "PackagesEvent"],
    ["stores-show", "StoreReply"],
    ["verify", "VerifyReply"],
    ["version", "Version"],
  ]);
});

Deno.test.each(Object.keys(ALL).map((name) => ({ name })))(
  "storectl schema $name prints a schema of draft 2020-12 that says what it is about",
  async ({ name }) => {
    await checker(name);
    const folder = Object.hasOwn(OUTPUT_SCHEMAS, name) ? "outputs/" : "";
    const document = JSON.parse(
      readFile(`schemas/${folder}${name}.schema.json`),
    );
    deepStrictEqual(await jsonOf(`schema ${name}`), document);
    const table = await runLine(`schema ${name} --format table`);
    deepStrictEqual(JSON.parse(table.stdout), document);
    strictEqual(document.$id, `urn:storectl:schema:${name}`);
    strictEqual(
      document.$schema,
      "https://json-schema.org/draft/2020-12/schema",
    );
    ok(document.title.length > 0 && document.description.length > 0);
  },
);

Deno.test("storectl schema lists every schema, and finds the nearest name", async () => {
  const { schemas } = await jsonOf("schema");
  deepStrictEqual(
    schemas.map(({ name, kind }: Json) => [name, kind]),
    [
      ...Object.keys(FORMAT_SCHEMAS).map((name) => [name, "format"]),
      ...Object.keys(OUTPUT_SCHEMAS).map((name) => [name, "output"]),
    ],
  );
  ok(schemas.every(({ description }: Json) => description.length > 10));
  const rows = await runLine("schema --format ndjson");
  deepStrictEqual(linesOf(rows.stdout), schemas);
  const { status, stderr } = await runLine("schema stores-lst");
  strictEqual(status, 1);
  strictEqual(linesOf(stderr)[0].error.code, "NOT_FOUND");
  strictEqual(linesOf(stderr)[0].error.hint, 'Use "stores-list".');
});

Deno.test.each([
  { line: "stores list --stores-dir stores", name: "stores-list" },
  { line: "stores show home-server", name: "stores-show" },
  { line: "stores list --kind apt", name: "stores-list" },
  { line: "stores health", name: "stores-health" },
  { line: "search weather", name: "search" },
  { line: "repos list", name: "repos-list" },
  { line: "filter --limit 1000 --fields all", name: "filter" },
  { line: "filter --store none --tag a::b", name: "filter" },
  { line: "filter --store science --explain git", name: "filter-explain" },
  { line: "details boat-local adduser git", name: "details" },
  { line: "sections --store container-marine", name: "sections" },
  { line: "categories --store container-marine", name: "categories" },
  { line: "stores export home-server --format json", name: "stores-export" },
  { line: "verify stores", name: "verify" },
  { line: "cache status", name: "cache-status" },
  { line: "list", name: "list" },
  { line: "outdated", name: "outdated" },
  { line: "remove --autoremove --dry-run", name: "install" },
  { line: "schema", name: "schema" },
])("the reply to storectl $line fits schema $name", async ({ line, name }) => {
  const reply = await jsonOf(line);
  const check = await checker(name);
  deepStrictEqual(check(reply), []);
  // a schema that takes everything would also pass
  const [key] = Object.keys(reply);
  ok(check({ ...reply, [key!]: 7 }).length > 0);
});

Deno.test("an error and the version fit their schemas", async () => {
  const { stderr } = await runLine("filter --limit 0");
  deepStrictEqual((await checker("error"))(linesOf(stderr)[0]), []);
  const version = await jsonOf("--version", { root: null });
  deepStrictEqual((await checker("version"))(version), []);
});

Deno.test("the reply to storectl cache clear fits its schema", async () => {
  await withRoot({}, async (root) => {
    const env = { CACHE_DIRECTORY: `${root}/cache` };
    await jsonOf("filter", { root, env });
    const reply = await jsonOf("cache clear", { root, env });
    ok(reply.removed.length > 0);
    deepStrictEqual((await checker("cache-clear"))(reply), []);
  });
});

/** A definition with every key. */
const WHOLE = {
  id: "a",
  name: "A",
  description: "Line\nand line",
  icon: "/usr/share/icons/a.svg",
  banner: null,
  filters: {
    include_origins: ["Debian"],
    include_sections: ["net"],
    include_tags: ["role::program", "devel::lang:c++", "x::*"],
    include_packages: ["git*"],
  },
  section_metadata: {
    net: { label: "N", description: "d", icon: "i" },
    x: null,
  },
  custom_sections: [{ section: "a", label: "A" }, { id: "b", icon: null }],
  category_metadata: [{ id: "c", description: "d" }],
};

/** What a value is replaced with: right and wrong ones of every kind. */
const VALUES: readonly unknown[] = [
  null,
  "",
  " ",
  " x ",
  "a",
  "A b",
  "a::b",
  "a::*",
  "*::b",
  "a::b*",
  "::",
  "a::b c",
  "a\nb",
  "a\tb",
  "a\u0001b",
  "\u0085",
  "\u00a0x",
  "x".repeat(65),
  7,
  true,
  [],
  [""],
  ["a"],
  ["a::b"],
  [7],
  [null],
  [{}],
  {},
  { a: {} },
  { a: null },
  { a: 7 },
  [{ section: "a" }],
  [{ id: "a" }],
  [{ section: "a", id: "b" }],
  [{ section: "a", id: null }],
  [{ section: null, id: null }],
  { include_tags: ["a::b"] },
  { include_tags: [] },
  { include_tags: null, include_packages: ["x"] },
];

/** Every definition that differs from a whole one in one value, or lacks one. */
function* variants(): Generator<unknown> {
  yield WHOLE;
  function* change(
    value: Json,
    build: (value: unknown) => unknown,
  ): Generator<unknown> {
    for (const other of VALUES) yield build(other);
    if (typeof value !== "object" || value === null) return;
    for (const key of Object.keys(value)) {
      const copy = (item: unknown) => {
        const next = structuredClone(value);
        if (item === undefined) delete next[key];
        else next[key] = item;
        return next;
      };
      if (!Array.isArray(value)) yield build(copy(undefined));
      yield* change(value[key], (item) => build(copy(item)));
    }
  }
  yield* change(WHOLE, (value) => value);
}

/** Whether a value has a key that means nothing: storectl warns, the schema refuses. */
function hasStranger(value: Json, pattern = ""): boolean {
  if (typeof value !== "object" || value === null) return false;
  const known = KNOWN_KEYS[pattern];
  return Object.entries(value).some(([key, item]) => {
    if (known !== undefined && !known.includes(key)) return true;
    const next = known === undefined ? "*" : key;
    return hasStranger(item, pattern === "" ? next : `${pattern}.${next}`);
  });
}

Deno.test("schema store-definition takes what storectl takes, and nothing else", async () => {
  const check = await checker("store-definition");
  const seen = { taken: 0, refused: 0 };
  for (const value of variants()) {
    if (hasStranger(value)) {
      ok(check(value).length > 0, JSON.stringify(value));
      continue;
    }
    const isTaken = checkShape(value).shape !== null;
    seen[isTaken ? "taken" : "refused"]++;
    strictEqual(check(value).length === 0, isTaken, JSON.stringify(value));
  }
  ok(seen.taken > 200 && seen.refused > 500, JSON.stringify(seen));
});

Deno.test("schema store-definition takes every definition that ships", async () => {
  const check = await checker("store-definition");
  const names = Array.from(
    Deno.readDirSync(new URL("stores/", ROOT)),
    ({ name }) => name,
  );
  ok(names.length > 5);
  for (const name of names) {
    const { root } = readYamlTree(readFile(`stores/${name}`));
    deepStrictEqual(check(structuredClone(plainValue(root!))), [], name);
  }
});
