/**
 * Runs storectl and the oracle on many roots and compares them.
 *
 * `STORECTL` in the environment names another program to check (a bundle, a binary); without it
 * it is `main.ts` of this checkout.
 *
 * @module
 */

import type { Package, PackageField } from "../../src/cli/contract.ts";
import { ALL_FIELDS, compareRows, type Difference } from "./agreement.ts";
import { OracleWorker, type RootSeed } from "./oracle_worker.ts";

const PROJECT = new URL("../../", import.meta.url).pathname;

/** A root to check: one to be made, or one that exists. */
export type RootSpec = RootSeed | { readonly root: string };

/** What came of a root. */
export interface RootResult {
  /** The root. */
  readonly spec: RootSpec;
  /** Rows of the oracle; null where libapt refuses the root. */
  readonly rows: number | null;
  /** What libapt says where it refuses the root. */
  readonly refusal: string;
  /** Where the two do not agree. */
  readonly differences: readonly Difference[];
}

/** What storectl answers for a root. */
export interface StorectlReply {
  /** Every package of the root. */
  readonly packages: readonly Partial<Package>[];
  /** Exit status. */
  readonly status: number;
  /** Warnings and errors, as printed. */
  readonly stderr: string;
}

/** The program to check, and the arguments in front of its own. */
export function storectlCommand(): readonly [string, ...string[]] {
  const program = Deno.env.get("STORECTL") ?? `${PROJECT}main.ts`;
  return /\.[cm]?[jt]s$/.test(program)
    ? [Deno.execPath(), "run", "-q", "-P", "--no-prompt", program]
    : [program];
}

/**
 * Runs storectl on one root.
 *
 * @param cache Directory for its cache, so that it leaves the user's alone.
 */
export async function runStorectl(
  root: string,
  cache: string,
  fields: readonly PackageField[],
): Promise<StorectlReply> {
  const [program, ...before] = storectlCommand();
  const asked = [...new Set<PackageField>(["name", "architecture", ...fields])]
    .join(",");
  const args = [
    "filter",
    "--root",
    root,
    "--all",
    "--all-architectures",
    "--format",
    "ndjson",
    "--fields",
    asked,
  ];
  const child = new Deno.Command(program, {
    args: [...before, ...args],
    cwd: PROJECT,
    env: { CACHE_DIRECTORY: cache, NO_COLOR: "1" },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const stderr = new Response(child.stderr).text();
  const packages: Partial<Package>[] = [];
  let rest = "";
  for await (const part of child.stdout.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + part).split("\n");
    rest = lines.pop()!;
    for (const line of lines) {
      packages.push(JSON.parse(line) as Partial<Package>);
    }
  }
  const { code } = await child.status;
  if (rest !== "") {
    throw new Error(
      `Cannot read the last line of storectl: no line feed after ${
        JSON.stringify(rest)
      }`,
    );
  }
  return { packages, status: code, stderr: await stderr };
}

/** How to name a root so that it can be made again. */
export function formatSpec(spec: RootSpec): string {
  if ("root" in spec) return `--root ${spec.root}`;
  return `--seeds ${spec.seed} --difficulty ${spec.difficulty} --packages ${spec.packages}`;
}

/** Compares one root that stands on disk with what the oracle said of it. */
export async function compareRoot(
  root: string,
  cache: string,
  expected: { readonly rows: Parameters<typeof compareRows>[0] | null },
  fields: readonly PackageField[],
): Promise<Difference[]> {
  const { packages, status, stderr } = await runStorectl(root, cache, fields);
  const differences: Difference[] = [];
  // Also where libapt refuses a root storectl answers: with what is left, and a warning.
  // no list at all: storectl says so with status 1, and still prints what dpkg knows
  const hasNoLists = status === 1 && stderr.includes('"APT_LISTS_MISSING"');
  if (status !== 0 && !hasNoLists) {
    differences.push({
      package: "(run)",
      field: "(status)",
      oracle: 0,
      storectl: `${status}: ${stderr.slice(-2000)}`,
    });
  }
  if (expected.rows && (status === 0 || packages.length > 0)) {
    differences.push(...compareRows(expected.rows, packages, fields));
  }
  return differences;
}

/** A status with a third of its stanzas missing and another third of another version; a character for each byte. */
function earlierStatus(text: string): string {
  return text.split("\n\n").flatMap((stanza, index) => {
    if (index % 3 === 0) return [];
    return index % 3 === 1
      ? [stanza.replace(/^Version: .*$/m, "Version: 0.0.1")]
      : [stanza];
  }).join("\n\n");
}

/**
 * Asks storectl about a root as it was, and puts back what it is: what follows is answered from what has changed
 * since.
 */
async function askEarlier(root: string, cache: string): Promise<void> {
  const path = `${root}/var/lib/dpkg/status`;
  const now = await Deno.readFile(path);
  const text = Array.from(now, (byte) => String.fromCharCode(byte)).join("");
  const earlier = earlierStatus(text);
  await Deno.writeFile(
    path,
    Uint8Array.from(earlier, (character) => character.charCodeAt(0)),
  );
  await runStorectl(root, cache, ["name"]);
  await Deno.writeFile(path, now);
}

/**
 * Checks many roots, some at once. Roots that are made are asked twice: with nothing in the cache, and after a change
 * of dpkg's status.
 *
 * @param onResult Called as soon as a root is done, in no fixed order.
 */
export async function checkRoots(
  specs: readonly RootSpec[],
  onResult: (result: RootResult) => void,
  { jobs = 2, fields = ALL_FIELDS }: {
    readonly jobs?: number;
    readonly fields?: readonly PackageField[];
  } = {},
): Promise<void> {
  const work = await Deno.makeTempDir({ prefix: "storectl-oracle-" });
  const todo = specs.values();
  async function lane(number: number): Promise<void> {
    await using worker = new OracleWorker();
    for (const spec of todo) {
      const place = `${work}/${number}`;
      await Deno.mkdir(place);
      const root = "root" in spec ? spec.root : `${place}/root`;
      const expected = await worker.ask(
        root,
        `${place}/rows.jsonl`,
        "root" in spec ? undefined : spec,
      );
      const cache = `${place}/cache`;
      const differences = await compareRoot(root, cache, expected, fields);
      if (!("root" in spec)) {
        await askEarlier(root, `${cache}-changed`);
        differences.push(
          ...await compareRoot(root, `${cache}-changed`, expected, fields),
        );
      }
      await Deno.remove(place, { recursive: true });
      onResult({
        spec,
        rows: expected.rows?.length ?? null,
        refusal: expected.rows ? "" : expected.text,
        differences,
      });
    }
  }
  try {
    await Promise.all(
      Array.from(
        { length: Math.min(jobs, specs.length) },
        (_, number) => lane(number),
      ),
    );
  } finally {
    await Deno.remove(work, { recursive: true });
  }
}
