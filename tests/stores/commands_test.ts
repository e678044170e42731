// `stores add`, `remove`, `enable`, `disable`, `list`, `show`, `health` and `search`, as people run them.
import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { ContractShape } from "../cli/contract_shape.ts";
import { handMadeStore } from "../extensions/hand_made_store.ts";
import { definition, STORES, withRoot } from "../cli/make_root.ts";
import {
  errorOf,
  jsonOf,
  linesOf,
  runLine,
  runShell,
} from "../cli/run_storectl.ts";
import type { Answer, Json, RunOptions } from "../cli/run_storectl.ts";

const shape = await ContractShape.read();
const LIST = "etc/storectl/stores.json";

/** A machine with a curated store, and a store of extensions in `ROOT/srv/team`. */
function withMachine(
  body: (
    root: string,
    run: (line: string) => Promise<Answer>,
    json: (line: string) => Promise<Json>,
  ) => Promise<void>,
): Promise<void> {
  return withRoot({ [`${STORES}/tools.yaml`]: definition("tools") }, (root) => {
    Deno.mkdirSync(`${root}/srv`);
    handMadeStore().write(`${root}/srv/team`);
    const line = (text: string) => text.replaceAll("ROOT", root);
    return body(
      root,
      (text) => runLine(line(text), { root }),
      (text) => jsonOf(line(text), { root }),
    );
  });
}

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

Deno.test("a list is whole whenever its writer is killed, and the next one leaves no litter", () =>
  withMachine(async (root, run, json) => {
    await json("stores add local team ROOT/srv/team");
    const folder = `${root}/etc/storectl`;
    const module = new URL("../../src/sys/replace_file.ts", import.meta.url);
    const script = `
      import { replaceFile } from "${module}";
      const text = Deno.readTextFileSync("${root}/${LIST}");
      const bytes = new TextEncoder().encode(text.padEnd(300_000));
      console.log("ready");
      for (;;) replaceFile("${root}/${LIST}", bytes);`;
    Deno.writeTextFileSync(`${root}/script.ts`, script);
    for (let kill = 0; kill < 12; kill++) {
      const writer = new Deno.Command(Deno.execPath(), {
        args: ["run", "-A", "--no-config", `${root}/script.ts`],
        stdin: "null",
        stdout: "piped",
      }).spawn();
      const reader = writer.stdout.getReader();
      await reader.read();
      await new Promise((done) => setTimeout(done, 5 + Math.random() * 30));
      writer.kill("SIGKILL");
      await writer.status;
      await reader.cancel();
      const { stores } = JSON.parse(Deno.readTextFileSync(`${root}/${LIST}`));
      strictEqual(stores.length, 1);
    }
    strictEqual((await run("stores disable team")).status, 0);
    deepStrictEqual([...Deno.readDirSync(folder)].map(({ name }) => name), [
      "stores.json",
    ]);
  }));

Deno.test("passwords in URLs are kept and not shown", () =>
  withMachine(async (root, run) => {
    const kept: string[] = [];
    for (
      const [kind, name, location, shown] of [
        [
          "http",
          "a",
          "https://me:secret@host.example/x/",
          "https://host.example/x/",
        ],
        ["http", "b", "https://secret@host.example/", "https://host.example/"],
        [
          "git",
          "c",
          "ssh://git:secret@host.example/x",
          "ssh://git@host.example/x",
        ],
        ["git", "d", "ssh://git@host.example/x", "ssh://git@host.example/x"],
      ] as const
    ) {
      const added = await run(
        `stores add ${kind} ${name} ${location} --no-check`,
      );
      strictEqual(added.status, 0, added.stderr);
      strictEqual(JSON.parse(added.stdout).stores[0].source, shown);
      kept.push(location);
    }
    const { stores } = JSON.parse(Deno.readTextFileSync(`${root}/${LIST}`));
    deepStrictEqual(stores.map(({ location }: Json) => location), kept);
    ok(!(await run("stores list --format table")).stdout.includes("secret"));
  }));

Deno.test("a broken list is a warning for those who ask, and an error for those who change", () =>
  withMachine(async (root, run, json) => {
    Deno.mkdirSync(`${root}/etc/storectl`);
    const broken = '{\n  "stores": [\n}';
    Deno.writeTextFileSync(`${root}/${LIST}`, broken);
    for (const line of ["stores list", "search anchor", "stores health"]) {
      const { warnings } = await json(line);
      deepStrictEqual(
        warnings.map(({ code, path, line, column }: Json) => [
          code,
          path,
          line,
          column,
        ]),
        [["CONFIG_INVALID", `ROOT/${LIST}`, 3, 1]],
        line,
      );
    }
    const changed = await run("stores add local team ROOT/srv/team");
    deepStrictEqual([changed.status, errorOf(changed).code], [
      5,
      "CONFIG_INVALID",
    ]);
    strictEqual(Deno.readTextFileSync(`${root}/${LIST}`), broken);
  }));

Deno.test("a list that everybody may write is not believed", () =>
  withMachine(async (root, run, json) => {
    await json("stores add local team ROOT/srv/team --trusted");
    Deno.chmodSync(`${root}/${LIST}`, 0o666);
    const { stores, warnings } = await json("stores list --kind local");
    deepStrictEqual(
      [stores, warnings.map(({ code }: Json) => code)],
      [[], ["CONFIG_INVALID"]],
    );
    strictEqual(errorOf(await run("stores disable team")).code, "NOT_FOUND");
    const added = await run("stores add local more ROOT/srv/team");
    deepStrictEqual([added.status, errorOf(added).code], [5, "CONFIG_INVALID"]);
    Deno.chmodSync(`${root}/${LIST}`, 0o664);
    strictEqual((await json("stores list --kind local")).stores.length, 1);
  }));

Deno.test("a list keeps what is not known, and stores that make no sense", () =>
  withMachine(async (root, _run, json) => {
    Deno.mkdirSync(`${root}/etc/storectl`);
    const list = {
      owner: "Ada",
      stores: [
        { name: "old", kind: "local", location: "/old", note: { since: 1 } },
        { name: "Wrong Name", kind: "local" },
      ],
    };
    Deno.writeTextFileSync(`${root}/${LIST}`, JSON.stringify(list));
    const { warnings } = await json("stores list");
    deepStrictEqual(warnings.map(({ code }: Json) => code), ["CONFIG_INVALID"]);
    await json("stores add local team ROOT/srv/team");
    await json("stores disable old");
    await json("stores remove team");
    deepStrictEqual(
      JSON.parse(Deno.readTextFileSync(`${root}/${LIST}`)),
      {
        ...list,
        stores: [{ ...list.stores[0], enabled: false }, list.stores[1]],
      },
    );
  }));

Deno.test("twelve at once add a store each, and none is lost", () =>
  withMachine(async (_root, run, json) => {
    const runs = Array.from(
      { length: 12 },
      (_, index) => run(`stores add local s${index} ROOT/srv/team --no-check`),
    );
    for (const { status, stderr } of await Promise.all(runs)) {
      strictEqual(status, 0, stderr);
    }
    strictEqual((await json("stores list --kind local")).stores.length, 12);
  }));

/** Whether root runs the tests. */
const IS_ROOT = Deno.uid() === 0;
/** Makes root look like a user of its own. */
const AS_USER = IS_ROOT ? ["unshare", "--user", "--map-user=1000", "--"] : [];

/** Whether root cannot look like a user here. */
function hasNoUser(): boolean {
  if (!IS_ROOT) return false;
  try {
    const [program = "", ...args] = [...AS_USER, "true"];
    if (new Deno.Command(program, { args }).outputSync().success) return false;
  } catch {
    // there is no such program
  }
  console.error("Left out: tests that need a user namespace");
  return true;
}

Deno.test({
  name: "a user has a list of his own, which is about this machine only",
  ignore: hasNoUser(),
  fn: async () => {
    const folder = Deno.makeTempDirSync({ prefix: "storectl_user_" });
    try {
      const options: RunOptions = {
        root: null,
        through: AS_USER,
        env: {
          XDG_CONFIG_HOME: `${folder}/config`,
          CACHE_DIRECTORY: `${folder}/cache`,
        },
      };
      const added = await runLine(
        `stores add local mine ${folder} --no-check`,
        options,
      );
      strictEqual(added.status, 0, added.stderr);
      const [store] = JSON.parse(added.stdout).stores;
      deepStrictEqual([store.id, store.scope], ["mine", "user"]);
      const list = `${folder}/config/storectl/stores.json`;
      strictEqual(Deno.statSync(list).mode! & 0o777, 0o600);
      const { stores } = JSON.parse(
        (await runLine("stores list", options)).stdout,
      );
      ok(stores.some(({ id }: Json) => id === "mine"));
      const elsewhere = { ...options, root: folder };
      const other = await runLine("stores list", elsewhere);
      deepStrictEqual(JSON.parse(other.stdout).stores, []);
      const refused = await runLine(
        "stores add local x /x --scope user",
        elsewhere,
      );
      strictEqual(errorOf(refused).code, "INVALID_ARGUMENT");
    } finally {
      Deno.removeSync(folder, { recursive: true });
    }
  },
});

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
