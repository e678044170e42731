// The lists of stores: broken, strange, changed by many at once, and whose they are.
import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { errorOf, runLine } from "../cli/run_storectl.ts";
import type { Json, RunOptions } from "../cli/run_storectl.ts";
import { LIST, withMachine } from "./machine.ts";

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
