// `publish` and `unpublish`, as people run them.
import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { ContractShape } from "../cli/contract_shape.ts";
import {
  type Answer,
  errorOf,
  type Json,
  runStorectl,
} from "../cli/run_storectl.ts";
import { isLeftOut } from "../cli/needs.ts";
import { checksumOf } from "./hand_made_store.ts";

const PROJECT = new URL("../../", import.meta.url).pathname;
const SAMPLE = `${PROJECT}tests/fixtures/sample-extension`;
const WASM = "\0asm\x01\0\0\0";
const ID = "org.example.notes";
const shape = await ContractShape.read();

/** Files of a directory, by path. */
type Files = Readonly<Record<string, string | null>>;

/** What most tests publish. */
const NOTES: Files = {
  "manifest.json": JSON.stringify({ id: ID, name: "Notes", version: "1.0.0" }),
  "extension.wasm": WASM,
};

function writeFiles(folder: string, files: Files): void {
  for (const [path, text] of Object.entries(files)) {
    const file = `${folder}/${path}`;
    Deno.mkdirSync(file.slice(0, file.lastIndexOf("/")), { recursive: true });
    if (text !== null) Deno.writeTextFileSync(file, text);
  }
}

/** A directory to publish, a place for a store, and the way to the program. */
interface Desk {
  readonly source: string;
  readonly store: string;
  readonly folder: string;
  /** Publishes; more words for the command line. */
  publish(...more: readonly string[]): Promise<Answer>;
  unpublish(id: string, version: string, ...more: string[]): Promise<Answer>;
  /** The reply of a publish that has to go well. */
  published(...more: readonly string[]): Promise<Json>;
  /** `store.json`. */
  index(): Json;
}

async function atDesk(
  files: Files,
  action: (desk: Desk) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "storectl-publish-" });
  try {
    const [source, store] = [`${folder}/source`, `${folder}/store`];
    Deno.mkdirSync(source);
    writeFiles(source, files);
    const options = { root: null };
    const publish = (...more: readonly string[]) =>
      runStorectl(["publish", source, "--to", store, ...more], options);
    await action({
      source,
      store,
      folder,
      publish,
      unpublish: (id, version, ...more) =>
        runStorectl(
          ["unpublish", id, version, "--from", store, ...more],
          options,
        ),
      async published(...more) {
        const { status, stdout, stderr } = await publish(...more);
        strictEqual(status, 0, stderr);
        const reply = JSON.parse(stdout);
        deepStrictEqual(shape.problems(reply, "PublishReply"), []);
        return reply;
      },
      index: () => JSON.parse(Deno.readTextFileSync(`${store}/store.json`)),
    });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** All files below a directory with what is in them, by path. */
function readTree(folder: string, prefix = ""): Record<string, string> {
  return Object.fromEntries(
    [...Deno.readDirSync(folder)].flatMap(({ name, isDirectory }) =>
      isDirectory
        ? Object.entries(readTree(`${folder}/${name}`, `${prefix}${name}/`))
        : [[prefix + name, Deno.readTextFileSync(`${folder}/${name}`)]]
    ).sort(),
  );
}

async function verify(store: string): Promise<void> {
  const { status, stdout } = await runStorectl(["verify", store], {
    root: null,
  });
  strictEqual(status, 0, stdout);
  deepStrictEqual(JSON.parse(stdout).problems, []);
}

Deno.test("publish links every file, and what it writes is what the sample store has", async () => {
  await atDesk({}, async ({ store, folder }) => {
    const args = ["publish", SAMPLE, "--to", store, "--init"];
    const { status, stdout, stderr } = await runStorectl(args, { root: null });
    strictEqual(status, 0, stderr);
    const reply = JSON.parse(stdout);
    deepStrictEqual(shape.problems(reply, "PublishReply"), []);
    const home = `${store}/extensions/org.example.tide-table/1.2.0`;
    strictEqual(`${store}/${reply.manifestPath}`, `${home}/manifest.json`);
    deepStrictEqual(
      reply.files.map(({ path, type }: Json) => `${type} ${path}`),
      [
        "component extension.wasm",
        "license LICENSE",
        "documentation README.md",
        "icon assets/icon.svg",
      ],
    );
    for (const { path, checksum, size } of reply.files) {
      const bytes = Deno.readFileSync(`${home}/${path}`);
      deepStrictEqual(bytes, Deno.readFileSync(`${SAMPLE}/${path}`));
      strictEqual(checksum, checksumOf(bytes));
      strictEqual(size, bytes.length);
    }
    const manifest = Deno.readFileSync(`${home}/manifest.json`);
    strictEqual(reply.manifestChecksum, checksumOf(manifest));
    const { extensions: [summary], serial } = JSON.parse(
      Deno.readTextFileSync(`${store}/store.json`),
    );
    strictEqual(serial, 1);
    strictEqual(summary.manifest_checksum, reply.manifestChecksum);
    strictEqual(
      summary.sums_checksum,
      checksumOf(Deno.readFileSync(`${home}/SHA256SUMS`)),
    );
    strictEqual(summary.size, reply.bytes);
    deepStrictEqual(
      readTree(home),
      readTree(
        `${PROJECT}tests/fixtures/sample-store/extensions/org.example.tide-table/1.2.0`,
      ),
    );
    await verify(store);
    await verify(`${PROJECT}tests/fixtures/sample-store`);
    deepStrictEqual([...Deno.readDirSync(folder)].length, 2);
  });
});

Deno.test({
  name: "sha256sum -c and b3sum say the same as storectl",
  ignore: isLeftOut("sha256sum", "b3sum"),
  fn: async () => {
    await atDesk({
      ...NOTES,
      "assets/a b — ü.txt": "words",
      "large.bin": "0123456789".repeat(300_000),
    }, async ({ published, store }) => {
      const { files, manifestPath } = await published("--init");
      const cwd = `${store}/${manifestPath.slice(0, -"/manifest.json".length)}`;
      const run = (program: string, args: string[]) =>
        new Deno.Command(program, { args, cwd }).outputSync();
      const sums = run("sha256sum", ["-c", "--strict", "SHA256SUMS"]);
      ok(sums.success, new TextDecoder().decode(sums.stderr));
      strictEqual(new TextDecoder().decode(sums.stdout).split("\n").length, 5);
      for (const { path, checksum } of files) {
        const { stdout } = run("b3sum", ["--no-names", path]);
        strictEqual(
          `blake3:${new TextDecoder().decode(stdout).trim()}`,
          checksum,
        );
      }
    });
  },
});

Deno.test("the same bytes again change nothing; other bytes need --overwrite", async () => {
  await atDesk({ ...NOTES, "README.md": "one" }, async (desk) => {
    const { source, store, published, publish, index } = desk;
    const first = await published("--init");
    const before = Deno.statSync(`${store}/store.json`);
    const again = await published();
    deepStrictEqual(again, { ...first, changed: false });
    strictEqual(Deno.statSync(`${store}/store.json`).ino, before.ino);
    for (const [text, count] of [["two", 2], ["three", 3]] as const) {
      Deno.writeTextFileSync(`${source}/README.md`, text);
      const tree = readTree(store);
      const refused = await publish();
      strictEqual(refused.status, 2);
      strictEqual(errorOf(refused).code, "ALREADY_EXISTS");
      match(errorOf(refused).hint, /--overwrite/);
      deepStrictEqual(readTree(store), tree);
      const old = index().extensions[0].manifest_path;
      const { manifestPath, replaces, changed } = await published(
        "--overwrite",
      );
      ok(changed);
      strictEqual(replaces, old);
      strictEqual(
        manifestPath,
        `extensions/${ID}/1.0.0_r${count}/manifest.json`,
      );
      deepStrictEqual(
        [...Deno.readDirSync(`${store}/extensions/${ID}`)].map(({ name }) =>
          name
        ),
        [`1.0.0_r${count}`],
      );
      await verify(store);
    }
  });
});

Deno.test("--dry-run says what would be done and writes nothing", async () => {
  await atDesk(NOTES, async ({ published, publish, source, store, folder }) => {
    const plan = await published("--init", "--dry-run");
    deepStrictEqual([...Deno.readDirSync(folder)].length, 1);
    const done = await published("--init");
    deepStrictEqual(plan, { ...done, dryRun: true });
    const tree = readTree(store);
    Deno.writeTextFileSync(`${source}/more`, "more");
    const over = await published("--dry-run", "--overwrite");
    strictEqual(over.replaces, done.manifestPath);
    const table = await publish("--dry-run", "--overwrite", "--format=table");
    match(table.stdout, /^TYPE +BYTES +PATH\ncomponent +8 +extension.wasm\n/);
    match(table.stdout, /Would publish .* in place of the old files\.\n$/);
    strictEqual(errorOf(await publish("--dry-run")).code, "ALREADY_EXISTS");
    deepStrictEqual(readTree(store), tree);
  });
});

Deno.test("flags say what a manifest does not, and go before it", async () => {
  await atDesk({ "a.txt": "a", "b.txt": "b" }, async (desk) => {
    const { folder, store, published, publish, source } = desk;
    Deno.writeTextFileSync(`${folder}/built.wasm`, WASM);
    const args = [
      "--init",
      ...["--id", ID, "--name", "Notes", "--version", "1.0.0"],
      ...["--description", "d", "--author", "a", "--license", "MIT"],
      ...["--tag", "x", "--tag", "y", "--wasm", `${folder}/built.wasm`],
      ...["--asset-type", "a.txt=table", "--asset-type", "./b.txt=icon"],
    ];
    const { manifestPath, files } = await published(...args);
    deepStrictEqual(
      files.map(({ path, type }: Json) => [path, type]),
      [["extension.wasm", "component"], ["a.txt", "table"], ["b.txt", "icon"]],
    );
    const { wasm_file: _, assets: __, ...rest } = JSON.parse(
      Deno.readTextFileSync(`${store}/${manifestPath}`),
    );
    deepStrictEqual(rest, {
      id: ID,
      name: "Notes",
      version: "1.0.0",
      description: "d",
      author: "a",
      license: "MIT",
      tags: ["x", "y"],
    });
    writeFiles(source, NOTES);
    const newer = await published("--version", "1.1.0");
    strictEqual(newer.extension.version, "1.1.0");
    const none = await publish("--asset-type", "c.txt=icon", "--version=1.2.0");
    match(errorOf(none).message, /no asset "c.txt"/);
    const version = await publish("--version");
    strictEqual(JSON.parse(version.stdout).name, "storectl");
  });
});

Deno.test("what a manifest says besides survives, and stale links are made anew", async () => {
  const text = `{
  "id": "${ID}", "name": "Notes", "version": "1.0.0",
  "build": 12345678901234567890, "limit": 1e400, "name2": "\\u00e9",
  "wasm_file": {"path": "./code/main.wasm", "checksum": "sha256:00", "size": "8", "entry": "run"},
  "assets": [
    {"path": "./b.txt", "name": "Bee", "type": "table", "rank": 1.0},
    {"path": "gone.txt", "type": "x"}
  ],
  "signature": {"by": "somebody"}
}
`;
  await atDesk({
    "manifest.json": text,
    "code/main.wasm": WASM,
    "a.txt": "a",
    "b.txt": "b",
    "SHA256SUMS": "stale",
    ".hidden/x": "x",
  }, async ({ published, store }) => {
    const { manifestPath, warnings } = await published("--init");
    deepStrictEqual(warnings.map(({ code }: Json) => code), ["FILE_SKIPPED"]);
    const manifest = Deno.readTextFileSync(`${store}/${manifestPath}`);
    for (
      const part of [
        '"build": 12345678901234567890',
        '"limit": 1e400',
        '"name2": "\\u00e9"',
        '"entry": "run"',
        '"rank": 1.0',
        '"signature": {"by": "somebody"}',
      ]
    ) ok(manifest.includes(part), part);
    const { wasm_file, assets } = JSON.parse(manifest);
    strictEqual(wasm_file.path, "code/main.wasm");
    strictEqual(wasm_file.checksum, checksumOf(WASM));
    deepStrictEqual(
      assets.map(({ path, name, type }: Json) => [path, name, type]),
      [["a.txt", "a.txt", "asset"], ["b.txt", "Bee", "table"]],
    );
    await verify(store);
  });
});

Deno.test.each<{ name: string; files: Files; says: RegExp[] }>([
  {
    name: "no manifest and no flags",
    files: { "extension.wasm": WASM },
    says: [
      /"id": it is missing/,
      /"name": it is missing/,
      /"version": it is missing/,
    ],
  },
  {
    name: "a manifest that is no JSON",
    files: { ...NOTES, "manifest.json": '{\n"id": }' },
    says: [/expected a value, found "}"/],
  },
  {
    name: "a manifest that is a list",
    files: { ...NOTES, "manifest.json": "[]" },
    says: [/not an object/],
  },
  {
    name: "a key twice",
    files: { ...NOTES, "manifest.json": '{"id": "a", "id": "b"}' },
    says: [/"id" is there twice/],
  },
  {
    name: "bad fields",
    files: {
      ...NOTES,
      "manifest.json":
        '{"id": "A", "name": 7, "version": "1", "tags": "x", "dependencies": {"b": 1}}',
    },
    says: [
      /"id": expected/,
      /"name": expected a text, found 7/,
      /"version": expected a semantic version/,
      /"tags": expected a list/,
      /"dependencies.b": expected a text/,
    ],
  },
  {
    name: "a range that is none",
    files: {
      ...NOTES,
      "manifest.json":
        `{"id": "${ID}", "name": "N", "version": "1.0.0", "dependencies": {"b": "one"}}`,
    },
    says: [/"dependencies.b": expected a range of versions, found "one"/],
  },
  {
    name: "no component",
    files: { "manifest.json": NOTES["manifest.json"]! },
    says: [/no WebAssembly file/],
  },
  {
    name: "two components",
    files: { ...NOTES, "extension.wasm": null, "a.wasm": WASM, "b.wasm": WASM },
    says: [/which of "a.wasm", "b.wasm"/],
  },
  {
    name: "a component that is none",
    files: { ...NOTES, "extension.wasm": "#!/bin/sh" },
    says: [/extension.wasm": it is not WebAssembly/],
  },
  {
    name: "an empty component",
    files: { ...NOTES, "extension.wasm": "" },
    says: [/extension.wasm": it is not WebAssembly/],
  },
  {
    name: "names that differ in case",
    files: { ...NOTES, "Icon.png": "", "icon.png": "" },
    says: [/on some systems it is the same as "Icon.png"/],
  },
  {
    name: "a name of storectl's own",
    files: { ...NOTES, "Manifest.JSON": "" },
    says: [/"Manifest.JSON" has a name that storectl gives/],
  },
  {
    name: "names that cannot be used",
    files: { ...NOTES, "a\\b": "", "c\nd": "", "e%2ff": "" },
    says: [
      /a\\\\\\\\b" cannot be used: it holds a backslash/,
      /control/,
      /percent/,
    ],
  },
])("publish refuses $name, and says all of it", async ({ files, says }) => {
  await atDesk(files, async ({ publish, folder }) => {
    const answer = await publish("--init");
    strictEqual(answer.status, 5);
    const { code } = errorOf(answer);
    strictEqual(code, "EXTENSION_INVALID");
    for (const words of says) {
      match(
        JSON.stringify(errorOf(answer).message).slice(1, -1).replaceAll(
          '\\"',
          '"',
        ),
        words,
      );
    }
    deepStrictEqual([...Deno.readDirSync(folder)].length, 1);
  });
});

Deno.test("links, pipes and the store itself are not published", async () => {
  await atDesk(NOTES, async ({ source, store, publish, folder }) => {
    Deno.symlinkSync("/etc/passwd", `${source}/passwd`);
    Deno.symlinkSync("/etc", `${source}/etc`);
    new Deno.Command("mkfifo", { args: [`${source}/pipe`] }).outputSync();
    const answer = await publish("--init");
    const { message } = errorOf(answer);
    match(
      message,
      /"etc" is a symbolic link; "passwd" is a symbolic link; "pipe" is no regular file/,
    );
    for (const name of ["passwd", "etc", "pipe"]) {
      Deno.removeSync(`${source}/${name}`);
    }
    for (const place of [source, `${source}/store`, folder]) {
      const inside = await runStorectl([
        "publish",
        source,
        "--to",
        place,
        "--init",
      ], { root: null });
      strictEqual(errorOf(inside).code, "INVALID_ARGUMENT", place);
    }
    // the program runs in the project's directory
    const relative = "dist/publish-test/source";
    writeFiles(PROJECT + relative, NOTES);
    for (const place of [`${relative}/new/store`, "dist/publish-test"]) {
      const inside = await runStorectl(
        ["publish", relative, "--to", place, "--init", "--dry-run"],
        { root: null },
      );
      strictEqual(errorOf(inside).code, "INVALID_ARGUMENT", place);
    }
    Deno.removeSync(`${PROJECT}dist/publish-test`, { recursive: true });
    deepStrictEqual([...Deno.readDirSync(folder)].length, 1);
    const none = await runStorectl(
      ["publish", `${folder}/none`, "--to", store],
      { root: null },
    );
    strictEqual(errorOf(none).code, "NOT_FOUND");
    match(errorOf(await publish()).hint, /--init/);
  });
});

Deno.test("a store with the form of a map, or one that is broken, is not touched", async () => {
  await atDesk(NOTES, async ({ store, publish, unpublish }) => {
    const cases = [
      ['{"name":"S","version":"1","extensions":{}}', "STORE_FORM"],
      ['{"name":"S","extensions":[]', "STORE_INVALID"],
      ['{"name":"S","extensions":[],"extensions":[]}', "STORE_INVALID"],
    ] as const;
    for (const [text, code] of cases) {
      writeFiles(store, { "store.json": text });
      for (
        const answer of [
          await publish("--init"),
          await publish("--dry-run"),
          await unpublish("a", "1.0.0"),
        ]
      ) {
        strictEqual(answer.status, 5);
        strictEqual(errorOf(answer).code, code);
      }
      deepStrictEqual(readTree(store), { "store.json": text });
    }
  });
});

Deno.test("what others wrote into store.json survives, letter by letter", async () => {
  const head =
    '{"x": 1e400,\n "extensions": [\n  {"id": "other", "n": 0.10, "version": "1.0.0"}';
  const tail =
    '\n ],\n "name": "S",   "version": "1", "big": 98765432109876543210';
  await atDesk(NOTES, async ({ store, published, unpublish }) => {
    writeFiles(store, { "store.json": `${head}${tail}\n}\n` });
    await published();
    const text = Deno.readTextFileSync(`${store}/store.json`);
    ok(text.startsWith(`${head},`), text);
    ok(
      text.includes(`${tail}, "serial": 1`) || text.includes(`${tail},`),
      text,
    );
    strictEqual((await unpublish(ID, "1.0.0")).status, 0);
    const after = Deno.readTextFileSync(`${store}/store.json`);
    ok(after.startsWith(`${head}${tail}`), after);
    deepStrictEqual([...Deno.readDirSync(store)].map(({ name }) => name), [
      "store.json",
    ]);
  });
});

Deno.test("no link in the store leads a publish out of it", async () => {
  await atDesk(NOTES, async ({ store, folder, publish, published }) => {
    const outside = `${folder}/outside`;
    Deno.mkdirSync(`${outside}/${ID}`, { recursive: true });
    await published("--init", "--id", "other");
    const index = Deno.readTextFileSync(`${store}/store.json`);
    Deno.symlinkSync(`${outside}/${ID}`, `${store}/extensions/${ID}`);
    strictEqual(errorOf(await publish()).code, "PATH_UNSAFE");
    Deno.removeSync(`${store}/extensions`, { recursive: true });
    Deno.symlinkSync(outside, `${store}/extensions`);
    strictEqual(errorOf(await publish()).code, "PATH_UNSAFE");
    strictEqual(Deno.readTextFileSync(`${store}/store.json`), index);
    deepStrictEqual(readTree(outside), {});
    Deno.renameSync(`${store}/store.json`, `${folder}/real.json`);
    Deno.symlinkSync(`${folder}/real.json`, `${store}/store.json`);
    strictEqual(errorOf(await publish()).code, "PATH_UNSAFE");
    strictEqual(Deno.readTextFileSync(`${folder}/real.json`), index);
  });
});

Deno.test("a directory that is not listed is somebody else's, and stays", async () => {
  await atDesk(NOTES, async ({ store, published }) => {
    const taken = `extensions/${ID}/1.0.0/theirs`;
    writeFiles(store, { [taken]: "x" });
    const { manifestPath } = await published("--init");
    strictEqual(manifestPath, `extensions/${ID}/1.0.0_r2/manifest.json`);
    strictEqual(readTree(store)[taken], "x");
  });
});

Deno.test("a version that is damaged in the store is mended by --overwrite", async () => {
  await atDesk({ ...NOTES, "a.txt": "a" }, async (desk) => {
    const { store, publish, published } = desk;
    const { manifestPath } = await published("--init");
    Deno.removeSync(
      `${store}/${manifestPath.replace("manifest.json", "a.txt")}`,
    );
    const refused = await publish();
    match(errorOf(refused).message, /missing or damaged/);
    await published("--overwrite");
    await verify(store);
  });
});

Deno.test("versions that differ in case alone are refused", async () => {
  await atDesk(NOTES, async ({ publish, published }) => {
    await published("--init", "--version=1.0.0-RC");
    const answer = await publish("--version=1.0.0-rc");
    match(errorOf(answer).message, /the same as 1.0.0-RC/);
  });
});

Deno.test("unpublish takes a version off the list, then its files", async () => {
  await atDesk(NOTES, async ({ store, published, unpublish, index }) => {
    await published("--init");
    await published("--version=1.1.0");
    const tree = readTree(store);
    const plan = await unpublish(ID, "1.0.0", "--dry-run");
    deepStrictEqual(readTree(store), tree);
    const done = await unpublish(ID, "1.0.0");
    const reply = JSON.parse(done.stdout);
    deepStrictEqual(shape.problems(reply, "UnpublishReply"), []);
    deepStrictEqual(JSON.parse(plan.stdout), { ...reply, dryRun: true });
    strictEqual(reply.removed, `extensions/${ID}/1.0.0`);
    strictEqual(index().extensions.length, 1);
    ok(!Object.keys(readTree(store)).some((path) => path.includes("1.0.0")));
    await verify(store);
    for (
      const [id, version, hint] of [
        [ID, "1.0.0", /It has 1.1.0/],
        ["org.example.note", "1.1.0", /org.example.notes/],
      ] as const
    ) {
      const answer = await unpublish(id, version);
      strictEqual(answer.status, 1);
      match(errorOf(answer).hint, hint);
    }
    strictEqual((await unpublish(ID, "1.1.0")).status, 0);
    deepStrictEqual(Object.keys(readTree(store)), ["store.json"]);
  });
});

Deno.test("unpublish removes no directory that others use, and none outside its own", async () => {
  const entry = (version: string, path: string) => ({
    id: ID,
    version,
    manifest_path: path,
  });
  await atDesk({}, async ({ store, folder, unpublish }) => {
    writeFiles(folder, { "outside/1.0.0/x": "x" });
    const cases = [
      ["1.0.0", "../outside/1.0.0/manifest.json"],
      ["2.0.0", `extensions/${ID}/shared/manifest.json`],
      ["3.0.0", `extensions/${ID}/shared/other.json`],
      ["4.0.0", "extensions/other/1.0.0/manifest.json"],
      ["5.0.0", "manifest.json"],
    ] as const;
    writeFiles(store, {
      "store.json": JSON.stringify({
        extensions: cases.map(([version, path]) => entry(version, path)),
      }),
      [`extensions/${ID}/shared/x`]: "x",
      "extensions/other/1.0.0/x": "x",
    });
    for (const [version] of cases) {
      const { stdout } = await unpublish(ID, version);
      const { removed } = JSON.parse(stdout);
      // the last one that uses the shared directory takes it along
      strictEqual(
        removed,
        version === "3.0.0" ? `extensions/${ID}/shared` : null,
      );
    }
    deepStrictEqual(Object.keys(readTree(folder)), [
      "outside/1.0.0/x",
      "store/extensions/other/1.0.0/x",
      "store/store.json",
    ]);
  });
});
