// What a query loads before its first byte, from source and from the bundle: no Node, no package, nothing heavy.
import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import {
  bundledQuery,
  bundleProblems,
  HEAVY,
  importProblems,
  queryModules,
  staticImports,
} from "../scripts/query_path.ts";
import { permissionFlags } from "../scripts/permission_flags.ts";

const ROOT = new URL("../", import.meta.url);
const SAMPLE = new URL("tests/fixtures/sample-root", ROOT).pathname;

/** What the page asks for all the time. */
const QUERIES = [
  "filter --store science --limit 5",
  "filter --store science --store network",
  "filter --tab installed",
  "filter --tab updates",
  "filter --search lib",
  "repos list",
  "repos list --store science",
  "sections",
  "categories",
  "stores list",
  "details gpsd adduser",
];

/** Runs this Deno, or a program with it as `$DENO`. */
async function run(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<
  { readonly code: number; readonly out: string; readonly err: string }
> {
  const { code, stdout, stderr } = await new Deno.Command(program, {
    args: [...args],
    env: { DENO: Deno.execPath(), ...env },
    cwd: ROOT,
    stdin: "null",
  }).output();
  const decoder = new TextDecoder();
  return { code, out: decoder.decode(stdout), err: decoder.decode(stderr) };
}

Deno.test("main.ts loads nothing but the way to a query before it runs", async () => {
  deepStrictEqual(await staticImports("main.ts"), [
    { from: "main.ts", target: "src/cli/fast_run.ts" },
  ]);
});

Deno.test.each(queryModules().map((module) => ({ module })))(
  "$module loads neither Node, nor a package, nor a heavy module before it runs",
  async ({ module }) => {
    const imports = await staticImports(module);
    ok(imports.some(({ target }) => target === "src/cli/short_way.ts"));
    deepStrictEqual(importProblems(imports), []);
  },
);

Deno.test.each([
  { target: "node:zlib" },
  { target: "npm:valibot@^1.5.0" },
  { target: "npm:/js-yaml@5.5.0" },
  { target: "npm:@stricli/core@^1.3.0" },
  { target: "src/cli/app.ts" },
  { target: "src/catalog/build_catalog.ts" },
  { target: "src/stores/read_apt_root.ts" },
  { target: "src/curation/parse_definition.ts" },
  { target: "src/sys/decompress_xz.ts" },
])("importProblems() refuses $target", ({ target }) => {
  const [problem, ...others] = importProblems([{ from: "main.ts", target }]);
  match(problem ?? "", /^"main\.ts" imports "/);
  deepStrictEqual(others, []);
});

/** Paths of all files below a folder of the project. */
function listFiles(folder: string): readonly string[] {
  return [...Deno.readDirSync(new URL(folder, ROOT))].flatMap((
    { name, isDirectory },
  ) => isDirectory ? listFiles(`${folder}${name}/`) : [folder + name]);
}

Deno.test("importProblems() looks for modules that are there", () => {
  // one that was renamed would be looked for in vain
  const files = listFiles("src/");
  const patterns = HEAVY.map(([pattern]) => pattern).filter(({ source }) =>
    source.includes("src")
  );
  ok(patterns.length > 3);
  deepStrictEqual(
    patterns.filter((pattern) => !files.some((path) => pattern.test(path))),
    [],
  );
});

Deno.test("staticImports() leaves out types and what is loaded later", async () => {
  const targets = (await staticImports("src/cli/queries/filter.ts")).map((
    { target },
  ) => target);
  ok(targets.includes("src/cli/system_context.ts"));
  strictEqual(targets.includes("src/cli/lazy.ts"), false);
  strictEqual(targets.includes("src/cli/contract.ts"), false);
});

Deno.test.each([
  { name: "an import", code: 'import { a } from "./chunk-A.js";\n' },
  {
    name: "an import over several lines",
    code: 'import {\n  a,\n  b as c\n} from "./chunk-A.js";\n',
  },
  { name: "an import for its effects", code: 'import "./chunk-A.js";\n' },
  { name: "a minified import", code: 'import{a as b}from"./chunk-A.js";' },
  { name: "an export from elsewhere", code: 'export * from "./chunk-A.js";\n' },
  { name: "Node", code: 'const fs = await import("node:fs");\n' },
  { name: "a Node module behind a call", code: 'require("node:fs");\n' },
  { name: "the global process", code: "if (process.argv.length) go();\n" },
  { name: "a named global", code: "const p = globalThis.process;\n" },
  { name: "the global Buffer", code: "const b = Buffer.from([]);\n" },
  { name: "a literal lazy import", code: 'await import("./lazy.js");\n' },
])(
  "bundleProblems() refuses $name",
  ({ code }) => ok(bundleProblems(code).length > 0),
);

Deno.test.each([
  { name: "a computed import", code: 'import(import.meta.resolve("./a.js"));' },
  { name: "a property", code: "context.process.exitCode = 1;\n" },
  { name: "its own exports", code: 'var a = "./x";\nexport {\n  a\n};\n' },
  { name: "words in a text", code: 'say("processes and import of files");\n' },
])(
  "bundleProblems() lets $name through",
  ({ code }) => deepStrictEqual(bundleProblems(code), []),
);

Deno.test("the bundle answers queries with its first file and that of the query", async (t) => {
  const folder = await Deno.makeTempDir({ prefix: "storectl_query_path_" });
  try {
    const out = `${folder}/bundle`;
    const built = await run(new URL("scripts/build.sh", ROOT).pathname, [
      "--bundle",
      "--out",
      out,
    ]);
    strictEqual(built.code, 0, built.err);
    const files = ["storectl.js", ...queryModules().map(bundledQuery)];
    for (const file of files) {
      const code = await Deno.readTextFile(`${out}/${file}`);
      deepStrictEqual(bundleProblems(code), [], file);
    }

    const { permissions } = JSON.parse(
      await Deno.readTextFile(new URL("deno.json", ROOT)),
    );
    const ask = (line: string) =>
      run(
        Deno.execPath(),
        ["run", "--quiet", "--no-config", "--no-prompt", "--no-remote"].concat(
          permissionFlags(permissions.default),
          `${out}/storectl.js`,
          line.split(" "),
          ["--root", SAMPLE, "--format", "json"],
        ),
        {
          CACHE_DIRECTORY: `${folder}/cache`,
          XDG_CONFIG_HOME: `${folder}/config`,
          STORECTL_STORES_DIR: "",
        },
      );
    const expected = new Map<string, string>();
    for (const line of QUERIES) expected.set(line, (await ask(line)).out);
    for await (const { name } of Deno.readDir(out)) {
      if (name.endsWith(".js") && !files.includes(name)) {
        await Deno.remove(`${out}/${name}`);
      }
    }
    for (const [line, answer] of expected) {
      await t.step(line, async () => {
        ok(answer.length > 2);
        deepStrictEqual(await ask(line), { code: 0, out: answer, err: "" });
      });
    }
    await t.step("but not what needs the others", async () => {
      strictEqual((await ask("cache status")).out, "");
    });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
