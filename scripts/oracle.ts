/**
 * `deno task oracle`: compares storectl with APT on many random roots, and counts differences by field.
 *
 *     deno task oracle --seeds 1-1000 --difficulty 1,2,3,4,5 --packages 40-400 --jobs 2
 *     deno task oracle --root /
 *
 * Each line of failing roots can be pasted back as arguments. Exit status: 0 agreement, 1 differences, 2 cannot run.
 *
 * @module
 */

import { parseArgs } from "node:util";
import type { PackageField } from "../src/cli/contract.ts";
import { ALL_FIELDS, formatDifference } from "../tests/oracle/agreement.ts";
import {
  checkRoots,
  formatSpec,
  type RootResult,
  type RootSpec,
} from "../tests/oracle/check_roots.ts";
import { missingForOracle } from "../tests/oracle/oracle_worker.ts";

/** Failing roots and differences printed at most. */
const SHOWN = { roots: 50, differences: 20 };

/** What `--help` prints. */
const HELP = `Usage: deno task oracle [options]
  --seeds A-B          seeds of the generator (default 1-100)
  --difficulty LIST    1 to 5 (default 1,2,3,4,5)
  --packages N or A-B  packages in a root's world; a range is spread over the seeds (default 40-400)
  --jobs N             roots at once (default 2)
  --fields LIST        compare only these (default: all)
  --root DIR           check this root instead, e.g. /
The environment variable STORECTL names another program to check.`;

/** Ends the program because of its arguments or of the machine. */
function refuse(message: string): never {
  console.error(`error: ${message}`);
  Deno.exit(2);
}

/** Reads `7` or `1-9`. */
function range(option: string, text: string): readonly [number, number] {
  const [, from, to = from] = /^(\d{1,9})(?:-(\d{1,9}))?$/.exec(text) ??
    refuse(`--${option} wants N or A-B, not "${text}"`);
  if (Number(from) > Number(to)) refuse(`--${option} ${text} is empty`);
  return [Number(from), Number(to)];
}

/** The roots that the arguments ask for. */
function rootsOf(
  options: { seeds: string; difficulty: string; packages: string },
): RootSpec[] {
  const [firstSeed, lastSeed] = range("seeds", options.seeds);
  const [fewest, most] = range("packages", options.packages);
  const roots: RootSpec[] = [];
  for (let seed = firstSeed; seed <= lastSeed; seed++) {
    // A multiple of a prime: sizes look random, and a seed always has the same one.
    const packages = fewest + (seed * 7919) % (most - fewest + 1);
    for (const difficulty of options.difficulty.split(",").map(Number)) {
      if (![1, 2, 3, 4, 5].includes(difficulty)) {
        refuse(
          `--difficulty wants numbers from 1 to 5, not "${options.difficulty}"`,
        );
      }
      roots.push({ seed, difficulty, packages });
    }
  }
  return roots;
}

/** The options, read. */
function readOptions() {
  try {
    const { values } = parseArgs({
      args: Deno.args.filter((argument) => argument !== "--"),
      options: {
        seeds: { type: "string", default: "1-100" },
        difficulty: { type: "string", default: "1,2,3,4,5" },
        packages: { type: "string", default: "40-400" },
        jobs: { type: "string", default: "2" },
        fields: { type: "string", default: ALL_FIELDS.join(",") },
        root: { type: "string" },
        help: { type: "boolean", default: false },
      },
    });
    return values;
  } catch (error) {
    return refuse(`${(error as Error).message}\n${HELP}`);
  }
}

/** Prints what differs, by field and by root. */
function printResults(results: readonly RootResult[]): void {
  const failing = results.filter(({ differences }) => differences.length > 0);
  const refused = results.filter(({ rows }) => rows === null);
  const byField = new Map<string, { count: number; roots: number }>();
  for (const { differences } of failing) {
    for (
      const field of new Set(differences.map((difference) => difference.field))
    ) {
      const entry = byField.get(field) ?? { count: 0, roots: 0 };
      entry.count += differences.filter((difference) =>
        difference.field === field
      ).length;
      entry.roots++;
      byField.set(field, entry);
    }
  }
  if (failing.length > 0) {
    console.log(
      `\n${"field".padEnd(20)}${"count".padStart(8)}${"roots".padStart(8)}`,
    );
    for (
      const [field, { count, roots }] of [...byField].sort((a, b) =>
        b[1].count - a[1].count
      )
    ) {
      console.log(
        `${field.padEnd(20)}${String(count).padStart(8)}${
          String(roots).padStart(8)
        }`,
      );
    }
    const all = failing.flatMap(({ spec, differences }) =>
      differences.map((difference) => ({ spec, difference }))
    );
    console.log("\nFirst differences");
    for (const { spec, difference } of all.slice(0, SHOWN.differences)) {
      console.log(`  [${formatSpec(spec)}] ${formatDifference(difference)}`);
    }
    console.log("\nFailing roots");
    for (const { spec, differences } of failing.slice(0, SHOWN.roots)) {
      console.log(`  ${formatSpec(spec)}  # ${differences.length}`);
    }
    if (failing.length > SHOWN.roots) {
      console.log(`  and ${failing.length - SHOWN.roots} more`);
    }
  }
  if (refused.length > 0) {
    console.log("\nRoots that APT refuses");
    const reasons = Map.groupBy(
      refused,
      ({ refusal }) =>
        refusal.trim().split("\n").at(-1)!.replace(/\S*\/\S*/g, "…"),
    );
    for (const [reason, roots] of reasons) {
      console.log(
        `${String(roots.length).padStart(6)}  ${reason}  # ${
          formatSpec(roots[0]!.spec)
        }`,
      );
    }
  }
  const rows = results.reduce((sum, result) => sum + (result.rows ?? 0), 0);
  console.log(
    `\n${results.length} roots, ${rows} rows: ${failing.length} roots differ, APT refuses ${refused.length}`,
  );
}

const options = readOptions();
if (options.help) {
  console.log(HELP);
  Deno.exit(0);
}
const missing = await missingForOracle();
if (missing.length > 0) refuse(`missing ${missing.join(", ")}`);
const fields = options.fields.split(",").map((field) =>
  ALL_FIELDS.includes(field as PackageField)
    ? field as PackageField
    : refuse(`--fields knows no "${field}"`)
);
const specs: readonly RootSpec[] = options.root === undefined
  ? rootsOf(options)
  : [{ root: options.root }];
const results: RootResult[] = [];
const tick = Deno.stderr.isTerminal();
await checkRoots(specs, (result) => {
  results.push(result);
  if (tick) {
    Deno.stderr.writeSync(
      new TextEncoder().encode(`\r${results.length}/${specs.length}`),
    );
  }
}, { jobs: range("jobs", options.jobs)[0], fields });
if (tick) Deno.stderr.writeSync(new TextEncoder().encode("\r\x1b[K"));
results.sort((a, b) => specs.indexOf(a.spec) - specs.indexOf(b.spec));
printResults(results);
Deno.exit(results.some(({ differences }) => differences.length > 0) ? 1 : 0);
