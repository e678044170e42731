// A publisher who means harm: whatever his store says, nothing is written outside the place that was asked for,
// nothing of this machine is read into it, and nothing is run. Stores of every kind, not signed.
import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { isLeftOut } from "../../src/sys/_testing.ts";
import { runStorectl, words } from "../cli/run_storectl.ts";
import {
  gitPlace,
  KINDS,
  linkOf,
  localPlace,
  makeFiles,
  Reader,
  runGit,
  withFolder,
  withPlace,
  writeFiles,
} from "./signed_store.ts";
import type { Files } from "./signed_store.ts";

const HOME = "extensions/pilot/1.0.0";
const SECRET = new TextEncoder().encode("secret of this machine");

// deno-lint-ignore no-explicit-any -- what a hostile publisher writes has any form
type Any = any;

/** A store whose files were changed by hand, with links that fit again where they can. */
async function twisted(
  change: { manifest?: (manifest: Any) => void; store?: (store: Any) => void },
  more: Iterable<readonly [string, Uint8Array<ArrayBuffer>]> = [],
): Promise<Files> {
  const files = await makeFiles({ pilot: "1.0.0" }, 1);
  const edit = (path: string, change: (value: Any) => void) => {
    const value = JSON.parse(new TextDecoder().decode(files.get(path)));
    change(value);
    files.set(path, new TextEncoder().encode(JSON.stringify(value)));
  };
  edit(`${HOME}/manifest.json`, change.manifest ?? (() => {}));
  const { checksum } = await linkOf(files.get(`${HOME}/manifest.json`)!);
  edit("store.json", (store) => {
    store.extensions[0].manifest_checksum = checksum;
    change.store?.(store);
  });
  for (const [path, bytes] of more) files.set(path, bytes);
  return files;
}

const asset = async (path: string, bytes = SECRET) => ({
  name: path,
  path,
  type: "asset",
  ...await linkOf(bytes),
});

/** What a store may say to get out. */
const TWISTS: readonly { twist: string; files: () => Promise<Files> }[] = [
  ...[
    "../../../outside",
    "/tmp/outside",
    "assets/../../outside",
    "..\\outside",
    "assets/./x",
    "~/outside",
    "C:outside",
    "a\0b",
    "%2e%2e/outside",
    "\u2025/outside",
    "manifest.json",
    "extension.wasm/x",
    "x".repeat(300),
  ].map((path) => ({
    twist: `the file ${JSON.stringify(path.slice(0, 40))}`,
    files: async () => {
      const link = await asset(path);
      return twisted({ manifest: (manifest) => manifest.assets.push(link) }, [
        ["outside", SECRET],
        ["extensions/outside", SECRET],
        [`${HOME}/outside`, SECRET],
      ]);
    },
  })),
  {
    twist: "two files that are one where case does not count",
    files: async () => {
      const links = [await asset("A.txt"), await asset("a.txt")];
      return twisted(
        { manifest: (manifest) => manifest.assets.push(...links) },
        [
          [`${HOME}/A.txt`, SECRET],
          [`${HOME}/a.txt`, SECRET],
        ],
      );
    },
  },
  ...["../../outside", "/etc", "a/b", ".", "", "PILOT", "p\u0131lot"].map((
    id,
  ) => ({
    twist: `the id ${JSON.stringify(id)}`,
    files: () =>
      twisted({
        manifest: (manifest) => manifest.id = id,
        store: (store) => store.extensions[0].id = id,
      }),
  })),
  ...["../1.0.0", "1.0.0/../..", "1", "1.0.0 ", "01.0.0"].map((version) => ({
    twist: `the version ${JSON.stringify(version)}`,
    files: () =>
      twisted({
        manifest: (manifest) => manifest.version = version,
        store: (store) => store.extensions[0].version = version,
      }),
  })),
  ...[
    "../manifest.json",
    "/etc/passwd",
    "extensions/../../manifest.json",
    "file:///etc/passwd",
    "http://127.0.0.1:1/manifest.json",
    "//127.0.0.1:1/manifest.json",
  ].map((path) => ({
    twist: `the manifest path ${JSON.stringify(path)}`,
    files: () =>
      twisted({ store: (store) => store.extensions[0].manifest_path = path }),
  })),
  ...[-1, 1.5, 2 ** 53, 1e300, "8", null].map((size) => ({
    twist: `a component of size ${JSON.stringify(size)}`,
    files: () =>
      twisted({ manifest: (manifest) => manifest.wasm_file.size = size }),
  })),
  ...[2 ** 50, 9, 15].map((size) => ({
    twist: `a component that says it has ${size} bytes`,
    files: () =>
      twisted({ manifest: (manifest) => manifest.wasm_file.size = size }),
  })),
  ...["blake3:", "md5:00", `BLAKE3:${"0".repeat(64)}`, "", null].map((sum) => ({
    twist: `the checksum ${JSON.stringify(sum?.slice(0, 10))}`,
    files: () =>
      twisted({ manifest: (manifest) => manifest.wasm_file.checksum = sum }),
  })),
  {
    twist: "no links",
    files: () => twisted({ manifest: (manifest) => delete manifest.wasm_file }),
  },
  {
    twist: "a manifest of two megabytes",
    files: () =>
      twisted({ manifest: (manifest) => manifest.more = "x".repeat(2 ** 21) }),
  },
];

/** Paths of all that lies in a directory. */
function tree(folder: string, path = ""): readonly string[] {
  return [...Deno.readDirSync(`${folder}/${path}`)].flatMap(
    ({ name, isDirectory }) =>
      isDirectory ? tree(folder, `${path}${name}/`) : [`${path}${name}`],
  ).sort();
}

Deno.test.each(KINDS)(
  "a store of kind $kind cannot say its way out",
  ({ kind }) =>
    withPlace(kind, async (place, folder) => {
      const good = await twisted({});
      // what is said is read by the same code; a commit for each takes its time
      const step = kind === "git" ? 5 : 1;
      for (
        const { twist, files } of TWISTS.filter((_, index) =>
          index % step === 0
        )
      ) {
        const home = `${folder}/${crypto.randomUUID()}`;
        await Deno.mkdir(home);
        const reader = new Reader(home, place, { keys: [] });
        await place.show(await files());
        for (
          const [id, version] of [["pilot", "1.0.0"], ["outside", "1.0.0"]]
        ) {
          const said = await reader.fetch(id!, version!);
          ok(/^[A-Z_]+$/.test(said), `${twist}: ${said}`);
        }
        const strange = tree(home).filter((path) =>
          !path.startsWith("cache/") && !path.startsWith("data/")
        );
        deepStrictEqual(strange, [], twist);
        ok(!tree(home).some((path) => path.includes("outside")), twist);
        await Deno.remove(home, { recursive: true });
      }
      await place.show(good);
      strictEqual(
        await new Reader(folder, place, { keys: [] }).fetch("pilot", "1.0.0"),
        "extension.wasm, manifest.json",
      );
    }),
);

Deno.test("install of anything that a store says its way out with leaves the machine as it was", () =>
  withFolder(async (folder) => {
    const place = localPlace(folder);
    const root = `${folder}/root`;
    await Deno.mkdir(`${root}/etc`, { recursive: true });
    const env = { CACHE_DIRECTORY: `${folder}/cache` };
    const run = (line: string) =>
      runStorectl([...words(line), "--format", "json"], { root, env });
    await place.show(await twisted({}));
    await run(`stores add local evil ${place.location}`);
    const installed = () =>
      tree(root).filter((path) => path.includes("/extensions/"));
    for (
      const { twist, files } of TWISTS.filter((_, index) => index % 4 === 0)
    ) {
      await place.show(await files());
      const { status } = await run("install pilot");
      ok(status !== 0 && status !== 70, `${twist}: ${status}`);
      deepStrictEqual(installed(), [], twist);
    }
    await place.show(await twisted({}));
    strictEqual((await run("install pilot")).status, 0);
  }));

/** Links that lead out of a store, by where they stand. */
const LINKS: readonly { at: string; to: (folder: string) => string }[] = [
  { at: `${HOME}/extension.wasm`, to: (folder) => `${folder}/secret` },
  { at: `${HOME}/extension.wasm`, to: () => "../../../../secret" },
  { at: `${HOME}/manifest.json`, to: (folder) => `${folder}/secret` },
  { at: HOME, to: (folder) => folder },
  { at: "extensions", to: () => "/etc" },
  { at: "store.json", to: (folder) => `${folder}/secret` },
  // a whole store: only its place stands in the way
  ...["store.json", "extensions", HOME, `${HOME}/manifest.json`].map((at) => ({
    at,
    to: (folder: string) => `${folder}/elsewhere/${at}`,
  })),
  { at: `${HOME}/extension.wasm`, to: () => "extension.wasm" },
  { at: `${HOME}/extension.wasm`, to: () => "/dev/zero" },
];

Deno.test.each(KINDS.filter(({ kind }) => kind !== "http"))(
  "a store of kind $kind does not read this machine's files through its links",
  ({ kind }) =>
    withFolder(async (folder) => {
      Deno.writeFileSync(`${folder}/secret`, SECRET);
      const place = kind === "git" ? gitPlace(folder) : localPlace(folder);
      const shown = kind === "git" ? `${folder}/work` : place.location;
      // the links of the store say what the secret is, so that only its place stands in the way
      const link = await linkOf(SECRET);
      const files = await twisted({
        manifest: (manifest) => Object.assign(manifest.wasm_file, link),
      }, [[`${HOME}/extension.wasm`, SECRET]]);
      await writeFiles(`${folder}/elsewhere`, files);
      for (const { at, to } of LINKS) {
        await place.show(files);
        await Deno.remove(`${shown}/${at}`, { recursive: true });
        await Deno.symlink(to(folder), `${shown}/${at}`);
        if (kind === "git") {
          await runGit(shown, "add", "--all");
          await runGit(shown, "commit", "--quiet", "--message", "link");
          await runGit(
            shown,
            "push",
            "--quiet",
            "--force",
            `${folder}/bare.git`,
            "main",
          );
        }
        // with a cache of its own: what was verified once is no longer asked for
        const home = `${folder}/${crypto.randomUUID()}`;
        await Deno.mkdir(home);
        const reader = new Reader(home, place, { keys: [] });
        const said = await reader.fetch("pilot", "1.0.0");
        ok(/^[A-Z_]+$/.test(said), `${at} -> ${to(folder)}: ${said}`);
      }
      await Deno.remove(shown, { recursive: true });
      const fresh = kind === "git" ? gitPlace(`${folder}/elsewhere`) : place;
      await fresh.show(files);
      strictEqual(
        await new Reader(`${folder}/elsewhere`, fresh, { keys: [] })
          .fetch("pilot", "1.0.0"),
        "extension.wasm, manifest.json",
      );
    }),
);

Deno.test({
  name:
    "a git repository runs nothing: no hook, no filter, no submodule, no configuration of its own",
  ignore: await isLeftOut("git"),
  fn: () =>
    withFolder(async (folder) => {
      const place = gitPlace(folder);
      const files = await twisted({});
      const run = `touch ${folder}/ran`;
      const put = (path: string, text: string) =>
        files.set(path, new TextEncoder().encode(text));
      put(
        ".gitattributes",
        "* filter=evil diff=evil merge=evil export-subst\n",
      );
      put(
        ".gitmodules",
        `[submodule "x"]\n\tpath = x\n\turl = ext::sh -c '${run}'\n`,
      );
      put(".gitconfig", `[filter "evil"]\n\tsmudge = ${run}\n`);
      await place.show(files);
      const config =
        `[filter "evil"]\n\tsmudge = ${run}\n\tclean = ${run}\n\trequired\n[core]\n\tfsmonitor = ${run}\n\tsshCommand = ${run}\n[uploadpack]\n\tpackObjectsHook = ${run}\n`;
      const bare = `${folder}/bare.git`;
      await Deno.writeTextFile(`${bare}/config`, config, { append: true });
      for (
        const hook of [
          "post-checkout",
          "post-merge",
          "pre-receive",
          "reference-transaction",
          "post-index-change",
        ]
      ) {
        await Deno.mkdir(`${bare}/hooks`, { recursive: true });
        await Deno.writeTextFile(
          `${bare}/hooks/${hook}`,
          `#!/bin/sh\n${run}\n`,
          { mode: 0o755 },
        );
      }
      const reader = new Reader(folder, place, { keys: [] });
      strictEqual(
        await reader.fetch("pilot", "1.0.0"),
        "extension.wasm, manifest.json",
      );
      ok(!tree(folder).includes("ran"));
    }),
});

Deno.test.each([
  "--upload-pack=touch ran",
  "ext::sh -c touch% ran",
  "-oProxyCommand=touch ran",
  "ssh://-oProxyCommand=touch/x",
  "file:///tmp/../--upload-pack=x",
  "https://example.com\n--upload-pack=x",
  "javascript:alert(1)",
].map((location) => ({ location })))(
  "the git location $location starts nothing",
  ({ location }) =>
    withFolder(async (folder) => {
      const root = `${folder}/root`;
      await Deno.mkdir(root);
      const { status } = await runStorectl(
        [
          "stores",
          "add",
          "git",
          "evil",
          "--format",
          "json",
          "--no-check",
          "--",
          location,
        ],
        { root, env: { CACHE_DIRECTORY: `${folder}/cache` } },
      );
      ok(status === 2 || status === 0, String(status));
      if (status === 0) {
        await runStorectl(["search", "x", "--format", "json"], {
          root,
          env: { CACHE_DIRECTORY: `${folder}/cache` },
        });
      }
      ok(!tree(folder).some((path) => path.endsWith("ran")));
    }),
);
