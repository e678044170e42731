// Reads the real module graph: its direction, its cycles, and who imports which package.
import { deepStrictEqual, ok } from "node:assert/strict";
import {
  fileImportProblem,
  isShipped,
  isTest,
  packageImportProblem,
} from "../lint/import_table.ts";

const ROOT = new URL("../", import.meta.url);

/** One import of a file: by path from the root, or by specifier where it is no file of ours. */
interface Import {
  readonly target: string;
  /** Name of the npm package behind it. */
  readonly npm?: string;
  /** Nothing is left of it at run time. */
  readonly typeOnly: boolean;
}
/** What every file imports, by path from the root. */
type Graph = ReadonlyMap<string, readonly Import[]>;

/** What `deno info --json` says, as far as it is read here. */
interface Info {
  modules: {
    specifier: string;
    error?: string;
    dependencies?: {
      specifier: string;
      code?: { specifier?: string; error?: string };
      type?: { specifier?: string; error?: string };
    }[];
  }[];
}

/** The package of an npm specifier: `npm:@a/b@^1/c` is `@a/b`. */
function npmName(specifier: string): string | undefined {
  return /^npm:\/?((?:@[^/]+\/)?[^/@]+)/.exec(specifier)?.[1];
}

/** Path from the root, for a file of the project. */
function projectPath(specifier: string): string | undefined {
  return specifier.startsWith(ROOT.href)
    ? decodeURIComponent(specifier.slice(ROOT.href.length))
    : undefined;
}

/** Adds to `graph` all that `file` reaches. */
async function readGraph(
  file: string,
  graph: Map<string, Import[]>,
): Promise<void> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["info", "--json", file],
    cwd: ROOT,
    stdin: "null",
  }).output();
  ok(success, new TextDecoder().decode(stderr));
  const info: Info = JSON.parse(new TextDecoder().decode(stdout));
  for (const { specifier, error, dependencies = [] } of info.modules) {
    const path = projectPath(specifier);
    if (path === undefined) continue;
    ok(!error, `${path}: ${error}`);
    graph.set(
      path,
      dependencies.map((dependency) => {
        const { code, type } = dependency;
        const target = code?.specifier ?? type?.specifier;
        ok(
          target,
          `${path}: ${code?.error ?? type?.error ?? dependency.specifier}`,
        );
        const npm = npmName(target);
        return {
          target: projectPath(target) ?? npm ?? target,
          ...(npm === undefined ? {} : { npm }),
          typeOnly: code === undefined,
        };
      }),
    );
  }
}

/** Every `.ts` file below a folder, as paths from the root. */
function listSources(folder: string): string[] {
  return [...Deno.readDirSync(new URL(folder, ROOT))].flatMap((
    { name, isDirectory },
  ) =>
    isDirectory
      ? listSources(`${folder}${name}/`)
      : name.endsWith(".ts")
      ? [folder + name]
      : []
  ).sort();
}

/** Each import against the table. */
function directionProblems(graph: Graph): string[] {
  return [...graph].flatMap(([path, imports]) =>
    imports.flatMap(({ target, npm }) => {
      const isFile = npm === undefined && !/^[a-z]+:/.test(target);
      const problem = isFile
        ? fileImportProblem(path, target)
        : packageImportProblem(path, target);
      return problem ? [`${path}: ${problem}`] : [];
    })
  );
}

/** The first cycle found from each file, as `a -> b -> a`; type imports count. */
function cycles(graph: Graph): string[] {
  const found: string[] = [];
  const done = new Set<string>();
  const trail: string[] = [];
  function visit(path: string): void {
    const start = trail.indexOf(path);
    if (start >= 0) found.push([...trail.slice(start), path].join(" -> "));
    if (start >= 0 || done.has(path)) return;
    trail.push(path);
    for (const { target } of graph.get(path) ?? []) {
      if (graph.has(target)) visit(target);
    }
    trail.pop();
    done.add(path);
  }
  for (const path of graph.keys()) visit(path);
  return found;
}

/** The packages that more than one module imports, each with its importers. */
function sharedPackages(graph: Graph): string[] {
  const importers = new Map<string, Set<string>>();
  for (const [path, imports] of graph) {
    if (isTest(path)) continue;
    for (const { npm, typeOnly } of imports) {
      if (npm === undefined || typeOnly) continue;
      importers.set(npm, (importers.get(npm) ?? new Set()).add(path));
    }
  }
  return [...importers].filter(([, paths]) => paths.size !== 1)
    .map(([npm, paths]) => `${npm}: ${[...paths].sort().join(", ")}`);
}

Deno.test("the import graph has its direction, no cycle, and one importer for each package", async (t) => {
  const graph = new Map<string, Import[]>();
  const sources = listSources("src/").filter(isShipped);
  try {
    Deno.statSync(new URL("main.ts", ROOT));
    sources.unshift("main.ts");
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  for (const path of sources) {
    if (!graph.has(path)) await readGraph(path, graph);
  }

  deepStrictEqual(sources.filter((path) => !graph.has(path)), []);
  await t.step(
    "direction",
    () => deepStrictEqual(directionProblems(graph), []),
  );
  await t.step("cycles", () => deepStrictEqual(cycles(graph), []));
  await t.step("packages", () => deepStrictEqual(sharedPackages(graph), []));
});

/** A made-up graph: `"a.ts": ["b.ts", "npm:x@1"]`, with `type ` before a type import. */
function graphOf(files: Record<string, string[]>): Graph {
  return new Map(
    Object.entries(files).map(([path, imports]) => [
      path,
      imports.map((text) => {
        const target = text.replace(/^type /, "");
        const npm = npmName(target);
        return {
          target: npm ?? target,
          ...(npm === undefined ? {} : { npm }),
          typeOnly: target !== text,
        };
      }),
    ]),
  );
}

Deno.test("directionProblems() finds what the table forbids", () => {
  const graph = graphOf({
    "main.ts": ["src/cli/app.ts", "src/sys/files.ts"],
    "src/sys/decompress_gzip.ts": ["node:zlib"],
    "src/core/a.ts": ["type src/apt/b.ts"],
    "src/apt/b.ts": ["npm:semver@^7", "src/core/a.ts"],
    "src/sys/c.ts": ["node:fs", "src/core/_private.ts"],
  });
  deepStrictEqual(
    directionProblems(graph).map((problem) => problem.split(": ")[0]),
    [
      "src/core/a.ts",
      "src/apt/b.ts",
      "src/sys/c.ts",
      "src/sys/c.ts",
    ],
  );
});

Deno.test("cycles() finds a cycle, also of type imports, and no diamond", () => {
  deepStrictEqual(
    cycles(graphOf({ a: ["b", "c"], b: ["d"], c: ["d"], d: [] })),
    [],
  );
  deepStrictEqual(cycles(graphOf({ a: ["b"], b: ["c"], c: ["type b"] })), [
    "b -> c -> b",
  ]);
  deepStrictEqual(cycles(graphOf({ a: ["a"] })), ["a -> a"]);
});

Deno.test("sharedPackages() finds a second importer, tests and types aside", () => {
  const graph = graphOf({
    a: ["npm:@a/b@^1.0.0", "npm:x@1/sub"],
    b: ["type npm:@a/b@^1.0.0", "npm:/x@1.0.0"],
    "a_test.ts": ["npm:@a/b@^1.0.0"],
  });
  deepStrictEqual(sharedPackages(graph), ["x: a, b"]);
});
