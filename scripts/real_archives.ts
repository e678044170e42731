/**
 * `deno task archives`: compares storectl with APT on Debian's real archives.
 *
 * Takes the mirrors and keyrings from this machine's own APT sources, makes a few roots with other suites,
 * architectures and forms of their lists, fetches those with `apt-get update`, and compares every field of every
 * package. About 120 MB are fetched; `--keep DIR` keeps them, and a later run fetches only what is new.
 *
 *     deno task archives [--only NAME,…] [--keep DIR] [--seed N]
 *
 * Exit status: 0 agreement, or nothing to compare with, 1 differences, 2 cannot run.
 *
 * @module
 */

import { parseArgs } from "node:util";
import { formatDifference } from "../tests/oracle/agreement.ts";
import { checkRoots, type RootResult } from "../tests/oracle/check_roots.ts";
import { missingForOracle } from "../tests/oracle/oracle_worker.ts";
import { findMirrors } from "./real_mirrors.ts";
import {
  type MadeRoot,
  makeRealRoot,
  NothingFetched,
  type RealRoot,
} from "./real_root.ts";

/** Differences printed for a root at most. */
const SHOWN = 10;

const BOOKWORM = [
  "bookworm",
  "bookworm-updates",
  "bookworm-backports",
  "bookworm-security",
];

/** Pins as people write them who take single packages from a newer release. */
const PREFERENCES = `Package: *
Pin: release n=sid
Pin-Priority: 100

Package: *
Pin: release n=trixie
Pin-Priority: -1

Package: src:linux src:git
Pin: release n=trixie
Pin-Priority: 600

Package: /^python3-[a-m]/ lib*-dev:any
Pin: release a=unstable, c=main
Pin-Priority: 990

Package: coreutils
Pin: version 9.*
Pin-Priority: 1001
`;

/**
 * What is compared.
 *
 * With two architectures the indexes are plain, because libapt is slow at going back and forth in compressed ones; `zst`
 * and `lzma` are for small indexes, because APT takes minutes to write large ones.
 */
const ROOTS: readonly RealRoot[] = [
  { name: "bookworm", suites: BOOKWORM, kept: "bz2", ownStatus: true },
  {
    name: "multiarch",
    suites: BOOKWORM,
    kept: "plain",
    native: "amd64",
    foreign: ["i386"],
    languages: ["environment", "en"],
  },
  { name: "trixie", suites: ["trixie"], kept: "xz" },
  { name: "sid", suites: ["sid"], kept: "lz4" },
  {
    name: "mixed",
    suites: ["bookworm", "bookworm-security", "trixie", "sid"],
    kept: "plain",
    preferences: PREFERENCES,
    defaultRelease: "bookworm",
  },
  {
    name: "arm64",
    suites: BOOKWORM,
    kept: "gz",
    native: "arm64",
    languages: ["en"],
  },
  {
    name: "updates",
    suites: BOOKWORM.filter((suite) => suite !== "bookworm"),
    kept: "lzma",
    ownStatus: true,
  },
  {
    name: "security",
    suites: ["bookworm-security"],
    kept: "zst",
    native: "arm64",
  },
];

/** A root that was compared. */
interface Compared extends Pick<RootResult, "rows" | "differences"> {
  readonly root: RealRoot;
  readonly made: MadeRoot;
  readonly seconds: number;
}

/** Ends the program because of its arguments or of the machine. */
function refuse(message: string): never {
  console.error(`error: ${message}`);
  Deno.exit(2);
}

/** The options, read. */
function readOptions() {
  try {
    return parseArgs({
      args: Deno.args.filter((argument) => argument !== "--"),
      options: {
        only: { type: "string" },
        keep: { type: "string" },
        seed: { type: "string", default: "1" },
      },
    }).values;
  } catch (error) {
    return refuse((error as Error).message);
  }
}

/** Makes a root and compares it. */
async function compare(
  root: RealRoot,
  place: Parameters<typeof makeRealRoot>[1],
): Promise<Compared> {
  const made = await makeRealRoot(root, place);
  const start = performance.now();
  let found: RootResult | undefined;
  await checkRoots([{ root: made.folder }], (result) => found = result);
  const { rows, refusal, differences } = found!;
  if (rows === null) {
    throw new Error(`Cannot compare ${root.name}: APT refuses it: ${refusal}`);
  }
  return {
    root,
    rows,
    differences,
    made,
    seconds: (performance.now() - start) / 1000,
  };
}

/** One line of the table. */
function tableLine(cells: readonly (string | number)[]): string {
  const widths = [11, 6, 9, 8, 11, 9];
  return cells.map((cell, column) => {
    const width = widths[column] ?? 0;
    return typeof cell === "string"
      ? cell.padEnd(width)
      : String(cell).padStart(width - 2).padEnd(width);
  }).join("").trimEnd();
}

/** Raised where there is nothing to compare with. */
class NothingToCompare extends Error {}

/** Compares the roots, prints a line for each, and gives back those that differ. */
async function compareAll(
  roots: readonly RealRoot[],
  { seed, keep }: { readonly seed: number; readonly keep: string | undefined },
): Promise<readonly Compared[]> {
  const missing = await missingForOracle();
  if (missing.length > 0) {
    throw new NothingToCompare(`missing ${missing.join(", ")}`);
  }
  const mirrors = findMirrors("/etc/apt");
  if (!mirrors) {
    throw new NothingToCompare(
      "this machine's APT sources do not name Debian's archives",
    );
  }
  await using disposer = new AsyncDisposableStack();
  const work = keep ??
    await Deno.makeTempDir({ prefix: "storectl-archives-" });
  if (keep === undefined) {
    disposer.defer(() => Deno.remove(work, { recursive: true }));
  }
  console.log(
    tableLine(["root", "kept", "indexes", "rows", "different", "seconds"]),
  );
  const failing: Compared[] = [];
  let skipped = 0;
  for (const root of roots) {
    let compared: Compared;
    try {
      compared = await compare(root, { work, mirrors, seed });
    } catch (error) {
      if (!(error instanceof NothingFetched)) throw error;
      skipped++;
      console.log(`${root.name}: skipped\n  ${error.message}`);
      continue;
    }
    const { rows, differences, made, seconds } = compared;
    console.log(
      tableLine([
        root.name,
        root.kept,
        made.indexes.length,
        rows ?? 0,
        differences.length,
        Math.round(seconds),
      ]),
    );
    for (const complaint of made.complaints) console.log(`  ${complaint}`);
    if (differences.length > 0) failing.push(compared);
    if (keep === undefined) {
      await Deno.remove(`${work}/${root.name}`, { recursive: true });
    }
  }
  if (skipped === roots.length) {
    throw new NothingToCompare("nothing could be fetched");
  }
  return failing;
}

/** Runs everything and returns the exit status. */
async function main(): Promise<number> {
  const options = readOptions();
  const seed = Number(options.seed);
  if (!Number.isSafeInteger(seed)) {
    refuse(`--seed wants a number, not "${options.seed}"`);
  }
  const only = options.only?.split(",");
  const unknown = only?.find((name) =>
    ROOTS.every((root) => root.name !== name)
  );
  if (unknown !== undefined) refuse(`--only knows no "${unknown}"`);
  const roots = ROOTS.filter(({ name }) => only?.includes(name) ?? true);
  const keep = options.keep && await Deno.realPath(options.keep);
  try {
    const failing = await compareAll(roots, { seed, keep });
    for (const { root, differences } of failing) {
      console.log(`\n${root.name}: ${differences.length} differences`);
      for (const difference of differences.slice(0, SHOWN)) {
        console.log(`  ${formatDifference(difference)}`);
      }
    }
    return failing.length > 0 ? 1 : 0;
  } catch (error) {
    if (!(error instanceof NothingToCompare)) throw error;
    console.log(`Skipped: ${error.message}`);
    return Deno.env.get("CI") ? 2 : 0;
  }
}

Deno.exit(await main());
