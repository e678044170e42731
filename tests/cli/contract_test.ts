// What is printed has the keys, in their order, and the types that src/cli/contract.ts says.
import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { PACKAGE_FIELDS } from "../../src/cli/package_fields.ts";
import { ContractShape } from "./contract_shape.ts";
import { PACKAGES, STORES, withRoot } from "./make_root.ts";
import { jsonOf, linesOf, runLine, runStorectl } from "./run_storectl.ts";

const shape = await ContractShape.read();

const REPLIES = [
  { line: "stores list --stores-dir stores", type: "StoreList", row: "Store" },
  { line: "stores show home-server", type: "StoreReply", row: "Store" },
  { line: "stores list --kind apt", type: "StoreList", row: "Store" },
  { line: "stores health", type: "HealthReply", row: "StoreHealth" },
  { line: "search weather", type: "SearchReply", row: "SearchHit" },
  { line: "repos list", type: "RepositoryList", row: "Repository" },
  { line: "filter", type: "FilterReply", row: undefined },
  {
    line: "filter --limit 1000 --fields all",
    type: "FilterReply",
    row: "Package",
  },
  {
    line: "filter --limit 1000 --offset 1000 --fields all",
    type: "FilterReply",
    row: "Package",
  },
  {
    line: "filter --section nothing --store none",
    type: "FilterReply",
    row: undefined,
  },
  {
    line:
      "details signalk-server-container boat-local adduser harbour-pilot git",
    type: "DetailsReply",
    row: "PackageDetails",
  },
  {
    line: "sections --store container-marine",
    type: "SectionList",
    row: "Group",
  },
  {
    line: "categories --store container-marine",
    type: "CategoryList",
    row: "Group",
  },
  { line: "--version", type: "Version", row: "Version" },
];

Deno.test.each(REPLIES)(
  "storectl $line prints a $type",
  async ({ line, type, row }) => {
    const options = line === "--version" ? { root: null } : {};
    const [json, ndjson] = await Promise.all([
      jsonOf(line, options),
      runLine(`${line} --format ndjson`, options),
    ]);
    deepStrictEqual(shape.problems(json, type), []);
    for (const item of linesOf(ndjson.stdout)) {
      if (row !== undefined) deepStrictEqual(shape.problems(item, row), []);
    }
  },
);

Deno.test("warnings and errors have the shape of the contract", async () => {
  await withRoot({
    [`${STORES}/a.yaml`]: "id: a\nidd: b\n",
    [`${STORES}/b.yaml`]: "\0",
    "etc/apt/preferences": "Pin",
    "etc/apt/sources.list.d/a.list": "what",
    [PACKAGES]: "no list",
  }, async (root) => {
    const { stdout, stderr } = await runStorectl([
      "filter",
      "--store",
      "c",
      "--strict",
      "--tag",
      "a::b",
    ], { root });
    const reply = JSON.parse(stdout);
    ok(reply.warnings.length >= 6);
    deepStrictEqual(shape.problems(reply, "FilterReply"), []);
    const [error, ...more] = linesOf(stderr);
    deepStrictEqual([shape.problems(error, "ErrorDocument"), more], [[], []]);
  });
  const missing = linesOf(
    (await runLine("filter --root /nonexistent", { root: null })).stderr,
  )[0];
  deepStrictEqual(shape.problems(missing, "ErrorDocument"), []);
});

Deno.test("the fields that --fields knows are those of a Package", () =>
  deepStrictEqual(
    shape.properties("Package").map(({ name }) => name),
    PACKAGE_FIELDS,
  ));

Deno.test("the shape of the contract finds what is wrong", async () => {
  const { repositories: [good], ...rest } = await jsonOf("repos list");
  const check = (repository: unknown) =>
    shape.problems({ repositories: [repository], ...rest }, "RepositoryList")
      .length;
  strictEqual(check(good), 0);
  const { id: _, ...without } = good;
  const { id, ...behind } = good;
  strictEqual(check(without), 1);
  strictEqual(check({ ...good, more: 1 }), 2);
  strictEqual(check({ ...good, packageCount: "1" }), 1);
  strictEqual(check({ ...good, components: [1, "main", null] }), 2);
  strictEqual(check({ ...behind, id }), 1);
  strictEqual(check(null), 1);
});
