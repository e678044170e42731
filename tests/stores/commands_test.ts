// `stores add`, `remove`, `enable`, `disable`, `list`, `show` and `health`, as people run them.
import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { ContractShape } from "../cli/contract_shape.ts";
import { errorOf, linesOf, runLine, runShell } from "../cli/run_storectl.ts";
import type { Json } from "../cli/run_storectl.ts";
import { LIST, withMachine } from "./machine.ts";

const shape = await ContractShape.read();

Deno.test("a store is added, listed, shown, switched off and on, and removed", async (t) => {
  await withMachine(async (root, run, json) => {
    const before = await json("stores list");
    const steps = [
      "stores add local team ROOT/srv/team --priority 5 --trusted",
      "stores list",
      "stores list --kind apt",
      "stores list --kind local",
      "stores list --kind http",
      "stores show team",
      "stores disable team tools",
      "stores disable team",
      "stores list",
      "stores enable team tools",
      "stores remove team tools",
      "stores list",
    ];
    for (const step of steps) {
      const { status, stdout, stderr } = await run(`${step} --format table`);
      strictEqual(status, 0, stderr);
      await t.assertSnapshot(`$ ${step}\n${stdout}${stderr}`);
    }
    deepStrictEqual(await json("stores list"), before);
    strictEqual(
      Deno.readTextFileSync(`${root}/${LIST}`),
      '{\n  "stores": []\n}\n',
    );
  });
});

Deno.test("the replies of the commands that change lists", () =>
  withMachine(async (_root, run, json) => {
    const team = {
      id: "team",
      kind: "local",
      name: "team",
      description: "",
      icon: null,
      banner: null,
      filters: {
        includeOrigins: [],
        includeSections: [],
        includeTags: [],
        includePackages: [],
      },
      sections: [],
      categories: [],
      source: "ROOT/srv/team",
      enabled: true,
      priority: 0,
      trusted: false,
      scope: "system",
    };
    const added = await json("stores add local team ROOT/srv/./team/");
    deepStrictEqual(added, { stores: [team], changed: true, warnings: [] });
    deepStrictEqual(shape.problems(added, "StoreChanges"), []);
    deepStrictEqual(
      shape.problems(await json("stores list"), "StoreList"),
      [],
    );
    deepStrictEqual(await json("stores show team"), {
      store: team,
      warnings: [],
    });
    deepStrictEqual(await json("stores disable team"), {
      stores: [{ ...team, enabled: false }],
      changed: true,
      warnings: [],
    });
    const tools = await json("stores disable tools");
    deepStrictEqual(
      tools.stores.map(({ id, kind, enabled, trusted }: Json) => [
        id,
        kind,
        enabled,
        trusted,
      ]),
      [["tools", "apt", false, true]],
    );
    deepStrictEqual((await json("stores disable tools")).changed, false);
    const half = await run("stores remove team xyzzy");
    deepStrictEqual([half.status, errorOf(half).code], [1, "NOT_FOUND"]);
    const { stdout } = await run("stores remove team --format ndjson");
    deepStrictEqual(linesOf(stdout), [{ ...team, enabled: false }]);
  }));

Deno.test("a store that does not answer is added with a warning, and health fails", () =>
  withMachine(async (_root, run) => {
    const added = await run("stores add local later ROOT/srv/later");
    strictEqual(added.status, 0);
    const { warnings } = JSON.parse(added.stdout);
    deepStrictEqual(warnings.map(({ code }: Json) => code), ["STORE_UNUSABLE"]);
    match(warnings[0].message, /there is no such directory/);
    const silent = await run("stores add local other ROOT/srv/x --no-check");
    deepStrictEqual(JSON.parse(silent.stdout).warnings, []);

    const health = await run("stores health");
    strictEqual(health.status, 1);
    strictEqual(errorOf(health).code, "STORE_UNUSABLE");
    deepStrictEqual(
      JSON.parse(health.stdout).stores.map((
        { name, usable, enabled, problems }: Json,
      ) => [name, usable, enabled, problems.length]),
      [
        ["tools", true, true, 0],
        ["later", false, true, 1],
        ["other", false, true, 1],
      ],
    );
    // what is disabled does not count, unless it is named
    strictEqual((await run("stores disable later other")).status, 0);
    strictEqual((await run("stores health")).status, 0);
    strictEqual((await run("stores health later")).status, 1);
  }));

Deno.test("health says what a store offers, as table and as rows", () =>
  withMachine(async (_root, run, json) => {
    await json("stores add local team ROOT/srv/team");
    const { stores, warnings } = await json("stores health team");
    const [{ latency, changed, ...rest }] = stores;
    ok(Number.isInteger(latency));
    ok(!Number.isNaN(Date.parse(changed)));
    deepStrictEqual([rest, warnings], [{
      name: "team",
      kind: "local",
      enabled: true,
      usable: true,
      reachable: true,
      extensions: 2,
      age: null,
      problems: [],
    }, []]);
    const table = await run("stores health --format table");
    match(table.stdout, /^STORE .*\ntools +apt +ok .*\nteam +local +ok /);
    const rows = await run("stores health --format ndjson");
    deepStrictEqual(linesOf(rows.stdout).map(({ name }) => name), [
      "tools",
      "team",
    ]);
  }));

Deno.test("health --watch is for terminals", () =>
  withMachine(async (root, run) => {
    const refused = await run("stores health --watch");
    deepStrictEqual([refused.status, errorOf(refused).code], [
      2,
      "INVALID_ARGUMENT",
    ]);
    // `script` gives it a terminal; Ctrl-C comes when two rounds were shown
    const { status, stdout } = await runShell(
      `trap '' INT
       log=$(mktemp -p ${root})
       command=$(printf '%q ' "$@")
       script -qec "trap - INT; exec $command" "$log" >/dev/null 2>&1 </dev/null &
       for i in $(seq 100); do
         [ "$(grep -c STORE "$log")" -ge 2 ] && break
         sleep 0.1
       done
       pkill -INT -P "$!"
       wait "$!"
       echo "ended with $?"
       grep -c STORE "$log"`,
      ["stores", "health", "--watch", "--interval", "0.2"],
      { root },
    );
    strictEqual(status, 0);
    const [ended, rounds] = stdout.trim().split("\n");
    strictEqual(ended, "ended with 130");
    ok(Number(rounds) >= 2);
  }));

Deno.test.each([
  "search",
  "stores add",
  "stores remove",
  "stores enable",
  "stores disable",
  "stores health",
].map((line) => ({ line })))(
  "storectl $line --help answers as it always did",
  async ({ line }, t) => {
    const { status, stdout, stderr } = await runLine(`${line} --help`, {
      root: null,
    });
    deepStrictEqual([status, stderr], [0, ""]);
    await t.assertSnapshot(stdout);
  },
);
