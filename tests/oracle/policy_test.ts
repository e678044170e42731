/**
 * The version tables of `details` are those of `apt-cache policy`, letter by letter.
 *
 * Needs what `tests/oracle_test.ts` needs, and `apt-cache`; skipped where that is missing, except under `CI`.
 *
 * @module
 */

import { deepStrictEqual, strictEqual } from "node:assert/strict";
import type { PackageDetails, VersionEntry } from "../../src/cli/contract.ts";
import { formatSpec, storectlCommand } from "./check_roots.ts";
import {
  missingForOracle,
  OracleWorker,
  type RootSeed,
} from "./oracle_worker.ts";

const ORACLE = new URL("apt_oracle.py", import.meta.url).pathname;
const PROJECT = new URL("../../", import.meta.url).pathname;

/** Roots of each difficulty; libapt refuses some of the hard ones as a whole, which do not count. */
const ROOTS_BY_DIFFICULTY = 4;
const DIFFICULTIES = [1, 2, 3, 4, 5];
const FIRST_SEED = 701;

/** Runs a program that must end well and gives back what it prints. */
async function outputOf(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<string> {
  const { code, stdout, stderr } = await new Deno.Command(program, {
    args: [...args],
    cwd: PROJECT,
    env: { ...env, LC_ALL: "C.UTF-8", NO_COLOR: "1" },
    stdin: "null",
  }).output();
  strictEqual(code, 0, `${program}: ${new TextDecoder().decode(stderr)}`);
  return new TextDecoder().decode(stdout);
}

/** What the test needs and this machine does not have. */
async function missingPrograms(): Promise<readonly string[]> {
  const missing = await missingForOracle();
  try {
    await new Deno.Command("apt-cache", {
      args: ["--version"],
      stdout: "null",
      stderr: "null",
    }).output();
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    missing.push("apt-cache");
  }
  return missing;
}

/** One version of a table, in the words of `apt-cache policy`. */
function versionLines(
  { version, priority, installed, phased, repositories }: VersionEntry,
): readonly string[] {
  const share = phased === null ? "" : ` (phased ${phased}%)`;
  return [
    ` ${installed ? "***" : "   "} ${version} ${priority}${share}`,
    ...repositories.map((source) =>
      `       ${String(source.priority).padStart(4)} ${source.description}`
    ),
  ];
}

/** The reply of `apt-cache policy`, made of what `details` says. */
function policyText(details: PackageDetails, native: string): string {
  const { name, architecture, versions } = details;
  const version = (isMeant: (entry: VersionEntry) => boolean) =>
    versions.find(isMeant)?.version ?? "(none)";
  return [
    `${name}${architecture === native ? "" : `:${architecture}`}:`,
    `  Installed: ${version(({ installed }) => installed)}`,
    `  Candidate: ${version(({ candidate }) => candidate)}`,
    "  Version table:",
    ...versions.flatMap(versionLines),
    "",
  ].join("\n");
}

/** The replies by package: each begins where a line is not indented. */
function splitPolicy(text: string): readonly string[] {
  return text.split(/^(?=\S)/m).filter((part) => part !== "");
}

/** Compares all packages of a root; returns their number. */
async function comparePolicy(
  root: string,
  names: readonly string[],
): Promise<number> {
  const env = { APT_CONFIG: `${root}.conf` };
  await outputOf("/usr/bin/python3", [
    ORACLE,
    root,
    "--write-conf",
    env.APT_CONFIG,
  ]);
  const theirs = splitPolicy(
    await outputOf("apt-cache", ["policy", ...names], env),
  );
  const native = (await outputOf("apt-config", [
    "shell",
    "ARCH",
    "APT::Architecture",
  ], env)).trim().replace(/^ARCH='(.*)'$/, "$1");

  const [program, ...before] = storectlCommand();
  const rows = await outputOf(program, [
    ...before,
    "details",
    "--root",
    root,
    "--format",
    "ndjson",
    "--",
    ...names,
  ]);
  const packages = rows.split("\n").filter((line) => line !== "").map((line) =>
    JSON.parse(line) as PackageDetails
  );
  const ours = packages.map((details) => policyText(details, native));
  // One by one first: a difference in one package is easier to read alone.
  for (const [index, text] of ours.entries()) {
    strictEqual(text, theirs[index], names[index]);
  }
  strictEqual(ours.length, theirs.length, "packages");
  for (const { name, architecture, version, versions } of packages) {
    const marked = versions.filter(({ candidate }) => candidate);
    deepStrictEqual(
      marked.map((entry) => entry.version),
      version === null ? [] : [version],
      `${name}:${architecture}`,
    );
  }
  return names.length;
}

const missing = await missingPrograms();
const ignore = missing.length > 0 && !Deno.env.get("CI");
if (ignore) {
  // deno-lint-ignore no-console -- says why a test is skipped
  console.warn(
    `Version tables are not compared with apt-cache policy: missing ${
      missing.join(", ")
    }`,
  );
}

Deno.test({
  name: "storectl details prints the version tables of apt-cache policy",
  ignore,
}, async (t) => {
  strictEqual(missing.join(", "), "", "what this machine does not have");
  const work = await Deno.makeTempDir({ prefix: "storectl-policy-" });
  try {
    await using worker = new OracleWorker();
    for (const difficulty of DIFFICULTIES) {
      let compared = 0;
      for (let seed = FIRST_SEED; compared < ROOTS_BY_DIFFICULTY; seed++) {
        const spec: RootSeed = { seed, difficulty, packages: 60 };
        const root = `${work}/${difficulty}-${seed}`;
        const { rows } = await worker.ask(root, `${root}.jsonl`, spec);
        if (rows === null) continue;
        compared++;
        await t.step(formatSpec(spec), async () => {
          const names = rows.map(({ name, arch }) => `${name}:${arch}`);
          await comparePolicy(root, names);
        });
      }
    }
  } finally {
    await Deno.remove(work, { recursive: true });
  }
});
