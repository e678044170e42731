// storectl filter --explain: why a package is in an answer, or is not.
import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { ContractShape } from "./contract_shape.ts";
import {
  errorOf,
  type Json,
  jsonOf,
  linesOf,
  runLine,
} from "./run_storectl.ts";

const shape = await ContractShape.read();

Deno.test("filter --explain names the step that drops a package, and the values of all steps", async () => {
  const line =
    "filter --store container-marine --store science --tab updates --explain git";
  const reply = await jsonOf(line);
  deepStrictEqual(shape.problems(reply, "ExplainReply"), []);
  const [git] = reply.packages;
  deepStrictEqual(
    [git.name, git.architecture, git.kept, git.droppedBy, git.position],
    ["git", "amd64", false, "store", null],
  );
  deepStrictEqual(
    git.steps.map(({ step, kept }: Json) => `${step} ${kept}`),
    ["store false", "architecture true", "tab false"],
  );
  deepStrictEqual(git.steps[0].stores[1].lists[0], {
    kept: false,
    asked: ["science", "math", "gnu-r", "electronics"],
    has: ["vcs"],
    matched: [],
    list: "include_sections",
  });
  deepStrictEqual(reply.appliedFilters, [
    "store=container-marine",
    "store=science",
    "tab=updates",
  ]);
});

Deno.test("filter --explain agrees with filter about place and number", async () => {
  const line = "filter --store container-marine --search marine";
  const { packages, totalCount } = await jsonOf(`${line} --limit 1000`);
  strictEqual(packages.length, totalCount);
  for (const [position, { name, architecture }] of packages.entries()) {
    const reply = await jsonOf(`${line} --explain ${name}:${architecture}`);
    strictEqual(reply.totalCount, totalCount);
    deepStrictEqual(
      reply.packages.map(({ kept, position, droppedBy }: Json) => [
        kept,
        position,
        droppedBy,
      ]),
      [[true, position, null]],
    );
  }
});

Deno.test("filter --explain is a table for people and a row for programs", async () => {
  const line =
    "filter --store container-marine --tab updates --explain signalk-server-container";
  const [json, table, ndjson] = await Promise.all([
    jsonOf(line),
    runLine(`${line} --format table`),
    runLine(`${line} --format ndjson`),
  ]);
  deepStrictEqual(linesOf(ndjson.stdout), json.packages);
  match(
    table.stdout,
    /^signalk-server-container \(amd64\): kept, number 1 of \d+$/m,
  );
  match(table.stdout, /container-marine: include_tags +yes +field::marine/);
  const dropped = await runLine(
    "filter --section games --explain git --format table",
  );
  match(dropped.stdout, /^git \(amd64\): dropped by section$/m);
  match(dropped.stdout, /^section +no +- +games +vcs$/m);
});

Deno.test("filter --explain of an unknown package names the nearest", async () => {
  const answer = await runLine("filter --explain gti");
  strictEqual(answer.status, 1);
  const { code, hint } = errorOf(answer);
  deepStrictEqual([code, hint], ["NOT_FOUND", 'Use "git".']);
});

Deno.test("filter --explain warns of what nothing answers to, as filter does", async () => {
  const { warnings } = await jsonOf("filter --section nett --explain git");
  deepStrictEqual(warnings.map(({ code, hint }: Json) => [code, hint]), [
    ["ARGUMENT_UNKNOWN_VALUE", 'Use "net".'],
  ]);
});
