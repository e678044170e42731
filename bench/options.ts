/**
 * The command line of the bench.
 *
 * @module
 */

import { parseArgs } from "node:util";

/** Where the project stands, with a final slash. */
export const PROJECT = new URL("../", import.meta.url).pathname;

/** What the command line asks for. */
export interface Options {
  /** Measured runs of each contender. */
  readonly runs: number;
  /** The root to ask about, without links. */
  readonly root: string;
  /** Only lines whose group or name holds one of these; all where there is none. */
  readonly only: readonly string[];
  /** Packages of the made-up roots, smallest first. */
  readonly sizes: readonly number[];
  /** A bundle to measure as it is; undefined: one is built. */
  readonly bundle: string | undefined;
  /** What is printed: tables while they are made, or all at the end. */
  readonly output: "text" | "json" | "markdown";
  /** Whether the numbers of `docs/performance.md` are replaced. */
  readonly update: boolean;
}

/** How the bench is called. */
const USAGE = `Usage: deno task bench [--only NAME]... [--runs 15] [--root DIR]
                       [--sizes 65000,250000,1000000] [--bundle DIR]
                       [--json | --markdown] [--update]

  --only NAME    Only lines whose group or name holds this; repeatable. Groups: warm, change,
                 output, start-up, growth
  --runs N       Measured runs of each program
  --root DIR     A root with package lists; / where it has some, else the sample
  --sizes LIST   Packages of the made-up roots of the group growth
  --bundle DIR   Measure this bundle as it is, instead of building one
  --json         One JSON document instead of text
  --markdown     The tables of docs/performance.md instead of text
  --update       Put these tables into docs/performance.md, too`;

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

/** Ends the program: the command line is wrong. */
function refuse(why: string): never {
  console.error(`error: ${why}\n\n${USAGE}`);
  Deno.exit(2);
}

/** A whole number of at least 1, or the end of the program. */
function parseCount(option: string, text: string): number {
  const count = Number(text);
  if (Number.isInteger(count) && count >= 1) return count;
  return refuse(`${option} wants numbers from 1, not "${text}"`);
}

/** What stands on the command line. */
function parseLine() {
  try {
    return parseArgs({
      args: Deno.args.filter((argument) => argument !== "--"),
      options: {
        runs: { type: "string", default: "15" },
        root: { type: "string" },
        only: { type: "string", multiple: true, default: [] },
        sizes: { type: "string", default: "65000,250000,1000000" },
        bundle: { type: "string" },
        json: { type: "boolean", default: false },
        markdown: { type: "boolean", default: false },
        update: { type: "boolean", default: false },
        help: { type: "boolean", default: false },
      },
    }).values;
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error));
  }
}

/** Reads the command line; ends the program where it is wrong. */
export function readOptions(): Options {
  const values = parseLine();
  if (values.help) {
    console.log(USAGE);
    Deno.exit(0);
  }
  if (values.json && values.markdown) {
    refuse("--json and --markdown exclude each other");
  }
  const root = values.root ??
    (hasLists("/") ? "/" : `${PROJECT}tests/fixtures/sample-root`);
  if (!hasLists(root)) refuse(`--root: there is no package list in "${root}"`);
  return {
    runs: parseCount("--runs", values.runs),
    root: Deno.realPathSync(root),
    only: values.only,
    sizes: values.sizes.split(",").map((text) => parseCount("--sizes", text))
      .sort((a, b) => a - b),
    bundle: values.bundle === undefined
      ? undefined
      : Deno.realPathSync(values.bundle),
    output: values.json ? "json" : values.markdown ? "markdown" : "text",
    update: values.update,
  };
}
