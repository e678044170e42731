/**
 * `deno task bench`: storectl against a bare `deno run`, python-apt and APT's own programs.
 *
 * The contenders of a question take turns, so that a busy machine hurts all of them alike; the
 * table shows medians, and ratios of processor time. What this machine does not have is skipped.
 *
 *     deno task bench [--runs 7] [--root DIR] [--only NAME]
 *
 * @module
 */

import { parseArgs } from "node:util";
import {
  type Command,
  type Cost,
  hasProgram,
  type Measurer,
  openMeasurer,
} from "./measure.ts";

const PROJECT = new URL("../", import.meta.url).pathname;
const PYTHON = "/usr/bin/python3";

/** What an exit status of a warm-up says. */
const WHY: Readonly<Record<number, string>> = {
  124: "takes more than 10 s",
  127: "not installed",
};

/** One way to answer a question. */
interface Contender extends Command {
  /** What the table calls it. */
  readonly name: string;
}

/** A question, and the other programs that answer it. */
interface Question {
  /** What the table calls it. */
  readonly name: string;
  /** Arguments of storectl. */
  readonly storectl: readonly string[];
  /** Arguments of `python_queries.py`. */
  readonly python: readonly string[];
  /** Other programs. */
  readonly others?: readonly (readonly string[])[];
}

/** What the command line asks for. */
interface Options {
  /** Measured runs of each contender. */
  readonly runs: number;
  /** The root to ask about. */
  readonly root: string;
  /** Only questions whose names hold this. */
  readonly only: string;
}

/** Prints a line about something that is left out. */
function skip(what: string, why: string): void {
  console.log(`skipped: ${what} (${why})`);
}

/** Whether a file can be read. */
function exists(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}

/** Whether a root has lists. */
function hasLists(root: string): boolean {
  try {
    return [...Deno.readDirSync(`${root}/var/lib/apt/lists`)].some((
      { name },
    ) => name.includes("_Packages"));
  } catch {
    return false;
  }
}

/** Reads the command line. */
function readOptions(): Options {
  const { values } = parseArgs({
    args: Deno.args.filter((argument) => argument !== "--"),
    options: {
      runs: { type: "string", default: "7" },
      root: { type: "string" },
      only: { type: "string", default: "" },
    },
  });
  const root = values.root ??
    (hasLists("/") ? "/" : `${PROJECT}tests/fixtures/sample-root`);
  const runs = Number(values.runs);
  if (!Number.isInteger(runs) || runs < 1) {
    console.error("error: --runs wants a number from 1");
    Deno.exit(2);
  }
  return { runs, root: Deno.realPathSync(root), only: values.only };
}

/** The forms of storectl that are here: name -> command in front of its arguments. */
async function storectlForms(): Promise<Map<string, readonly string[]>> {
  const forms = new Map<string, readonly string[]>();
  const run = [Deno.execPath(), "run", "-q", "-P", "--no-prompt"];
  if (exists(`${PROJECT}main.ts`)) {
    forms.set("storectl (source)", [...run, "main.ts"]);
  } else skip("storectl (source)", "no main.ts");
  const script = `${PROJECT}scripts/build.sh`;
  if (exists(script)) {
    console.log("building the bundle");
    if (!await hasProgram(script, "--bundle", "--out", `${PROJECT}dist`)) {
      skip("a new bundle", "scripts/build.sh failed");
    }
  }
  const bundle = ["storectl.js", "main.js"].find((name) =>
    exists(`${PROJECT}dist/${name}`)
  );
  if (bundle) forms.set("storectl (bundle)", [...run, `dist/${bundle}`]);
  else skip("storectl (bundle)", "no dist/storectl.js");
  if (exists(`${PROJECT}dist/storectl`)) {
    forms.set("storectl (launcher)", [`${PROJECT}dist/storectl`]);
  }
  return forms;
}

/** The sections of the store that ships for development. */
async function developmentSections(
  storectl: readonly string[] | undefined,
): Promise<readonly string[]> {
  const usual = ["devel", "libdevel", "vcs", "python", "interpreters"];
  if (!storectl) return usual;
  const [program, ...args] = storectl;
  const { success, stdout } = await new Deno.Command(program!, {
    args: [...args, "stores", "show", "development"]
      .concat(["--stores-dir", "stores", "--format", "json"]),
    cwd: PROJECT,
    stderr: "null",
  }).output();
  if (!success) return usual;
  const { store } = JSON.parse(new TextDecoder().decode(stdout)) as {
    store: { filters: { includeSections: string[] } };
  };
  return store.filters.includeSections;
}

/** Every question. */
function questions(sections: readonly string[]): Question[] {
  const page = ["--limit", "100"];
  const anySection = sections.map((name) => `?section(^${name}$)`).join("|");
  const sectionPattern = `^(${sections.join("|")})$`;
  return [
    {
      name: "by section (store development)",
      storectl: ["filter", "--store", "development", "--stores-dir", "stores"]
        .concat(page),
      python: ["section", ...sections],
      others: [
        ["grep-aptavail", "-e", "-F", "Section", sectionPattern],
        ["aptitude", "search", anySection],
      ],
    },
    {
      name: "installed",
      storectl: ["filter", "--tab", "installed", ...page],
      python: ["installed"],
      others: [["apt", "list", "--installed"], ["aptitude", "search", "~i"]],
    },
    {
      name: "upgradable",
      storectl: ["filter", "--tab", "updates", ...page],
      python: ["upgradable"],
      others: [["apt", "list", "--upgradable"], ["aptitude", "search", "~U"]],
    },
    {
      name: "repositories",
      storectl: ["repos", "list"],
      python: ["repositories"],
      others: [["apt-cache", "policy"]],
    },
    {
      name: "search lib",
      storectl: ["filter", "--search", "lib", ...page],
      python: ["search", "lib"],
      others: [
        ["apt-cache", "search", "lib"],
        ["grep-aptavail", "-i", "-F", "Package,Description", "lib"],
        ["aptitude", "search", "lib"],
      ],
    },
    {
      name: "by tag (a store of one tag)",
      storectl: ["filter", "--store", "tagged", "--stores-dir", "bench/stores"]
        .concat(page),
      python: ["tag", "role::program"],
      others: [
        ["grep-aptavail", "-F", "Tag", "role::program"],
        ["aptitude", "search", "?tag(role::program)"],
      ],
    },
    {
      name: "by origin and tag",
      storectl: ["filter", "--store", "origin-tagged"]
        .concat("--stores-dir", "bench/stores", page),
      python: ["origin-tag", "Debian", "role::program"],
      others: [
        ["aptitude", "search", "?origin(^Debian$)?tag(role::program)"],
      ],
    },
  ];
}

/** The middle value. */
function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? sorted[half]!
    : (sorted[half - 1]! + sorted[half]!) / 2;
}

/** Lets the contenders take turns; medians of those that work. */
async function race(
  measurer: Measurer,
  contenders: readonly Contender[],
  runs: number,
): Promise<Map<string, Cost>> {
  const costs = new Map<string, Cost[]>();
  for (const contender of contenders) {
    const warmUp = await measurer.run(contender);
    if (warmUp.status !== 0) {
      const why = WHY[warmUp.status] ?? `exit status ${warmUp.status}`;
      skip(contender.name, why);
      continue;
    }
    costs.set(contender.name, []);
  }
  for (let round = 0; round < runs; round++) {
    for (const contender of contenders) {
      const mine = costs.get(contender.name);
      if (!mine) continue;
      mine.push(await measurer.run(contender));
    }
  }
  return new Map([...costs].map(([name, each]) => [name, {
    status: 0,
    cpu: median(each.map(({ cpu }) => cpu)),
    wall: median(each.map(({ wall }) => wall)),
    peak: median(each.map(({ peak }) => peak)),
  }]));
}

/** Prints one table. */
function printTable(title: string, costs: ReadonlyMap<string, Cost>): void {
  const widths = [38, 9, 9, 9, 9, 9];
  const row = (cells: readonly string[]) =>
    cells.map((cell, index) =>
      index === 0 ? cell.slice(0, 38).padEnd(38) : cell.padStart(widths[index]!)
    ).join("").trimEnd();
  const bare = costs.get("deno run empty.ts");
  const python = costs.get("python-apt");
  const number = (value: number, digits: number) =>
    Number.isFinite(value) ? value.toFixed(digits) : "-";
  const time = (cost: Cost) => Number.isFinite(cost.cpu) ? cost.cpu : cost.wall;
  const ratio = (cost: Cost, base: Cost | undefined) =>
    base ? number(time(cost) / time(base), 2) : "-";
  console.log(`\n${title}`);
  console.log(
    row(["", "cpu ms", "wall ms", "peak MiB", "× bare", "× python"]),
  );
  for (const [name, cost] of costs) {
    console.log(row([
      name,
      number(cost.cpu * 1000, 1),
      number(cost.wall * 1000, 1),
      number(cost.peak / 2 ** 20, 0),
      ratio(cost, bare),
      ratio(cost, python),
    ]));
  }
}

/**
 * Gives APT's programs their best case: plain copies of the lists, and binary caches that stay warm.
 *
 * With compressed lists some of them take minutes, since they jump about in the file.
 *
 * @returns Text of an `APT_CONFIG` file, or null where they cannot be pointed at the root.
 */
async function aptConfig(root: string, work: string): Promise<string | null> {
  let text = "";
  if (root !== "/") {
    const oracle = `${PROJECT}tests/oracle/apt_oracle.py`;
    const file = `${work}/root.conf`;
    if (!await hasProgram(PYTHON, oracle, root, "--write-conf", file)) {
      return null;
    }
    text = await Deno.readTextFile(file);
  }
  const from = `${root}/var/lib/apt/lists`;
  const to = `${work}/lists`;
  await Deno.mkdir(`${to}/partial`, { recursive: true });
  await Deno.mkdir(`${work}/cache/archives/partial`, { recursive: true });
  for await (const { name, isFile } of Deno.readDir(from)) {
    if (!isFile || name === "lock") continue;
    const plain = name.replace(/\.(?:gz|xz|lz4|zst|bz2|lzma)$/, "");
    if (plain === name) await Deno.copyFile(`${from}/${name}`, `${to}/${name}`);
    else {
      const { success, stdout } = await new Deno.Command(
        "/usr/lib/apt/apt-helper",
        { args: ["cat-file", `${from}/${name}`] },
      ).output();
      if (!success) return null;
      await Deno.writeFile(`${to}/${plain}`, stdout);
    }
  }
  console.log("APT's programs read plain copies of the lists, their best case");
  return `${text}Dir::State::lists "${to}/";
Dir::Cache "${work}/cache/";
Dir::Cache::pkgcache "pkgcache.bin";
Dir::Cache::srcpkgcache "srcpkgcache.bin";
`;
}

const options = readOptions();
await using cleanup = new AsyncDisposableStack();
const measurer = cleanup.use(await openMeasurer(PROJECT));
console.log(`Root ${options.root}, ${options.runs} runs in turns`);
console.log(`Processor time by ${measurer.method}`);

const work = await Deno.makeTempDir({ prefix: "storectl-bench-" });
cleanup.defer(() => Deno.remove(work, { recursive: true }));
const forms = await storectlForms();
const withPython = await hasProgram(PYTHON, "-c", "import apt");
if (!withPython) skip("python-apt", "no python3-apt");
const env: Record<string, string> = { LC_ALL: "C.UTF-8" };
const config = await aptConfig(options.root, work);
if (config === null) skip("APT's own programs", "they would answer for /");
else {
  env.APT_CONFIG = `${work}/apt.conf`;
  await Deno.writeTextFile(env.APT_CONFIG, config);
}

/**
 * Everyone who answers a question.
 *
 * @param own Environment of storectl alone; the launcher takes this Deno.
 */
function contendersFor(
  question: Question,
  rows: string,
  own: Readonly<Record<string, string>>,
): Contender[] {
  const root = options.root === "/" ? [] : ["--root", options.root];
  const contenders: Contender[] = [{
    name: "deno run empty.ts",
    argv: [Deno.execPath(), "run", "bench/empty.ts"],
  }];
  for (const [name, command] of forms) {
    contenders.push({
      name,
      argv: [...command, ...question.storectl, ...root, "--format", rows],
      env: {
        DENO: Deno.execPath(),
        CACHE_DIRECTORY: `${work}/storectl`,
        ...own,
      },
    });
  }
  if (config === null) return contenders;
  if (withPython) {
    const argv = [PYTHON, "bench/python_queries.py", ...question.python];
    contenders.push({ name: "python-apt", argv, env });
  }
  for (const argv of question.others ?? []) {
    contenders.push({ name: argv.join(" "), argv, env });
  }
  return contenders;
}

const all: Question = {
  name: "whole root printed, from the cache",
  storectl: ["filter", "--all", "--all-architectures"],
  python: ["everything"],
};
const cold: Question = {
  ...all,
  name: "whole root read, decided and printed, without a cache",
};
const asked = questions(await developmentSections([...forms.values()][0]));
for (const question of [...asked, all, cold]) {
  if (!question.name.includes(options.only)) continue;
  const rows = question === all || question === cold ? "ndjson" : "json";
  // a directory that cannot be made is no cache
  const cache = question === cold ? { CACHE_DIRECTORY: "/dev/null/none" } : {};
  const contenders = contendersFor(question, rows, cache);
  printTable(
    question.name,
    await race(measurer, contenders, options.runs),
  );
}
