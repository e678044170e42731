/**
 * The start-up budget: what the milliseconds of a query go to, and what is loaded before its first byte.
 *
 * The runtime, the rights and loading the own code are differences between programs that do ever more; the rest is
 * divided by V8's profiles, which know the module that every sample is from. Functions are compiled when they are first
 * called, so that is part of the rest.
 *
 * @module
 */

import { bundledQuery, staticImports } from "../scripts/query_path.ts";
import { BARE, BUNDLE, findingOf } from "./finding.ts";
import type { Finding } from "./finding.ts";
import { PROJECT } from "./options.ts";
import { ProfileSum } from "./profile.ts";
import { race } from "./race.ts";
import type { Race } from "./race.ts";
import type { Setup } from "./setup.ts";
import { copyThatDoesNothing, copyThatTells } from "./watched_bundle.ts";
import type { Watched } from "./watched_bundle.ts";

/** The runtime with the rights of storectl, as tables call it. */
const WITH_RIGHTS = "empty script, rights and options of storectl";
/** The code of storectl, loaded and not run, as tables call it. */
const LOADED = "storectl, loaded and not run";
/** The module of the queries that are looked into. */
const MODULE = "src/cli/queries/filter.ts";
/** Microseconds between the samples of a profile. */
const INTERVAL = 50;

/** The queries that are looked into. */
const QUERIES: readonly { readonly line: string; readonly words: string[] }[] =
  [
    {
      line: "start-up of a query of one store",
      words: ["filter", "--store", "development", "--limit", "100"],
    },
    {
      line: "start-up of a search for lib",
      words: ["filter", "--search", "lib", "--limit", "100"],
    },
  ];

/** The command line of storectl, run from another bundle. */
function argvOf(
  setup: Setup,
  bundle: string,
  words: readonly string[],
  options: readonly string[] = [],
): readonly string[] {
  const { argv } = setup.storectl(BUNDLE, [...words, "--format", "json"]);
  const { bundleRun } = setup;
  const [deno, run, ...rights] = bundleRun;
  return [deno!, run!, ...options, ...rights, `${bundle}/storectl.js`].concat(
    argv.slice(bundleRun.length + 1),
  );
}

/** Runs a program and gives what it says on stderr. */
async function complaintsOf(
  argv: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<string> {
  const { success, stderr } = await new Deno.Command(argv[0]!, {
    args: argv.slice(1),
    env,
    cwd: PROJECT,
    stdin: "null",
    stdout: "null",
  }).output();
  const text = new TextDecoder().decode(stderr);
  if (!success) throw new Error(`Cannot run the bundle: ${text}`);
  return text;
}

/** Profiles a query some times. */
async function profile(
  setup: Setup,
  words: readonly string[],
): Promise<ReturnType<ProfileSum["shares"]>> {
  const folder = await Deno.makeTempDir({ dir: setup.work });
  const sum = new ProfileSum(setup.bundle);
  const argv = argvOf(setup, setup.bundle, words, [
    "--cpu-prof",
    `--cpu-prof-interval=${INTERVAL}`,
    `--cpu-prof-dir=${folder}`,
  ]);
  const { env } = setup.storectl(BUNDLE, words);
  for (let run = 0; run < setup.options.runs; run++) {
    await complaintsOf(argv, { ...env });
  }
  for await (const { name } of Deno.readDir(folder)) {
    sum.add(await Deno.readTextFile(`${folder}/${name}`));
  }
  return sum.shares();
}

/** The budget, in milliseconds; it adds up to the query. */
function budget(
  result: Race,
  shares: readonly (readonly [string, number])[],
  { loaded }: Watched,
): NonNullable<Finding["parts"]> {
  const bare = (result.find(BARE)?.cpu ?? NaN) * 1000;
  // by ratios, since differences of medians would have the machine's ups and downs in them
  const cpu = (name: string) => bare * result.ratio(name, BARE);
  const chunks = loaded.filter(({ name }) => name !== bundledQuery(MODULE))
    .map(({ name, ms }) => ({ part: `chunk ${name}`, ms }));
  const rest = cpu(BUNDLE) - cpu(LOADED) -
    chunks.reduce((sum, { ms }) => sum + ms, 0);
  return [
    { part: "runtime", ms: bare },
    {
      part: "rights and options of the launcher",
      ms: cpu(WITH_RIGHTS) - bare,
    },
    {
      part: "own code, loaded",
      ms: cpu(LOADED) - cpu(WITH_RIGHTS),
    },
    ...chunks,
    ...shares.map(([kind, share]) => ({ part: kind, ms: rest * share })),
    { part: "all of it", ms: cpu(BUNDLE) },
  ];
}

/** What is loaded before the first byte, for people. */
function loadedNotes(
  setup: Setup,
  { loaded, opened, calls, bytes }: Watched,
): readonly string[] {
  const files = ["storectl.js", ...loaded.map(({ name }) => name)].map((name) =>
    `${name} (${
      (Deno.statSync(`${setup.bundle}/${name}`).size / 1024).toFixed(0)
    } KiB)`
  );
  const short = (path: string) => path.replace(setup.work, "");
  return [
    `Loaded before the first byte: ${files.join(", ")}.`,
    `Opened before it: ${opened.map(short).join(", ")}; ${calls} calls, ${
      (bytes / 1024).toFixed(0)
    } KiB read.`,
  ];
}

/** The modules that are loaded before the first byte, from source, for people. */
async function modulesNote(): Promise<string> {
  const imports = [
    ...await staticImports("main.ts"),
    ...await staticImports(MODULE),
  ];
  const modules = [...new Set(imports.map(({ target }) => target))].sort();
  return `Modules before it, from source: ${modules.length}: ${
    modules.join(", ")
  }.`;
}

/** Measures it, one line for each query. */
export async function* startUp(
  setup: Setup,
  isWanted: (line: string) => boolean,
): AsyncGenerator<Finding, void> {
  const wanted = QUERIES.filter(({ line }) => isWanted(line));
  if (wanted.length === 0) return;
  const idle = `${setup.work}/bundle-that-does-nothing`;
  const telling = `${setup.work}/bundle-that-tells`;
  await copyThatDoesNothing(setup.bundle, idle, bundledQuery(MODULE));
  await copyThatTells(setup.bundle, telling);
  for (const { line, words } of wanted) {
    const query = setup.storectl(BUNDLE, [...words, "--format", "json"]);
    const result = await race(setup.measurer, [
      setup.bare,
      {
        ...setup.bare,
        name: WITH_RIGHTS,
        argv: [...setup.bundleRun, `${setup.work}/empty.js`],
      },
      { ...query, name: LOADED, argv: argvOf(setup, idle, words) },
      query,
    ], setup.options.runs);
    const told = await complaintsOf(argvOf(setup, telling, words), {
      ...query.env,
    });
    const watched: Watched = JSON.parse(told.trim().split("\n").at(-1)!);
    yield findingOf(result, {
      group: "start-up",
      line,
      checks: [],
      parts: budget(result, await profile(setup, words), watched),
      notes: [
        ...loadedNotes(setup, watched),
        ...(line === wanted[0]!.line ? [await modulesNote()] : []),
      ],
    });
  }
}
