// `publish`, as people run it.
import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { errorOf, type Json, runStorectl } from "../cli/run_storectl.ts";
import { isLeftOut } from "../cli/needs.ts";
import { checksumOf } from "./hand_made_store.ts";
import {
  atDesk,
  ID,
  NOTES,
  PROJECT,
  readTree,
  shape,
  verify,
  WASM,
  writeFiles,
} from "./publish_desk.ts";

const SAMPLE = `${PROJECT}tests/fixtures/sample-extension`;

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
