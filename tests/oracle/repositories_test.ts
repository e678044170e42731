/**
 * The package counts of `repos list`, and the packages of a store, are those that APT's answers give.
 *
 * Everything is counted anew from the oracle's rows. Needs what `tests/oracle_test.ts` needs; skipped where that is
 * missing, except under `CI`.
 *
 * @module
 */

import { deepStrictEqual, strictEqual } from "node:assert/strict";
import type { Package, RepositoryList } from "../../src/cli/contract.ts";
import type { OracleOrigin, OracleRow } from "./agreement.ts";
import { formatSpec, storectlCommand } from "./check_roots.ts";
import {
  missingForOracle,
  OracleWorker,
  type RootSeed,
} from "./oracle_worker.ts";

const HERE = new URL("./", import.meta.url).pathname;
const PROJECT = new URL("../../", import.meta.url).pathname;

/** Roots of each difficulty; libapt refuses some of the hard ones as a whole, which do not count. */
const ROOTS_BY_DIFFICULTY = 2;
const DIFFICULTIES = [1, 2, 3, 4, 5];
const FIRST_SEED = 801;

/** Prints the native architecture, the index files, and for each row the files of all its versions. */
const FACTS = `
import json, sys
sys.dont_write_bytecode = True
sys.path.insert(0, sys.argv[1])
import apt_oracle
oracle = apt_oracle.Oracle(sys.argv[2])
files = lambda versions: [f for v in versions for f in oracle.origins(v)]
print(json.dumps({
    "native": apt_oracle.apt_pkg.config.find("APT::Architecture"),
    "indexes": [oracle.file_info(f) for f in oracle.cache.file_list
                if f.index_type == "Debian Package Index"],
    "files": {"%s:%s" % (p.name, p.architecture): files(p.version_list)
              for p, _installed, _candidate in oracle.packages()},
}))
`;

/** What {@link FACTS} prints. */
interface Facts {
  readonly native: string;
  readonly indexes: readonly OracleOrigin[];
  readonly files: Readonly<Record<string, readonly OracleOrigin[]>>;
}

/** The lists of a store definition. */
interface Filters {
  readonly include_origins?: readonly string[];
  readonly include_sections?: readonly string[];
  readonly include_tags?: readonly string[];
  readonly include_packages?: readonly string[];
}

/** Runs a program that must end well and gives back what it prints. */
async function outputOf(
  program: string,
  args: readonly string[],
): Promise<string> {
  const { code, stdout, stderr } = await new Deno.Command(program, {
    args: [...args],
    cwd: PROJECT,
    env: { LC_ALL: "C.UTF-8", NO_COLOR: "1" },
    stdin: "null",
  }).output();
  strictEqual(code, 0, `${program}: ${new TextDecoder().decode(stderr)}`);
  return new TextDecoder().decode(stdout);
}

/** Files of repositories, without dpkg's own. */
function withoutStatus(
  files: readonly OracleOrigin[],
): readonly OracleOrigin[] {
  return files.filter(({ filename }) => filename !== "status");
}

/** `ORIGIN:SUITE`, as `src/cli/contract.ts` says. */
function repositoryId(file: OracleOrigin): string {
  const { origin, label, site, archive, codename } = file;
  return `${origin || label || site || "local"}:${archive || codename || ""}`;
}

/** Whether a row has one of the wanted origins. */
function hasOrigin(
  row: OracleRow,
  all: readonly OracleOrigin[],
  wanted: readonly string[],
): boolean {
  if (row.candidate === null) return false;
  const own = withoutStatus(row.candidate_origins);
  return (own.length > 0 ? own : withoutStatus(all)).some(({ origin, label }) =>
    wanted.includes(origin || label || "")
  );
}

/** Whether a row has one of the wanted sections: the whole field, or what follows its area. */
function hasSection(row: OracleRow, wanted: readonly string[]): boolean {
  const section = row.section ?? "";
  return wanted.some((name) =>
    section === name ||
    section.includes("/") && section.split("/").slice(1).join("/") === name
  );
}

/** Whether a row has one of the wanted tags: exactly, or any of a facet. */
function hasTag(row: OracleRow, wanted: readonly string[]): boolean {
  const tags = row.tags.length > 0 ? row.tags : row.other_tags;
  return wanted.some((tag) =>
    tag.endsWith("::*")
      ? tags.some((own) => own.startsWith(tag.slice(0, -1)))
      : tags.includes(tag)
  );
}

/** Whether the name of a row is one of the wanted: exactly, or with something for a star at its end or front. */
function hasName({ name }: OracleRow, wanted: readonly string[]): boolean {
  return wanted.some((glob) =>
    glob.startsWith("*")
      ? name.endsWith(glob.slice(1))
      : glob.endsWith("*")
      ? name.startsWith(glob.slice(0, -1))
      : name === glob
  );
}

/** Whether a store selects a row: any entry of a list, and every list that is given. */
function isSelected(row: OracleRow, filters: Filters, facts: Facts): boolean {
  const { include_origins, include_sections, include_tags, include_packages } =
    filters;
  const all = facts.files[`${row.name}:${row.arch}`]!;
  return (!include_origins || hasOrigin(row, all, include_origins)) &&
    (!include_sections || hasSection(row, include_sections)) &&
    (!include_tags || hasTag(row, include_tags)) &&
    (!include_packages || hasName(row, include_packages));
}

/** Rows by the repositories that carry their candidate. */
function countRows(rows: readonly OracleRow[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const row of rows) {
    const ids = withoutStatus(row.candidate_origins).map(repositoryId);
    for (const id of new Set(ids)) counts[id] = (counts[id] ?? 0) + 1;
  }
  return counts;
}

/** Every third of the values that occur, which a store definition can hold. */
function someOf(values: readonly (string | null)[], start: number): string[] {
  const usable = values.filter((value): value is string =>
    value !== null && /^[^\s*\p{C}](?:[^*\p{C}]*[^\s*\p{C}])?$/u.test(value)
  );
  return [...new Set(usable)].sort().filter((_, index) => index % 3 === start);
}

/** Stores of a root that select by its own values: each list alone, then some together. */
function storesOf(rows: readonly OracleRow[], facts: Facts): Filters[] {
  const files = rows.flatMap(({ name, arch }) =>
    withoutStatus(facts.files[`${name}:${arch}`]!)
  );
  const origins = someOf(files.map(({ origin, label }) => origin || label), 0);
  const sections = someOf(
    rows.flatMap(({ section }) => [section, section?.split("/").at(-1) ?? ""]),
    1,
  );
  const tags = someOf(
    rows.flatMap(({ tags, other_tags }) => [...tags, ...other_tags]),
    1,
  ).filter((tag) => /^[^\s:*,]+::[^\s*,]+$/.test(tag));
  const facets = tags.slice(0, 1).map((tag) => tag.replace(/::.*/, "::*"));
  const packages = someOf(rows.map(({ name }) => name), 2);
  const globs = packages.slice(0, 4).flatMap((name) => [
    `${name.slice(0, 2)}*`,
    `*${name.slice(-1)}`,
  ]);
  const stores: Filters[] = [
    { include_origins: origins },
    { include_sections: sections },
    { include_tags: [...tags, ...facets] },
    { include_packages: [...packages, ...globs] },
    { include_origins: origins, include_packages: globs },
    { include_sections: sections, include_tags: facets },
    {
      include_origins: origins,
      include_sections: sections,
      include_packages: [...packages, ...globs],
    },
  ];
  return stores.filter((filters) =>
    Object.values(filters).every((list) => list.length > 0)
  );
}

/** Runs `filter`; gives back the names with their architectures, sorted. */
async function filteredNames(
  root: string,
  args: readonly string[],
): Promise<readonly string[]> {
  const [program, ...before] = storectlCommand();
  const text = await outputOf(program, [
    ...before,
    "filter",
    "--all",
    "--format=ndjson",
    "--fields=name,architecture",
    "--root",
    root,
    ...args,
  ]);
  const lines = text.split("\n").filter((line) => line !== "");
  return lines.map((line) => {
    const { name, architecture } = JSON.parse(line) as Package;
    return `${name}:${architecture}`;
  }).sort();
}

/** Runs `repos list`; gives back the counts by id. */
async function listedCounts(
  root: string,
  args: readonly string[],
): Promise<Record<string, number>> {
  const [program, ...before] = storectlCommand();
  const { repositories, warnings } = JSON.parse(
    await outputOf(program, [
      ...before,
      "repos",
      "list",
      "--root",
      root,
      "--format",
      "json",
      ...args,
    ]),
  ) as RepositoryList;
  deepStrictEqual(
    warnings.filter(({ code }) => /^(?:DEFINITION|ARGUMENT)_/.test(code)),
    [],
  );
  return Object.fromEntries(
    repositories.map(({ id, packageCount }) => [id, packageCount]),
  );
}

/** Compares the counts of one root. */
async function compareCounts(
  root: string,
  rows: readonly OracleRow[],
): Promise<void> {
  const facts = JSON.parse(
    await outputOf("/usr/bin/python3", ["-c", FACTS, HERE, root]),
  ) as Facts;
  const natives = new Set(
    rows.filter(({ arch }) => arch === facts.native).map(({ name }) => name),
  );
  const visible = rows.filter(({ name, arch, installed }) =>
    arch === facts.native || installed !== null || !natives.has(name)
  );
  const none = Object.fromEntries(
    facts.indexes.map((file) => [repositoryId(file), 0]),
  );
  const views = [
    { flags: ["--all-architectures"], shown: rows },
    { flags: [], shown: visible },
  ];
  for (const { flags, shown } of views) {
    deepStrictEqual(await listedCounts(root, flags), {
      ...none,
      ...countRows(shown),
    });
  }
  const folder = `${root}-stores`;
  await Deno.mkdir(folder);
  for (const [index, filters] of storesOf(rows, facts).entries()) {
    const id = `store${index}`;
    // JSON is YAML
    await Deno.writeTextFile(
      `${folder}/${id}.yaml`,
      JSON.stringify({ id, name: id, description: id, filters }),
    );
    const { flags, shown } = views[index % 2]!;
    const args = [...flags, "--stores-dir", folder, "--store", id];
    const selected = shown.filter((row) => isSelected(row, filters, facts));
    const message = `store ${JSON.stringify(filters)} ${flags.join()}`;
    deepStrictEqual(
      await listedCounts(root, args),
      countRows(selected),
      message,
    );
    deepStrictEqual(
      await filteredNames(root, args),
      selected.map(({ name, arch }) => `${name}:${arch}`).sort(),
      message,
    );
  }
}

const missing = await missingForOracle();
const ignore = missing.length > 0 && !Deno.env.get("CI");
if (ignore) {
  // deno-lint-ignore no-console -- says why a test is skipped
  console.warn(
    `Package counts are not compared with APT: missing ${missing.join(", ")}`,
  );
}

Deno.test({
  name: "storectl repos list counts what APT says, and a store holds it",
  ignore,
}, async (t) => {
  strictEqual(missing.join(", "), "", "what this machine does not have");
  const work = await Deno.makeTempDir({ prefix: "storectl-repositories-" });
  try {
    await using worker = new OracleWorker();
    for (const difficulty of DIFFICULTIES) {
      let compared = 0;
      for (let seed = FIRST_SEED; compared < ROOTS_BY_DIFFICULTY; seed++) {
        const spec: RootSeed = { seed, difficulty, packages: 80 };
        const root = `${work}/${difficulty}-${seed}`;
        const { rows } = await worker.ask(root, `${root}.jsonl`, spec);
        if (rows === null) continue;
        compared++;
        await t.step(formatSpec(spec), () => compareCounts(root, rows));
      }
    }
  } finally {
    await Deno.remove(work, { recursive: true });
  }
});
