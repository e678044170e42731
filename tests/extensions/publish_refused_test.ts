// What `publish` refuses; nothing is written then, and nothing outside of the store is touched.
import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { errorOf, runStorectl } from "../cli/run_storectl.ts";
import {
  atDesk,
  type Files,
  ID,
  NOTES,
  PROJECT,
  readTree,
  WASM,
  writeFiles,
} from "./publish_desk.ts";

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

Deno.test("versions that differ in case alone are refused", async () => {
  await atDesk(NOTES, async ({ publish, published }) => {
    await published("--init", "--version=1.0.0-RC");
    const answer = await publish("--version=1.0.0-rc");
    match(errorOf(answer).message, /the same as 1.0.0-RC/);
  });
});
