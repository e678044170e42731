/**
 * How costs grow with the archive, on made-up roots.
 *
 * @module
 */

import { makeBigRoot } from "./big_root.ts";
import { BUNDLE, findingOf } from "./finding.ts";
import type { Check, Finding } from "./finding.ts";
import { GROWTH_LINEAR, GROWTH_QUERY, GROWTH_SEARCH } from "./limits.ts";
import { race } from "./race.ts";
import type { Contender, Race } from "./race.ts";
import type { Setup } from "./setup.ts";

/** For what is made up. */
const SEED = 20_261_121;
/** A build of the largest root takes this many seconds at most. */
const TIME_LIMIT = 120;
/** Builds are slow and alike: this many runs are enough. */
const BUILD_RUNS = 3;

/** A made-up root. */
interface Root {
  readonly packages: number;
  readonly folder: string;
  readonly cache: string;
}

/** What storectl is asked, as tables call it. */
interface Question {
  readonly line: string;
  readonly words: readonly string[];
  /** Cost in the largest root, in that of the smallest. */
  readonly limit: number;
}

const QUESTIONS: readonly Question[] = [
  {
    line: "growth of a query of one store",
    words: ["--store", "development"],
    limit: GROWTH_QUERY,
  },
  {
    line: "growth of a search for lib",
    words: ["--search", "lib"],
    limit: GROWTH_SEARCH,
  },
  {
    line: "growth of a search for nginx",
    words: ["--search", "nginx"],
    limit: GROWTH_SEARCH,
  },
  {
    // in these roots every word of a summary is a frequent one
    line: "growth of a search for a word that none has",
    words: ["--search", "quizzical"],
    limit: GROWTH_QUERY,
  },
];

/** storectl in a root, as tables call it. */
function nameIn({ packages }: Root): string {
  return `${BUNDLE}, ${packages.toLocaleString("en")} packages`;
}

/** Asks in a root. */
function query(setup: Setup, root: Root, words: readonly string[]): Contender {
  const line = ["filter", ...words, "--limit", "100", "--format", "json"];
  return {
    ...setup.storectl(BUNDLE, line, { root: root.folder, cache: root.cache }),
    name: nameIn(root),
    limit: TIME_LIMIT,
  };
}

/** Bytes of the files in a folder. */
function folderSize(folder: string): number {
  return [...Deno.readDirSync(folder)].reduce(
    (sum, { name }) => sum + Deno.statSync(`${folder}/${name}`).size,
    0,
  );
}

/** The cost of the largest root in that of the smallest. */
function growthCheck(
  race: Race,
  roots: readonly Root[],
  limit: number,
): Check {
  const [small, large] = [roots[0]!, roots.at(-1)!];
  return {
    what: `CPU at ${large.packages.toLocaleString("en")}, × at ${
      small.packages.toLocaleString("en")
    }`,
    value: race.ratio(nameIn(large), nameIn(small)),
    limit,
    unit: " ×",
  };
}

/** Builds of every root. */
async function builds(setup: Setup, roots: readonly Root[]): Promise<Finding> {
  const contenders = roots.map((root): Contender => ({
    ...query(setup, root, ["--store", "development"]),
    async before() {
      await Deno.remove(root.cache, { recursive: true }).catch(() => {});
    },
  }));
  const runs = Math.min(setup.options.runs, BUILD_RUNS);
  const result = await race(setup.measurer, [setup.bare, ...contenders], runs);
  const [small, large] = [roots[0]!, roots.at(-1)!];
  const times = large.packages / small.packages;
  const size = (root: Root) => folderSize(root.cache) / root.packages;
  return findingOf(result, {
    group: "growth",
    line: "growth of a build",
    base: nameIn(small),
    checks: [
      {
        what: "CPU of a package, largest × smallest",
        value: result.ratio(nameIn(large), nameIn(small)) / times,
        limit: GROWTH_LINEAR,
        unit: " ×",
      },
      {
        what: "bytes on disk of a package, largest × smallest",
        value: size(large) / size(small),
        limit: GROWTH_LINEAR,
        unit: " ×",
      },
    ],
    notes: roots.map((root) => {
      const { cpu = NaN, peak = NaN } = result.find(nameIn(root)) ?? {};
      return `${root.packages.toLocaleString("en")} packages: ${
        (cpu * 1e6 / root.packages).toFixed(2)
      } µs and ${size(root).toFixed(0)} bytes on disk a package, peak ${
        (peak / 2 ** 20).toFixed(0)
      } MiB.`;
    }),
  });
}

/** Makes the roots. */
function makeRoots({ options, work, say }: Setup): readonly Root[] {
  return options.sizes.map((packages) => {
    say(`making up a root of ${packages} packages`);
    const folder = `${work}/root-${packages}`;
    makeBigRoot({ folder, packages, seed: SEED });
    return { packages, folder, cache: `${work}/cache-${packages}` };
  });
}

/** Measures it, one line each. */
export async function* growth(
  setup: Setup,
  isWanted: (line: string) => boolean,
): AsyncGenerator<Finding, void> {
  const build = "growth of a build";
  const wanted = QUESTIONS.filter(({ line }) => isWanted(line));
  if (wanted.length === 0 && !isWanted(build)) return;
  const roots = makeRoots(setup);
  if (isWanted(build)) yield await builds(setup, roots);
  for (const { line, words, limit } of wanted) {
    const result = await race(setup.measurer, [
      setup.bare,
      ...roots.map((root) => query(setup, root, words)),
    ], setup.options.runs);
    yield findingOf(result, {
      group: "growth",
      line,
      base: nameIn(roots[0]!),
      checks: [growthCheck(result, roots, limit)],
    });
  }
  for (const { folder, cache } of roots) {
    await Deno.remove(folder, { recursive: true });
    await Deno.remove(cache, { recursive: true });
  }
}
