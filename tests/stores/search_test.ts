// `search` over stores of several kinds, and what a store that is away does to it.
import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { errorOf } from "../cli/run_storectl.ts";
import type { Json } from "../cli/run_storectl.ts";
import { handMadeStore } from "../extensions/hand_made_store.ts";
import { withMachine } from "./machine.ts";

Deno.test("search finds extensions and packages, each once", () =>
  withMachine(async (root, run, json) => {
    const more = handMadeStore();
    more.add("anchor", "2.0.0");
    Object.assign(more.index.extensions.at(-1), {
      description: "Holds the ship",
      author: "Ada",
      tags: ["field::marine"],
      size: 12,
    });
    more.write(`${root}/srv/more`);
    await json("stores add local team ROOT/srv/team");
    await json("stores add local more ROOT/srv/more --priority 9");
    const found = async (line: string) =>
      (await json(line)).hits.map((
        { id, version, type, store, otherStores }: Json,
      ) => [id, version, type, store, ...otherStores].join(" "));
    deepStrictEqual(await found("search anchor"), [
      "anchor 1.1 package tools",
      "anchor 2.0.0 extension more",
    ]);
    deepStrictEqual(await found("search org.alpha"), [
      "org.alpha 1.1.0 extension more team",
    ]);
    deepStrictEqual(await found("search --kind local --sort name"), [
      "anchor 2.0.0 extension more",
      "beta 0.1.0-rc.1 extension more team",
      "org.alpha 1.1.0 extension more team",
    ]);
    deepStrictEqual(await found("search --store team alpha"), [
      "org.alpha 1.1.0 extension team",
    ]);
    deepStrictEqual(await found("search --tag field::* --author ada"), [
      "anchor 2.0.0 extension more",
    ]);
    const reply = await json("search --limit 2 --sort size");
    deepStrictEqual(
      [reply.hits.length, reply.totalCount, reply.limit, reply.limited],
      [2, 7, 2, true],
    );
    const { hits: [hit] } = await json("search ship holds");
    deepStrictEqual(hit, {
      id: "anchor",
      type: "extension",
      name: "The anchor",
      version: "2.0.0",
      description: "Holds the ship",
      author: "Ada",
      tags: ["field::marine"],
      size: 12,
      updated: null,
      store: "more",
      kind: "local",
      otherStores: [],
      rank: 7,
    });
    const table = await run("search alpha --format table");
    match(table.stdout, /^ID .*\norg\.alpha +1\.1\.0 +more \+1\n$/);
    const nothing = await run("search xyzzy --format table");
    deepStrictEqual(nothing, {
      status: 0,
      stdout: "Nothing found.\n",
      stderr: "",
    });
    // a store that is named is asked although it is disabled
    await json("stores disable team");
    deepStrictEqual(await found("search alpha"), [
      "org.alpha 1.1.0 extension more",
    ]);
    deepStrictEqual(await found("search alpha --store team"), [
      "org.alpha 1.1.0 extension team",
    ]);
  }));

Deno.test("a dead and a slow store hold up nothing: the others answer, with warnings", async () => {
  // takes connections and never says a word
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr;
  await withMachine(async (_root, run, json) => {
    await json("stores add local team ROOT/srv/team");
    await json("stores add local dead ROOT/srv/none --no-check");
    await json(`stores add http slow http://127.0.0.1:${port}/ --no-check`);
    const start = performance.now();
    const { status, stdout } = await run("search alpha --timeout 1");
    const seconds = (performance.now() - start) / 1000;
    ok(seconds < 5, `${seconds} s`);
    strictEqual(status, 0);
    const { hits, warnings } = JSON.parse(stdout);
    deepStrictEqual(hits.map(({ id }: Json) => id), ["org.alpha"]);
    deepStrictEqual(
      warnings.map(({ code, message }: Json) => [
        code,
        message.split(":")[0],
      ]),
      [
        ["STORE_UNUSABLE", 'Cannot ask store "dead"'],
        ["STORE_SLOW", 'Cannot wait for store "slow"'],
      ],
    );
    const health = await run("stores health slow --timeout 0.5");
    strictEqual(health.status, 1);
    const [slow] = JSON.parse(health.stdout).stores;
    deepStrictEqual([slow.usable, slow.latency], [false, 500]);
  });
});

Deno.test("a search that no store answers has no answer", () =>
  withMachine(async (_root, run, json) => {
    await json("stores add local dead ROOT/srv/none --no-check");
    const answer = await run("search alpha --store dead");
    deepStrictEqual([answer.status, errorOf(answer).code], [
      1,
      "STORE_UNUSABLE",
    ]);
    const { hits, warnings } = JSON.parse(answer.stdout);
    deepStrictEqual([hits, warnings.length], [[], 1]);
  }));
