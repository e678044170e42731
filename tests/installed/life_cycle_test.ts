// Installs, updates, goes back and removes with the real program, as a user would.
import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { ContractShape } from "../cli/contract_shape.ts";
import {
  errorOf,
  type Json,
  linesOf,
  runLine,
  runStorectl,
} from "../cli/run_storectl.ts";
import { Machine } from "./make_store.ts";
import type { StoreContent } from "./make_store.ts";

const shape = await ContractShape.read();

const CONTENT: StoreContent = {
  app: {
    "1.0.0": { dependencies: { lib: "^1.0.0" } },
    "2.0.0": { dependencies: { lib: "^2.0.0" } },
    "3.0.0-rc.1": {},
  },
  lib: { "1.0.0": {}, "1.1.0": {}, "2.0.0": {} },
  tool: { "1.0.0": { dependencies: { lib: "^1.0.0" } } },
  ying: { "1.0.0": { dependencies: { yang: "*" } } },
  yang: { "1.0.0": { dependencies: { ying: "^1" } } },
};

/** Runs a line that has to go well, and returns its reply, which has the shape of its type. */
async function reply(
  { root }: Machine,
  line: string,
  type = "ChangeReply",
): Promise<Json> {
  const { status, stdout, stderr } = await runLine(`${line} --format json`, {
    root,
  });
  deepStrictEqual([status, stderr], [0, ""], line);
  const json = JSON.parse(stdout);
  deepStrictEqual(shape.problems(json, type), [], line);
  return json;
}

/** `action id from -> to` of each change. */
function changesOf({ changes }: Json): readonly string[] {
  return changes.map(({ action, id, from, to }: Json) =>
    `${action} ${id} ${from ?? "-"} -> ${to ?? "-"}`
  );
}

/** `id version` of all that is installed. */
async function installedOn(machine: Machine): Promise<readonly string[]> {
  const { extensions } = await reply(machine, "list", "InstalledList");
  return extensions.map(({ id, version }: Json) => `${id} ${version}`);
}

/** Runs a line that has to fail, and returns its code and words. */
async function failure({ root }: Machine, line: string): Promise<string> {
  const answer = await runLine(`${line} --format json`, { root });
  const error = errorOf(answer);
  deepStrictEqual(shape.problems({ error }, "ErrorDocument"), []);
  return `${answer.status} ${error.code}: ${error.message} | ${error.hint}`;
}

Deno.test("an extension lives: installed, updated, rolled back, held, removed", async () => {
  await using machine = await Machine.make({ main: { content: CONTENT } });
  const { root, data } = machine;
  const plan = await reply(machine, "install app@1 --dry-run");
  strictEqual(plan.applied, false);
  await Deno.stat(data).then(
    () => ok(false, "a dry run makes nothing"),
    () => {},
  );
  const done = await reply(machine, "install app@1");
  deepStrictEqual(done, { ...plan, applied: true });
  deepStrictEqual(changesOf(done), [
    "install app - -> 1.0.0",
    "install lib - -> 1.1.0",
  ]);
  deepStrictEqual(done.changes[1].neededBy, ["app"]);
  strictEqual((await reply(machine, "install app")).applied, false);
  const { extensions } = await reply(machine, "outdated", "OutdatedList");
  deepStrictEqual(
    extensions.map(({ id, latest }: Json) => `${id} ${latest}`),
    ["app 2.0.0", "lib 2.0.0"],
  );
  deepStrictEqual(changesOf(await reply(machine, "update app")), [
    "update app 1.0.0 -> 2.0.0",
    "update lib 1.1.0 -> 2.0.0",
  ]);
  const path = `${data}/extensions/app/current/extension.wasm`;
  match(await Deno.readTextFile(path), /app 2\.0\.0/);
  // the stores are gone, and the way back is open
  await Deno.rename(machine.storePath("main"), `${root}/away`);
  const { status, stdout } = await runLine("rollback app --format json", {
    root,
  });
  deepStrictEqual([status, changesOf(JSON.parse(stdout))], [0, [
    "downgrade app 2.0.0 -> 1.0.0",
    "downgrade lib 2.0.0 -> 1.1.0",
  ]]);
  await Deno.rename(`${root}/away`, machine.storePath("main"));
  match(await Deno.readTextFile(path), /app 1\.0\.0/);
  deepStrictEqual(
    changesOf(await reply(machine, "rollback app --to 2.0.0")),
    ["update app 1.0.0 -> 2.0.0", "update lib 1.1.0 -> 2.0.0"],
  );
  await reply(machine, "rollback app");
  const held = await reply(machine, "hold app", "InstalledList");
  deepStrictEqual(held.extensions[0].held, true);
  const nothing = await reply(machine, "update --all");
  deepStrictEqual(changesOf(nothing), []);
  deepStrictEqual(
    nothing.warnings.map(({ code }: Json) => code),
    ["EXTENSION_HELD", "EXTENSION_HELD_BACK"],
  );
  await reply(machine, "unhold app", "InstalledList");
  deepStrictEqual(changesOf(await reply(machine, "update --all")), [
    "update app 1.0.0 -> 2.0.0",
    "update lib 1.1.0 -> 2.0.0",
  ]);
  deepStrictEqual(
    changesOf(await reply(machine, "remove app --autoremove")),
    ["remove app 2.0.0 -> -", "remove lib 2.0.0 -> -"],
  );
  deepStrictEqual(await installedOn(machine), []);
  const left = [...Deno.readDirSync(`${data}/extensions`)];
  deepStrictEqual(left, []);
});

Deno.test("a dependency stays until nobody needs it, or somebody asks for it", async () => {
  await using machine = await Machine.make({ main: { content: CONTENT } });
  await reply(machine, "install app@1 tool");
  await reply(machine, "remove app");
  deepStrictEqual(await installedOn(machine), ["lib 1.1.0", "tool 1.0.0"]);
  deepStrictEqual(changesOf(await reply(machine, "remove --autoremove")), []);
  deepStrictEqual((await reply(machine, "install lib")).marked, ["lib"]);
  await reply(machine, "remove tool --autoremove");
  deepStrictEqual(await installedOn(machine), ["lib 1.1.0"]);
});

Deno.test("extensions that need each other are installed and named", async () => {
  await using machine = await Machine.make({ main: { content: CONTENT } });
  const { changes, cycles, warnings } = await reply(machine, "install ying");
  strictEqual(changes.length, 2);
  deepStrictEqual(cycles, [["yang", "ying", "yang"]]);
  deepStrictEqual(warnings.map(({ code, message }: Json) => [code, message]), [
    ["DEPENDENCY_CYCLE", "Extensions need each other: yang -> ying -> yang"],
  ]);
  match(
    await failure(machine, "remove ying"),
    /^1 STILL_NEEDED: Cannot remove "ying": "yang" needs it/,
  );
  await reply(machine, "remove ying yang");
});

Deno.test("prereleases come when they are asked for, and stay asked for", async () => {
  await using machine = await Machine.make({
    main: { content: { app: { "1.0.0": {}, "2.0.0-rc.1": {} } } },
  });
  deepStrictEqual(changesOf(await reply(machine, "install app --dry-run")), [
    "install app - -> 1.0.0",
  ]);
  deepStrictEqual(
    changesOf(await reply(machine, "install app@2.0.0-rc.1 --dry-run")),
    ["install app - -> 2.0.0-rc.1"],
  );
  await reply(machine, "install app --prerelease");
  deepStrictEqual(await installedOn(machine), ["app 2.0.0-rc.1"]);
  await machine.fill("main", { app: { "1.0.0": {}, "2.0.0-rc.2": {} } });
  await reply(machine, "update app");
  deepStrictEqual(await installedOn(machine), ["app 2.0.0-rc.2"]);
});

const BOTH = {
  trusted: {
    trusted: true,
    priority: -5,
    content: { app: { "1.0.0": { text: "trusted" } } },
  },
  loud: {
    trusted: false,
    priority: 9,
    content: { app: { "2.0.0": { text: "loud" } }, solo: { "1.0.0": {} } },
  },
  quiet: {
    trusted: false,
    priority: 1,
    content: {
      app: { "3.0.0": { text: "quiet" } },
      solo: { "2.0.0": {} },
      twin: { "1.0.0": {} },
    },
  },
  other: {
    trusted: false,
    priority: 1,
    content: { twin: { "1.1.0": {} } },
  },
};

Deno.test("trusted stores go first, then priority, then the version; --explain says so", async () => {
  await using machine = await Machine.make(BOTH);
  const { changes } = await reply(
    machine,
    "install app solo twin --dry-run --explain",
  );
  deepStrictEqual(
    changes.map(({ id, to, store }: Json) => `${id} ${to} ${store}`),
    ["app 1.0.0 trusted", "solo 1.0.0 loud", "twin 1.1.0 other"],
  );
  const why = changes.map(({ explanation }: Json) => explanation.join(" | "));
  match(why[0], /is trusted, and store "loud" \(2\.0\.0\) is not/);
  match(why[1], /has priority 9, and store "quiet" \(2\.0\.0\) has 1/);
  match(why[2], /higher than 1\.0\.0 of store "quiet"/);
  const table = await runLine(
    "install app --dry-run --explain --format table",
    { root: machine.root },
  );
  match(table.stdout, /install app 1\.0\.0 from trusted\n {2}Store "trusted"/);
});

Deno.test("keeping a trusted store from answering does not make another one win", async () => {
  await using machine = await Machine.make(BOTH);
  await Deno.remove(machine.storePath("trusted"), { recursive: true });
  match(
    await failure(machine, "install app"),
    /^1 STORE_UNUSABLE: Cannot install "app" from store "loud", which is not trusted: store "trusted" is, and gives no answer \| .*--store loud/,
  );
  strictEqual((await reply(machine, "install app --store loud")).applied, true);
});

Deno.test("an update never changes the store, and stores never mix", async () => {
  await using machine = await Machine.make(BOTH);
  await reply(machine, "install app");
  deepStrictEqual(changesOf(await reply(machine, "update --all")), []);
  match(
    await failure(machine, "install app@2"),
    /^1 NOT_FOUND: .* it is installed from store "trusted".*--store loud/,
  );
  const { changes } = await reply(machine, "install app --store quiet");
  deepStrictEqual(
    changes.map(({ store, fromStore }: Json) => [store, fromStore]),
    [["quiet", "trusted"]],
  );
  const manifest = await Deno.readFile(
    `${machine.data}/extensions/app/current/manifest.json`,
  );
  deepStrictEqual(
    manifest,
    await Deno.readFile(
      `${machine.storePath("quiet")}/extensions/app/3.0.0/manifest.json`,
    ),
  );
  // a store of the same name at another place is another store
  await machine.use({ ...BOTH, quiet: { content: {} } });
  await Deno.rename(
    machine.storePath("quiet"),
    machine.storePath("moved"),
  );
  await machine.fill("moved", { app: { "9.0.0": {} } });
  const config = `${machine.root}/etc/storectl/stores.json`;
  await Deno.writeTextFile(
    config,
    (await Deno.readTextFile(config)).replace("stores/quiet", "stores/moved"),
  );
  const { applied, warnings } = await reply(machine, "update app");
  deepStrictEqual(
    [applied, warnings.map(({ code }: Json) => code)],
    [false, ["EXTENSION_UNAVAILABLE"]],
  );
});

Deno.test("the same version from another store gets a place of its own", async () => {
  await using machine = await Machine.make({
    one: { priority: 1, content: { app: { "1.0.0": { text: "one" } } } },
    two: { content: { app: { "1.0.0": { text: "two" } } } },
  });
  await reply(machine, "install app");
  deepStrictEqual(
    changesOf(await reply(machine, "install app --store two")),
    ["switch app 1.0.0 -> 1.0.0"],
  );
  const path = `${machine.data}/extensions/app/current`;
  match(await Deno.readTextFile(`${path}/extension.wasm`), /two/);
  match(await Deno.realPath(path), /1\.0\.0_r2$/);
  await reply(machine, "rollback app");
  match(await Deno.readTextFile(`${path}/extension.wasm`), /one/);
});

Deno.test("three earlier versions are kept", async () => {
  const versions = ["1.0.0", "1.1.0", "1.2.0", "1.3.0", "1.4.0"];
  await using machine = await Machine.make({
    main: {
      content: {
        app: Object.fromEntries(versions.map((version) => [version, {}])),
      },
    },
  });
  for (const version of versions) {
    await reply(machine, `install app@${version}`);
  }
  const info = await reply(machine, "info app", "ExtensionInfo");
  deepStrictEqual(info.installed.earlier, ["1.1.0", "1.2.0", "1.3.0"]);
  const files = [...Deno.readDirSync(`${machine.data}/extensions/app`)];
  deepStrictEqual(files.map(({ name }) => name).sort(), [
    "1.1.0",
    "1.2.0",
    "1.3.0",
    "1.4.0",
    "current",
  ]);
  await reply(machine, "rollback app --to 1.2.0");
  await reply(machine, "rollback app");
  match(
    await failure(machine, "rollback app"),
    /^1 NOTHING_TO_ROLL_BACK: Cannot roll back "app": no version before 1\.1\.0 is kept/,
  );
});

Deno.test("what cannot be is refused in words, and nothing changes", async (t) => {
  await using machine = await Machine.make({ main: { content: CONTENT } });
  await reply(machine, "install app@2");
  const before = await installedOn(machine);
  for (
    const line of [
      "install ap",
      "install nothing-like-it",
      "install app@7",
      "install app@1",
      "install lib@>=3.0.0-0",
      "install tool",
      "install app@x.y",
      "install app@",
      "install App",
      "install tool --store nowhere",
      "install solo --store main",
      "update",
      "update app --all",
      "update tol",
      "remove",
      "remove tool",
      "remove lib",
      "rollback app",
      "rollback app --to 9.9.9",
      "rollback tool",
      "hold tool",
      "info tol",
    ]
  ) await t.assertSnapshot(`${line}\n${await failure(machine, line)}`);
  deepStrictEqual(await installedOn(machine), before);
  deepStrictEqual(
    changesOf(await reply(machine, "install app@1 --allow-downgrade")),
    [
      "downgrade app 2.0.0 -> 1.0.0",
      "downgrade lib 2.0.0 -> 1.1.0",
    ],
  );
});

Deno.test("a hold holds, whoever asks for another version, and is named", async () => {
  await using machine = await Machine.make({ main: { content: CONTENT } });
  await reply(machine, "install app@1");
  await reply(machine, "hold lib", "InstalledList");
  match(
    await failure(machine, "install app@2"),
    /^1 CONFLICT: .*app 2\.0\.0 asks for lib \^2\.0\.0; .*the hold on lib asks for lib 1\.1\.0|^1 CONFLICT: .*the hold on lib asks for lib 1\.1\.0; .*app 2\.0\.0 asks for lib \^2\.0\.0/,
  );
  const { changes, warnings } = await reply(machine, "update app");
  deepStrictEqual(changes, []);
  deepStrictEqual(warnings.map(({ code }: Json) => code), [
    "EXTENSION_HELD_BACK",
  ]);
  match(warnings[0].message, /the hold on lib asks for lib 1\.1\.0/);
});

Deno.test("bytes that are not what the store links are not installed", async () => {
  await using machine = await Machine.make({ main: { content: CONTENT } });
  await reply(machine, "install tool");
  const path = `${
    machine.storePath("main")
  }/extensions/app/2.0.0/extension.wasm`;
  const bytes = await Deno.readFile(path);
  bytes[bytes.length - 1]! ^= 1;
  await Deno.writeFile(path, bytes);
  await reply(machine, "remove tool --autoremove");
  match(await failure(machine, "install app"), /^5 CHECKSUM_MISMATCH/);
  deepStrictEqual(await installedOn(machine), []);
  deepStrictEqual([...Deno.readDirSync(`${machine.data}/extensions`)], []);
});

Deno.test("verify --installed finds what is damaged, and a second fetch mends it", async () => {
  await using machine = await Machine.make({ main: { content: CONTENT } });
  const { root, data } = machine;
  await reply(machine, "install app");
  const verify = async () => {
    const { status, stdout } = await runLine(
      "verify --installed --format json",
      { root },
    );
    const report = JSON.parse(stdout);
    return [
      status,
      ...report.problems.map(({ code, path }: Json) => `${code} ${path}`),
    ];
  };
  deepStrictEqual(await verify(), [0]);
  const home = `${data}/extensions/app/2.0.0`;
  const text = await Deno.readTextFile(`${home}/extension.wasm`);
  await Deno.writeTextFile(
    `${home}/extension.wasm`,
    text.replace("app", "apq"),
  );
  await Deno.writeTextFile(`${home}/README.md`, "longer than it was before");
  await Deno.remove(`${data}/extensions/lib/current`);
  await Deno.writeTextFile(`${home}/stranger`, "");
  deepStrictEqual(await verify(), [
    1,
    "SIZE_MISMATCH extensions/app/2.0.0/README.md",
    "CHECKSUM_MISMATCH extensions/app/2.0.0/extension.wasm",
    "ORPHAN extensions/app/2.0.0/stranger",
    "CURRENT_MISMATCH extensions/lib/current",
  ]);
  deepStrictEqual(
    changesOf(await reply(machine, "install --reinstall app")),
    ["reinstall app 2.0.0 -> 2.0.0"],
  );
  deepStrictEqual(await verify(), [0]);
  await Deno.writeTextFile(`${data}/current/registry.json`, "{}");
  for (const line of ["list", "install tool", "verify --installed"]) {
    match(await failure(machine, line), /^5 REGISTRY_INVALID/);
  }
});

Deno.test("a store that is gone is a warning; what is installed stays", async () => {
  await using machine = await Machine.make({
    main: { content: CONTENT },
    more: { content: { solo: { "1.0.0": {} } } },
  });
  await reply(machine, "install app@1");
  await Deno.remove(machine.storePath("more"), { recursive: true });
  const { changes, warnings } = await reply(machine, "update app");
  strictEqual(changes.length, 2);
  deepStrictEqual(warnings.map(({ code }: Json) => code), ["STORE_UNUSABLE"]);
  // nothing is said to be up to date that could not be asked for
  await Deno.remove(machine.storePath("main"), { recursive: true });
  match(
    await failure(machine, "update --all"),
    /^1 STORE_UNUSABLE: Cannot update all of it: store "main" gives no answer/,
  );
  strictEqual((await reply(machine, "install app")).applied, false);
  // nobody can say what they offer
  for (const line of ["install tool", "install tool --store more"]) {
    match(await failure(machine, line), /^1 STORE_UNUSABLE: /);
  }
});

Deno.test("a store in the map form gives its extensions too", async () => {
  await using machine = await Machine.make({ main: { content: CONTENT } });
  const path = `${machine.storePath("main")}/store.json`;
  const { extensions, ...rest } = JSON.parse(await Deno.readTextFile(path));
  const groups = Map.groupBy(
    extensions as readonly { id: string; version: string }[],
    ({ id }) => id,
  );
  const map = Object.fromEntries(
    [...groups].map(([id, own]) => [id, {
      latest: own.at(-1)!.version,
      all_versions: Object.fromEntries(
        own.map((summary) => [summary.version, summary]),
      ),
    }]),
  );
  await Deno.writeTextFile(path, JSON.stringify({ ...rest, extensions: map }));
  deepStrictEqual(changesOf(await reply(machine, "install app@2")), [
    "install app - -> 2.0.0",
    "install lib - -> 2.0.0",
  ]);
});

Deno.test("a root that does not exist is refused, and not made", async () => {
  await using machine = await Machine.make({ main: { content: CONTENT } });
  const root = `${machine.folder}/nothing`;
  for (
    const line of ["list", "outdated", "hold app", "remove app", "install app"]
  ) {
    const answer = await runLine(`${line} --format json`, { root });
    deepStrictEqual([answer.status, errorOf(answer).code], [
      2,
      "INVALID_ARGUMENT",
    ]);
  }
  await Deno.stat(root).then(() => ok(false, "it was made"), () => {});
});

Deno.test("the plan is for people on stderr, and nobody else", async () => {
  await using machine = await Machine.make({ main: { content: CONTENT } });
  const options = { root: machine.root };
  const table = await runLine("install app@1 --format table", options);
  strictEqual(table.stdout, "Installed app 1.0.0, lib 1.1.0.\n");
  match(
    table.stderr,
    /^install app 1\.0\.0 from main\ninstall lib 1\.1\.0 from main, needed by app\n\d+ B to fetch\n$/,
  );
  const quiet = await runLine("update --all --format table --quiet", options);
  strictEqual(quiet.stderr, "");
  const rows = await runLine("remove app lib --format ndjson", options);
  deepStrictEqual(
    linesOf(rows.stdout).map(({ action, id }) => `${action} ${id}`),
    ["remove app", "remove lib"],
  );
  deepStrictEqual(
    shape.problems(linesOf(rows.stdout)[0], "ExtensionChange"),
    [],
  );
  const empty = await runStorectl(["list", "--format", "table"], options);
  strictEqual(empty.stdout, "No extension is installed.\n");
});
