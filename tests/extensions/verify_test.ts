// storectl verify as people and build servers run it: exit statuses, forms of stores, what changed, what is rebuilt.
import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import {
  commandLine,
  errorOf,
  type Json,
  linesOf,
  runStorectl,
  startProgram,
} from "../cli/run_storectl.ts";
import { isLeftOut } from "../cli/needs.ts";
import { HandMadeStore, handMadeStore, withStore } from "./hand_made_store.ts";

const NO_ROOT = { root: null } as const;
const README = "extensions/org.alpha/1.0.0/README.md";

/** Runs `verify` and parses its reply. */
async function verify(
  ...args: string[]
): Promise<{ readonly status: number; readonly reply: Json }> {
  const { status, stdout } = await runStorectl(["verify", ...args], NO_ROOT);
  return { status, reply: JSON.parse(stdout) };
}

/** `CODE path` of all problems. */
function codes({ problems }: Json): string[] {
  return problems.map(({ code, path }: Json) => `${code} ${path}`);
}

Deno.test("a whole store is clean, in both forms of its index", () =>
  withStore(handMadeStore(), async (root) => {
    const expected = {
      target: root,
      kind: "store",
      ok: true,
      checked: { extensions: 3, files: 22, bytes: 7254 },
      problems: [],
    };
    const list = await verify(root);
    strictEqual(list.status, 0);
    const { bytes } = list.reply.checked;
    deepStrictEqual(list.reply, {
      ...expected,
      checked: { ...expected.checked, bytes },
    });
    ok(bytes > 5000);
    const store = handMadeStore();
    store.toMap();
    store.write(root);
    const map = await verify(root);
    deepStrictEqual([map.status, map.reply.problems], [0, []]);
    strictEqual(map.reply.checked.extensions, 3);
    const fast = await verify(root, "--fast");
    ok(fast.reply.checked.bytes < map.reply.checked.bytes);
    deepStrictEqual(fast.reply.checked.files, map.reply.checked.files);
  }));

Deno.test("problems end it with 1, and each form of the report shows them", () =>
  withStore(handMadeStore(), async (root) => {
    const content = Deno.readTextFileSync(`${root}/${README}`);
    Deno.writeTextFileSync(`${root}/${README}`, content.toUpperCase());
    Deno.writeTextFileSync(`${root}/extensions/notes.txt`, "");
    const before = await verify(root);
    strictEqual(before.status, 1);
    deepStrictEqual(codes(before.reply), [
      "ORPHAN extensions/notes.txt",
      `CHECKSUM_MISMATCH ${README}`,
    ]);
    const report = (form: string) =>
      runStorectl(["verify", root, "--report", form], NO_ROOT);
    const [text, json, ndjson, github, sarif, junit] = await Promise.all(
      ["text", "json", "ndjson", "github", "sarif", "junit"].map(report),
    );
    for (const answer of [text, json, ndjson, github, sarif, junit]) {
      strictEqual(answer!.status, 1);
    }
    match(
      text!.stdout,
      /\nerror CHECKSUM_MISMATCH .*README\.md\n {2}Cannot trust .*\n {2}expected blake3:/,
    );
    match(
      text!.stdout,
      /: 1 error, 1 warning in 3 versions, 22 files, [\d.]+ kB read\n$/,
    );
    match(text!.stderr, /^error: Cannot vouch for all of it: 1 error\n/);
    deepStrictEqual(JSON.parse(json!.stdout), before.reply);
    deepStrictEqual(
      linesOf(ndjson!.stdout),
      before.reply.problems.map((problem: Json) => ({
        target: root,
        ...problem,
      })),
    );
    strictEqual(errorOf(ndjson!).code, "PROBLEMS_FOUND");
    strictEqual(github!.stdout.split("\n").length, 3);
    strictEqual(JSON.parse(sarif!.stdout).runs[0].results.length, 2);
    match(junit!.stdout, /^<\?xml .*\n<testsuites .*failures="1"/);
    const again = await runStorectl(["verify", root], NO_ROOT);
    strictEqual(again.stdout, json!.stdout);
  }));

Deno.test("warnings are fine, unless --strict", () =>
  withStore(handMadeStore(), async (root) => {
    Deno.writeTextFileSync(`${root}/extensions/notes.txt`, "");
    const { status, reply } = await verify(root);
    deepStrictEqual([status, reply.ok], [0, true]);
    const strict = await runStorectl(["verify", root, "--strict"], NO_ROOT);
    strictEqual(strict.status, 1);
    strictEqual(errorOf(strict).code, "NOT_CLEAN");
  }));

Deno.test("what is no store ends it with 5, and does not keep others from being verified", () =>
  withStore(handMadeStore(), async (root) => {
    for (
      const path of [`${root}/none`, `${root}/extensions`, `${root}/${README}`]
    ) {
      const answer = await runStorectl(["verify", path], NO_ROOT);
      strictEqual(answer.status, 5);
      strictEqual(answer.stdout, "");
      strictEqual(errorOf(answer).code, "STORE_INVALID");
      match(errorOf(answer).message, /^Cannot verify ".*": /);
    }
    const both = await runStorectl(["verify", `${root}/none`, root], NO_ROOT);
    strictEqual(both.status, 5);
    strictEqual(JSON.parse(both.stdout).target, root);
  }));

Deno.test("several stores give one reply, with a report for each", () =>
  withStore(
    handMadeStore(),
    (first) =>
      withStore(handMadeStore(), async (second) => {
        Deno.removeSync(`${second}/${README}`);
        const { status, reply } = await verify(first, `${second}/`, first);
        strictEqual(status, 1);
        const { reports, ...rest } = reply;
        deepStrictEqual(reports.map(({ target, ok }: Json) => [target, ok]), [
          [first, true],
          [`${second}/`, false],
        ]);
        deepStrictEqual([rest.target, rest.kind, rest.ok], [null, null, false]);
        strictEqual(rest.checked.extensions, 6);
        deepStrictEqual(codes(rest), [`FILE_MISSING ${second}/${README}`]);
      }),
  ));

Deno.test.each([
  { args: [] },
  { args: [".", "--jobs", "0"] },
  { args: [".", "--report", "html"] },
  { args: [".", "--installed"] },
  { args: [".", "..", "--rebuild-index"] },
])("verify $args is refused with 2", async ({ args }) => {
  strictEqual((await runStorectl(["verify", ...args], NO_ROOT)).status, 2);
});

/** Every path of a tree with all that a write would change. */
function snapshot(root: string, folder = ""): string[] {
  return [...Deno.readDirSync(`${root}/${folder}`)].flatMap((entry) => {
    const path = `${folder}${entry.name}`;
    const info = Deno.lstatSync(`${root}/${path}`);
    return [
      `${path} ${info.mode} ${info.size} ${info.mtime?.getTime()} ${info.ctime?.getTime()}`,
      ...(entry.isDirectory ? snapshot(root, `${path}/`) : []),
    ];
  }).sort();
}

Deno.test("verify needs no right to write, and changes nothing", () =>
  withStore(handMadeStore(), async (root) => {
    Deno.truncateSync(`${root}/${README}`);
    Deno.writeTextFileSync(`${root}/extensions/notes.txt`, "");
    const before = snapshot(root);
    const main = decodeURIComponent(
      new URL("../../main.ts", import.meta.url).pathname,
    );
    for (const flag of ["--fast", "--rebuild-index", "--strict"]) {
      const { code } = await startProgram([
        Deno.execPath(),
        "run",
        "--quiet",
        "--no-prompt",
        "--allow-read",
        "--allow-env",
        "--allow-sys=uid",
        main,
        "verify",
        root,
        flag,
      ]).output();
      strictEqual(code, 1);
    }
    deepStrictEqual(snapshot(root), before);
  }));

Deno.test("threads find what one thread finds", () => {
  const store = new HandMadeStore();
  const large = Array.from({ length: 7 }, (_, index) => ({
    path: `assets/${index}.bin`,
    content: new Uint8Array((12 - index) << 20).fill(index),
    type: "asset",
  }));
  const wasm = { path: "extension.wasm", content: "\0asm\x01\0\0\0" };
  store.add("large", "1.0.0", [wasm, ...large]);
  return withStore(store, async (root) => {
    const path = `${root}/extensions/large/1.0.0/assets/3.bin`;
    const threads = (jobs: string) => verify(root, "--jobs", jobs);
    strictEqual((await threads("3")).status, 0);
    using file = Deno.openSync(path, { write: true });
    file.seekSync(5_000_000, Deno.SeekMode.Start);
    file.writeSync(new Uint8Array([1]));
    const [one, two, five] = await Promise.all(["1", "2", "5"].map(threads));
    deepStrictEqual(codes(one!.reply), [
      "CHECKSUM_MISMATCH extensions/large/1.0.0/assets/3.bin",
    ]);
    deepStrictEqual(two!.reply, one!.reply);
    deepStrictEqual(five!.reply, one!.reply);
  });
});

/** Makes the readme of a store a file of holes; its manifest then has the right size of it, and the wrong checksum. */
function makeSparse(root: string, size: number): void {
  Deno.truncateSync(`${root}/${README}`, size);
  const path = `${root}/extensions/org.alpha/1.0.0/manifest.json`;
  const manifest = JSON.parse(Deno.readTextFileSync(path));
  manifest.assets[0].size = size;
  Deno.writeTextFileSync(path, JSON.stringify(manifest));
}

Deno.test({
  name: "a file of 4 GiB costs no memory",
  ignore: isLeftOut("python3"),
  fn: () =>
    withStore(handMadeStore(), async (root) => {
      makeSparse(root, 2 ** 32);
      const measure = [
        "python3",
        "-c",
        "import resource, subprocess, sys\n" +
        "subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL)\n" +
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)",
      ];
      const { stdout } = await runStorectl(["verify", root], {
        root: null,
        through: measure,
      });
      const mebibytes = Number(stdout) / 1024;
      ok(mebibytes > 10 && mebibytes <= 120, `${mebibytes} MiB`);
    }),
});

Deno.test({
  name:
    "on a terminal a bar shows bytes and rate, and goes away; elsewhere there is none",
  ignore: isLeftOut("script", "stty"),
  fn: () =>
    withStore(handMadeStore(), async (root) => {
      makeSparse(root, 2 ** 30);
      const line = commandLine(["verify", root, "--report", "json"], NO_ROOT)
        .map((word) => `'${word}'`).join(" ");
      const show = async (stderr: string) => {
        const { code, stdout } = await startProgram([
          "script",
          "-qec",
          `stty cols 100 -opost; exec ${line} ${stderr}`,
          "/dev/null",
        ], { env: { SHELL: "/bin/sh", TERM: "xterm" } }).output();
        strictEqual(code, 1);
        return new TextDecoder().decode(stdout).replaceAll(
          "\u001b[K",
          "<clear>",
        );
      };
      const shown = await show("");
      match(
        shown,
        /\r\[#+ +\] +\d+ % {2}[\d.]+ [MG]B of 1\.1 GB {2}[\d.]+ [MG]B\/s<clear>/,
      );
      match(shown, /\r<clear>\{"target"/);
      match(await show("2>/dev/null"), /^\{"target"/);
    }),
});

Deno.test("an index is made from what lies there, and what is not whole is left out", () =>
  withStore(handMadeStore(), async (root) => {
    const old = Deno.readTextFileSync(`${root}/store.json`);
    const rebuild = async () => {
      const answer = await runStorectl(
        ["verify", root, "--rebuild-index"],
        NO_ROOT,
      );
      return { ...answer, index: JSON.parse(answer.stdout) };
    };
    const whole = await rebuild();
    strictEqual(whole.status, 0);
    strictEqual(whole.stderr, "");
    const links = ({ extensions }: Json) =>
      extensions.map((summary: Json) => [
        summary.id,
        summary.version,
        summary.manifest_path,
        summary.manifest_checksum,
        summary.sums_checksum,
      ]).sort();
    deepStrictEqual(links(whole.index), links(JSON.parse(old)));

    // the index is lost, one version is damaged, another was left behind by an overwrite
    Deno.removeSync(`${root}/store.json`);
    Deno.truncateSync(`${root}/${README}`);
    await new Deno.Command("cp", {
      args: [
        "-r",
        `${root}/extensions/beta/0.1.0-rc.1`,
        `${root}/extensions/beta/0.1.0-rc.1_r2`,
      ],
    }).output();
    const lost = await rebuild();
    strictEqual(lost.status, 1);
    const [warning, ...more] = linesOf(lost.stderr);
    deepStrictEqual([warning.warning.code, warning.warning.path], [
      "VERSION_LEFT_OUT",
      README,
    ]);
    deepStrictEqual(more.map(({ error }: Json) => error.code), [
      "PROBLEMS_FOUND",
    ]);
    deepStrictEqual(
      lost.index.extensions.map(({ manifest_path }: Json) => manifest_path),
      [
        "extensions/beta/0.1.0-rc.1_r2/manifest.json",
        "extensions/org.alpha/1.1.0/manifest.json",
      ],
    );
    strictEqual(lost.index.name, root.slice(root.lastIndexOf("/") + 1));
    Deno.writeTextFileSync(`${root}/store.json`, lost.stdout);
    const { status, reply } = await verify(root);
    strictEqual(status, 0);
    ok(reply.problems.every(({ code }: Json) => code === "ORPHAN"));
  }));

Deno.test("a rebuilt index keeps what others wrote into the old one, and turns the map into a list", () => {
  const store = handMadeStore();
  store.index.x_mirror = { of: ["somewhere"] };
  store.index.serial = 7;
  store.summary("beta", "0.1.0-rc.1").x_note = "kept";
  store.toMap();
  return withStore(store, async (root) => {
    const { stdout, status } = await runStorectl(
      ["verify", root, "--rebuild-index"],
      NO_ROOT,
    );
    strictEqual(status, 0);
    const index = JSON.parse(stdout);
    deepStrictEqual(index.x_mirror, { of: ["somewhere"] });
    strictEqual(index.serial, 8);
    strictEqual(index.name, "hand-made");
    ok(Array.isArray(index.extensions));
    strictEqual(index.extensions[0].x_note, "kept");
    Deno.writeTextFileSync(`${root}/store.json`, stdout);
    strictEqual((await verify(root)).status, 0);
  });
});

/** Runs git in a directory, without the settings of this machine. */
async function git(folder: string, ...args: string[]): Promise<void> {
  const { success, stderr } = await new Deno.Command("git", {
    args: [
      "-C",
      folder,
      "-c",
      "user.name=T",
      "-c",
      "user.email=t@example.org",
      ...args,
    ],
    env: { GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_NOSYSTEM: "1" },
  }).output();
  ok(success, new TextDecoder().decode(stderr));
}

Deno.test({
  name:
    "--changed-since verifies what changed in a checkout, also below its root",
  ignore: isLeftOut("git"),
  fn: async () => {
    const parent = Deno.makeTempDirSync({ prefix: "storectl checkout " });
    const root = `${parent}/my store`;
    try {
      Deno.mkdirSync(root);
      handMadeStore().write(root);
      await git(parent, "init", "-q", "-b", "main");
      await git(parent, "add", ".");
      // a version that is broken since long
      Deno.truncateSync(`${root}/extensions/org.alpha/1.1.0/README.md`);
      await git(parent, "add", ".");
      await git(parent, "commit", "-q", "-m", "one");
      const since = (ref = "HEAD") => verify(root, "--changed-since", ref);

      const nothing = await since();
      deepStrictEqual([nothing.status, nothing.reply.problems], [0, []]);
      strictEqual(nothing.reply.checked.extensions, 0);

      Deno.truncateSync(`${root}/${README}`);
      Deno.writeTextFileSync(`${root}/extensions/beta/notes.txt`, "");
      const dirty = await since();
      deepStrictEqual(codes(dirty.reply), [
        "ORPHAN extensions/beta/notes.txt",
        `SIZE_MISMATCH ${README}`,
      ]);
      strictEqual(dirty.reply.checked.extensions, 1);

      await git(parent, "add", ".");
      await git(parent, "commit", "-q", "-m", "two");
      deepStrictEqual((await since()).reply.problems, []);
      deepStrictEqual(
        (await since("HEAD~1")).reply.problems,
        dirty.reply.problems,
      );

      // a link alone can change, too
      const store = handMadeStore();
      store.summary("beta", "0.1.0-rc.1").manifest_checksum = `blake3:${
        "0".repeat(64)
      }`;
      Deno.writeTextFileSync(
        `${root}/store.json`,
        JSON.stringify(store.index),
      );
      deepStrictEqual(codes((await since()).reply), [
        "CHECKSUM_MISMATCH extensions/beta/0.1.0-rc.1/manifest.json",
      ]);
    } finally {
      Deno.removeSync(parent, { recursive: true });
    }
  },
});

Deno.test({
  name:
    "--changed-since takes no option of git, and wants a commit of a checkout",
  ignore: isLeftOut("git"),
  fn: () =>
    withStore(handMadeStore(), async (root) => {
      const outside = await runStorectl(
        ["verify", root, "--changed-since", "HEAD"],
        NO_ROOT,
      );
      strictEqual(outside.status, 2);
      await git(root, "init", "-q");
      await git(root, "add", ".");
      await git(root, "commit", "-q", "-m", "one");
      // a setting of the repository that would run a program
      await git(
        root,
        "config",
        "core.fsmonitor",
        "touch /tmp/storectl-was-here; false",
      );
      for (
        const ref of [`--output=${root}/out`, "none", "HEAD:store.json", ""]
      ) {
        const answer = await runStorectl(
          ["verify", root, `--changed-since=${ref}`],
          NO_ROOT,
        );
        strictEqual(answer.status, 2, ref);
        match(errorOf(answer).message, /Cannot find commit/);
      }
      deepStrictEqual(isThere(`${root}/out`), false);
      strictEqual((await verify(root, "--changed-since", "HEAD")).status, 0);
      strictEqual(isThere("/tmp/storectl-was-here"), false);
    }),
});

Deno.test({
  name: "what publish writes is clean, by storectl, sha256sum and b3sum alike",
  ignore: isLeftOut("sha256sum", "b3sum"),
  fn: () =>
    withStore(handMadeStore(), async (root) => {
      const version = "extensions/org.alpha/1.0.0";
      const source = `${root}/${version}`;
      Deno.removeSync(`${source}/SHA256SUMS`);
      Deno.removeSync(`${source}/manifest.json`);
      const store = `${root}/published`;
      const publish = await runStorectl([
        "publish",
        source,
        "--to",
        store,
        "--init",
        ...["--id", "org.alpha", "--name", "Alpha", "--version", "1.0.0"],
      ], NO_ROOT);
      strictEqual(publish.status, 0, publish.stderr);
      deepStrictEqual((await verify(store)).reply.problems, []);
      const check = async (program: string, list: string) => {
        const child = new Deno.Command(program, {
          args: ["--check", "--strict", "-"].filter((flag) =>
            program === "sha256sum" || flag !== "--strict"
          ),
          cwd: `${store}/${version}`,
          stdin: "piped",
          stdout: "piped",
          stderr: "piped",
        }).spawn();
        const writer = child.stdin.getWriter();
        await writer.write(new TextEncoder().encode(list));
        await writer.close();
        const { success, stdout, stderr } = await child.output();
        ok(success, new TextDecoder().decode(stderr));
        return new TextDecoder().decode(stdout).trim().split("\n").length;
      };
      const read = (path: string) =>
        Deno.readTextFileSync(`${store}/${version}/${path}`);
      strictEqual(await check("sha256sum", read("SHA256SUMS")), 6);
      const { wasm_file, assets } = JSON.parse(read("manifest.json"));
      const links = [wasm_file, ...assets].map(({ checksum, path }: Json) =>
        `${checksum.replace("blake3:", "")}  ${path}\n`
      );
      strictEqual(await check("b3sum", links.join("")), 5);
    }),
});

Deno.test("a git, http or hand-kept store may hold other files beside store.json", () =>
  withStore(handMadeStore(), async (root) => {
    for (
      const path of [
        ".git/config",
        "docs/index.md",
        "LICENSE",
        "signatures/old.txt",
      ]
    ) {
      const full = `${root}/${path}`;
      Deno.mkdirSync(full.slice(0, full.lastIndexOf("/")), { recursive: true });
      Deno.writeTextFileSync(full, "");
    }
    deepStrictEqual((await verify(root)).reply.problems, []);
  }));

function isThere(path: string): boolean {
  try {
    Deno.lstatSync(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
