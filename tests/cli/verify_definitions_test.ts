// storectl verify of store definitions, end to end.
import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { definition, STORES, withRoot } from "./make_root.ts";
import {
  errorOf,
  type Json,
  jsonOf,
  linesOf,
  runLine,
} from "./run_storectl.ts";

const BAD = definition("bad").replace("[misc]", "[msic]");

Deno.test("verify holds the definitions of a directory against the catalog of the root", async () => {
  await withRoot({
    [`${STORES}/good.yaml`]: definition("good"),
    [`${STORES}/bad.yaml`]: BAD,
  }, async (root) => {
    const answer = await runLine(`verify ${root}/${STORES}`, { root });
    strictEqual(answer.status, 1);
    strictEqual(errorOf(answer).code, "PROBLEMS_FOUND");
    const reply = JSON.parse(answer.stdout);
    deepStrictEqual(
      [reply.kind, reply.ok, reply.catalog, reply.checked.files],
      ["definition", false, true, 2],
    );
    deepStrictEqual(
      reply.problems.map(({ code, severity, path, line, column, hint }: Json) =>
        `${severity} ${code} ${path}:${line}:${column} ${hint}`
      ),
      [
        `error FILTER_MATCHES_NOTHING ROOT/${STORES}/bad.yaml:5:3 Mend its entries, or add the repository that has such packages`,
        `warning UNKNOWN_SECTION ROOT/${STORES}/bad.yaml:5:22 Use "misc"`,
      ],
    );
    const rows = await runLine(`verify ${root}/${STORES} --format ndjson`, {
      root,
    });
    const { target, problems } = reply;
    deepStrictEqual(
      linesOf(rows.stdout),
      problems.map((problem: Json) => ({ target, ...problem })),
    );
  });
});

Deno.test("verify of several paths compares their ids, and says what was found in each", async () => {
  const one = definition("one");
  await withRoot({
    "a/one.yaml": one,
    "b/one.yaml": one,
    "b/two.yml": definition("two"),
  }, async (root) => {
    const answer = await runLine(`verify ${root}/a/one.yaml ${root}/b`, {
      root,
    });
    strictEqual(answer.status, 1);
    const { ok, checked, problems, reports } = JSON.parse(answer.stdout);
    deepStrictEqual([ok, checked.files, reports.map(({ ok }: Json) => ok)], [
      false,
      3,
      [true, false],
    ]);
    deepStrictEqual(problems.map(({ code, path }: Json) => [code, path]), [
      ["DEFINITION_DUPLICATE", "ROOT/b/one.yaml"],
    ]);
  });
});

Deno.test("verify says that there is no catalog to compare with, and checks all the rest", async () => {
  await withRoot({ "empty/x": "", "a.yaml": BAD }, async (root) => {
    const line = `verify ${root}/a.yaml --root ${root}/empty`;
    const reply = await jsonOf(line, { root: null });
    deepStrictEqual([reply.ok, reply.catalog, reply.problems], [
      true,
      false,
      [],
    ]);
    const { stdout } = await runLine(`${line} --report text`, { root: null });
    match(stdout, /not compared with a catalog/);
  });
});

Deno.test("verify --strict fails for a warning", async () => {
  await withRoot({ "a.yaml": `${definition("a")}icons: x\n` }, async (root) => {
    const { ok, problems } = await jsonOf(`verify ${root}/a.yaml`, { root });
    deepStrictEqual([ok, problems.map(({ hint }: Json) => hint)], [
      true,
      ['Use "icon"'],
    ]);
    const strict = await runLine(`verify ${root}/a.yaml --strict`, { root });
    deepStrictEqual([strict.status, errorOf(strict).code], [1, "NOT_CLEAN"]);
  });
});

Deno.test("verify --assets names the tree of icons", async () => {
  const icon = "usr/share/container-stores/a/i.svg";
  await withRoot({
    "a.yaml": `${definition("a")}icon: /${icon}\n`,
    [`tree/${icon}`]: "<svg/>",
  }, async (root) => {
    const found = await jsonOf(`verify ${root}/a.yaml --assets ${root}/tree`, {
      root,
    });
    deepStrictEqual(found.problems, []);
    const missing = await runLine(`verify ${root}/a.yaml --assets ${root}`, {
      root,
    });
    strictEqual(missing.status, 1);
    const [problem] = JSON.parse(missing.stdout).problems;
    deepStrictEqual([problem.code, problem.line], ["ASSET_MISSING", 6]);
  });
});
