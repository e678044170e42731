// scripts/build.sh: the bundle runs, the binary would hold all of it, and without denort it says so.
import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { permissionFlags } from "../scripts/permission_flags.ts";
import { HandMadeStore } from "./extensions/hand_made_store.ts";

const ROOT = new URL("../", import.meta.url);
const CONFIG = JSON.parse(Deno.readTextFileSync(new URL("deno.json", ROOT)));

/** Whether a file of the project is there. */
function exists(path: string): boolean {
  try {
    return Deno.statSync(new URL(path, ROOT)).isFile;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

/** What a program answered. */
interface Answer {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program with this Deno as `$DENO`, and without a `DENORT_BIN` of the caller's. */
async function run(
  program: string | URL,
  args: readonly string[],
  options: { env?: Record<string, string>; cwd?: string } = {},
): Promise<Answer> {
  const { DENORT_BIN: _, ...env } = Deno.env.toObject();
  const output = await new Deno.Command(program, {
    args: [...args],
    clearEnv: true,
    env: { ...env, DENO: Deno.execPath(), ...options.env },
    stdin: "null",
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
  }).output();
  const decoder = new TextDecoder();
  return {
    code: output.code,
    stdout: decoder.decode(output.stdout),
    stderr: decoder.decode(output.stderr),
  };
}

const build = (
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<Answer> => run(new URL("scripts/build.sh", ROOT), args, { env });

/** Names of what a folder holds. */
function list(folder: string): string[] {
  return [...Deno.readDirSync(folder)].map((entry) => entry.name).sort();
}

/** One character for each byte, so that a binary can be searched. */
function readBytes(path: string): string {
  const bytes = Deno.readFileSync(path);
  let text = "";
  for (let at = 0; at < bytes.length; at += 8192) {
    text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  }
  return text;
}

/** Gives a test a folder that is gone afterwards. */
function inTempDir(body: (dir: string) => Promise<void>): () => Promise<void> {
  return async () => {
    const dir = Deno.makeTempDirSync({ prefix: "storectl build " });
    try {
      await body(dir);
    } finally {
      Deno.removeSync(dir, { recursive: true });
    }
  };
}

/** Modules of the project that some other module loads lazily, as paths from the root. */
async function lazyModules(): Promise<string[]> {
  const { code, stdout, stderr } = await run(Deno.execPath(), [
    "info",
    "--json",
    decodeURIComponent(new URL("main.ts", ROOT).pathname),
  ]);
  strictEqual(code, 0, stderr);
  const info: {
    modules: {
      dependencies?: { isDynamic?: boolean; code?: { specifier?: string } }[];
    }[];
  } = JSON.parse(stdout);
  const paths = info.modules.flatMap((module) => module.dependencies ?? [])
    .filter((dependency) => dependency.isDynamic)
    .map((dependency) => dependency.code?.specifier ?? "")
    .filter((specifier) => specifier.startsWith(ROOT.href))
    .map((specifier) => specifier.slice(ROOT.href.length));
  return [...new Set(paths)].sort();
}

const ignore = !exists("main.ts");

Deno.test({
  name:
    "build.sh --bundle makes a program that runs through a link, from anywhere, with few rights",
  ignore,
  fn: inTempDir(async (dir) => {
    const out = `${dir}/out`;
    const built = await build(["--bundle", "--out", out]);
    strictEqual(built.code, 0, built.stderr);
    ok(list(out).includes("storectl.js"));
    deepStrictEqual(list(out).filter((name) => !name.endsWith(".js")), [
      "storectl",
    ]);

    Deno.mkdirSync(`${dir}/bin`);
    Deno.symlinkSync("../out/storectl", `${dir}/bin/first`);
    Deno.symlinkSync(`${dir}/bin/first`, `${dir}/bin/second`);
    const ran = await run(`${dir}/bin/second`, ["--version"], { cwd: "/" });
    deepStrictEqual({ code: ran.code, stderr: ran.stderr }, {
      code: 0,
      stderr: "",
    });
    ok(ran.stdout.includes(CONFIG.version), ran.stdout);

    const launcher = Deno.readTextFileSync(`${out}/storectl`);
    deepStrictEqual(
      [...new Set(launcher.match(/--allow-\S+|\s-A\s/g))],
      permissionFlags(CONFIG.permissions.default),
    );

    Deno.writeTextFileSync(`${out}/old-ABCD2345.js`, "");
    Deno.writeTextFileSync(`${out}/other.js`, "");
    const before = list(out);
    strictEqual((await build(["--bundle", "--out", out])).code, 0);
    deepStrictEqual(
      list(out),
      before.filter((name) => name !== "old-ABCD2345.js"),
    );
  }),
});

Deno.test({
  name: "the bundle hashes with threads, each with the file of its own",
  ignore,
  fn: inTempDir(async (dir) => {
    const out = `${dir}/out`;
    const built = await build(["--bundle", "--out", out]);
    strictEqual(built.code, 0, built.stderr);
    const store = new HandMadeStore();
    const part = (name: string) => ({
      path: name,
      content: new Uint8Array(30 << 20),
      ...(name.endsWith(".wasm") ? {} : { type: "asset" }),
    });
    store.add("large", "1.0.0", [part("extension.wasm"), part("a.bin")]);
    Deno.mkdirSync(`${dir}/store`);
    store.write(`${dir}/store`);
    const verify = () =>
      run(`${out}/storectl`, ["verify", `${dir}/store`, "--jobs", "2"]);
    const first = await verify();
    strictEqual(first.code, 0, first.stderr);
    // a thread that lies is believed, so it was this file that ran
    Deno.writeTextFileSync(
      `${out}/digest_worker.js`,
      `addEventListener("message", () =>
        postMessage([{ index: 0, size: 0, digests: ["0"] }]));`,
    );
    strictEqual((await verify()).code, 1);
    // one that cannot run is made up for
    Deno.writeTextFileSync(`${out}/digest_worker.js`, "nonsense(");
    strictEqual((await verify()).code, 0);
  }),
});

/** Files of the bundle that need modules of Node, and are loaded only where those are called. */
const WITH_NODE = [
  "change_packages",
  "decompress_bzip2",
  "decompress_gzip",
  "decompress_zstd",
  "digest_sha",
];

Deno.test.each([{ options: [] }, { options: ["--minify"] }])(
  "what a bundle loads of Node is loaded when it is called $options",
  ({ options }) =>
    inTempDir(async (dir) => {
      const built = await build(["--bundle", "--out", dir, ...options]);
      strictEqual(built.code, 0, built.stderr);
      const chunk = list(dir).find((name) => name.startsWith("decompress_xz-"));
      // the empty file as xz writes it; the package asks for a module of Node
      const packed = [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0, 0, 4, 0xe6, 0xd6]
        .concat([0xb4, 0x46, 0, 0, 0, 0, 0x1c, 0xdf, 0x44, 0x21, 0x1f, 0xb6])
        .concat([0xf3, 0x7d, 1, 0, 0, 0, 0, 4, 0x59, 0x5a]);
      Deno.writeTextFileSync(
        `${dir}/unpack.js`,
        `import { decompressXz } from "./${chunk}";
for (const bytes of ${JSON.stringify([packed, packed.slice(0, 20)])}) {
  try {
    for await (const _ of decompressXz(new Uint8Array(bytes), "file"));
    console.log("unpacked");
  } catch ({ message }) {
    console.log(message);
  }
}`,
      );
      const { stdout, stderr } = await run(Deno.execPath(), [
        "run",
        "--quiet",
        `${dir}/unpack.js`,
      ]);
      strictEqual(stderr, "");
      match(stdout, /^unpacked\n.*ends early/);
      const nodes = list(dir).filter((name) =>
        /(?:from|import) ?"node:/.test(Deno.readTextFileSync(`${dir}/${name}`))
      ).map((name) => name.replace(/-[0-9A-Z]+\.js$/, ""));
      deepStrictEqual([...new Set(nodes)], WITH_NODE);
    })(),
);

Deno.test({
  name:
    "build.sh embeds the whole graph in the binary (with a stand-in for denort; it is not run)",
  ignore: ignore || Deno.build.os !== "linux",
  fn: inTempDir(async (dir) => {
    const bundled = await build(["--bundle", "--out", `${dir}/bundle`]);
    strictEqual(bundled.code, 0, bundled.stderr);
    // Any ELF file will do: "deno compile" adds a section to it.
    const compiled = await build(["--out", `${dir}/binary`], {
      DENORT_BIN: "/bin/true",
    });
    strictEqual(compiled.code, 0, compiled.stderr);
    match(compiled.stdout, /it has not been run/);
    deepStrictEqual(list(`${dir}/binary`), ["storectl"]);

    const binary = readBytes(`${dir}/binary/storectl`);
    const files = list(`${dir}/bundle`).filter((name) => name.endsWith(".js"));
    for (const name of files) {
      const code = readBytes(`${dir}/bundle/${name}`);
      ok(binary.includes(code), `${name} is not embedded`);
      for (
        const [, target = ""] of code.matchAll(
          /(?:from|import)\s*\(?"\.\/([^"]+)"/g,
        )
      ) {
        ok(
          files.includes(target),
          `${name} imports "${target}", which is not there`,
        );
      }
    }
    // The bundler heads each module with its path.
    for (const path of await lazyModules()) {
      ok(binary.includes(`// ${path}\n`), `${path} is not embedded`);
    }

    const permissions = JSON.parse(
      /"permissions":(\{[^{}]*\})/.exec(binary)?.[1] ?? "{}",
    );
    const granted = Object.entries<unknown>(permissions)
      .filter(([name, value]) =>
        name.startsWith("allow_") && name !== "allow_import" && value
      )
      .map(([name, value]) => [name.slice("allow_".length), value]);
    // An empty list stands for "all" there.
    deepStrictEqual(
      Object.fromEntries(granted),
      Object.fromEntries(
        Object.entries(CONFIG.permissions.default).map((
          [name, value],
        ) => [name, value === true ? [] : value]),
      ),
    );
    deepStrictEqual([permissions.deny_import, permissions.prompt], [[], false]);
  }),
});

Deno.test(
  "build.sh exits 3 and says so where no denort is to be had, and leaves nothing behind",
  inTempDir(async (dir) => {
    const nowhere = "http://127.0.0.1:9";
    const { code, stderr } = await build(["--out", `${dir}/out`], {
      DENO_DIR: `${dir}/cache`,
      HTTPS_PROXY: nowhere,
      https_proxy: nowhere,
      NO_PROXY: "",
      no_proxy: "",
    });
    strictEqual(code, 3, stderr);
    ok(
      stderr.includes(
        `no denort runtime of deno ${Deno.version.deno} can be had`,
      ),
      stderr,
    );
    match(
      stderr,
      /DENORT_BIN is not set, Deno's cache has none, and its download failed/,
    );
    deepStrictEqual(list(dir), ["cache"]);
  }),
);

Deno.test.each([
  { name: "is missing", file: "missing" },
  { name: "is no program", file: "text" },
])(
  "build.sh exits 3 where DENORT_BIN $name, and keeps an earlier binary",
  ({ file }) =>
    inTempDir(async (dir) => {
      Deno.writeTextFileSync(`${dir}/text`, "no program");
      Deno.mkdirSync(`${dir}/out`);
      Deno.writeTextFileSync(`${dir}/out/storectl`, "an earlier binary");
      const { code, stderr } = await build(["--out", `${dir}/out`], {
        DENORT_BIN: `${dir}/${file}`,
      });
      strictEqual(code, 3, stderr);
      ok(
        stderr.includes(`DENORT_BIN is "${dir}/${file}", which does not serve`),
        stderr,
      );
      deepStrictEqual(list(`${dir}/out`), ["storectl"]);
      strictEqual(
        Deno.readTextFileSync(`${dir}/out/storectl`),
        "an earlier binary",
      );
    })(),
);

Deno.test("build.sh --help prints its usage", async () => {
  const { code, stdout, stderr } = await build(["--help"]);
  deepStrictEqual({ code, stderr }, { code: 0, stderr: "" });
  match(stdout, /^Usage: scripts\/build\.sh /);
});

Deno.test.each([{ args: ["--binary"] }, { args: ["dist"] }, {
  args: ["--bundle", "--out"],
}])(
  "build.sh exits 2 for the arguments $args",
  async ({ args }) => strictEqual((await build(args)).code, 2),
);
