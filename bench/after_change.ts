/**
 * The first query after something changed, and with no catalog at all.
 *
 * @module
 */

import { makeChangedRoot } from "./changed_root.ts";
import type { ChangedRoot } from "./changed_root.ts";
import { atMost, BARE, BUNDLE, findingOf, peakAtMost } from "./finding.ts";
import type { Finding } from "./finding.ts";
import {
  AFTER_DPKG,
  AFTER_LIST,
  BUILD_PEAK,
  NO_CATALOG,
  READ_AFTER_LIST,
} from "./limits.ts";
import { race } from "./race.ts";
import type { Contender } from "./race.ts";
import type { Setup } from "./setup.ts";

const QUERY = ["filter", "--store", "development", "--limit", "100"]
  .concat("--format", "json");

/** A directory that cannot be made is no cache. */
const NO_CACHE = "/dev/null/none";
/** A query where nothing has changed, as tables call it. */
const UNCHANGED = "storectl, nothing changed";
/** A query that makes the catalog of everything and keeps it, as tables call it. */
const EVERYTHING = "storectl, catalog made and kept";
/** APT's program without its caches. */
const APT_CACHE = ["apt-cache", "-o", "Dir::Cache::pkgcache="]
  .concat("-o", "Dir::Cache::srcpkgcache=", "search");
/**
 * A search for a rare word, as tables call it. In compressed lists it takes minutes to print what a frequent one
 * finds, since each line is looked for from the start of the list.
 */
const APT_SEARCH = "apt-cache search, no caches";
/** The same in names alone, as tables call it. */
const APT_NAMES = "apt-cache search --names-only, no caches";

/**
 * A query of which something is done before each run, with the catalog up to date before that. What other lines
 * changed before is in the catalog.
 */
async function afterChange(
  setup: Setup,
  { folder }: ChangedRoot,
  change: () => Promise<void>,
): Promise<Contender> {
  const place = { root: folder, cache: `${setup.work}/changed-cache` };
  await Deno.remove(place.cache, { recursive: true }).catch(() => {});
  const query = setup.storectl(BUNDLE, QUERY, place);
  return {
    ...query,
    async before() {
      await setup.measurer.run(query);
      await change();
    },
  };
}

/** The catalog of everything, made anew and kept. */
function madeAndKept(setup: Setup, root: string): Contender {
  const cache = `${setup.work}/made-cache`;
  return {
    ...setup.storectl(BUNDLE, QUERY, { root, cache }),
    name: EVERYTHING,
    async before() {
      await Deno.remove(cache, { recursive: true }).catch(() => {});
    },
  };
}

/** After one change of dpkg's status. */
async function afterDpkg(
  setup: Setup,
  root: ChangedRoot,
  line: string,
): Promise<Finding> {
  const query = await afterChange(setup, root, root.changeStatus);
  const { before: _, ...unchanged } = query;
  const result = await race(setup.measurer, [
    setup.bare,
    query,
    {
      ...unchanged,
      name: UNCHANGED,
      // the run before this one may have left a catalog that is not up to date
      before: async () => void await setup.measurer.run(unchanged),
    },
  ], setup.options.runs);
  return findingOf(result, {
    group: "change",
    line,
    checks: [
      atMost(result, BUNDLE, BARE, AFTER_DPKG),
      peakAtMost(result, BUNDLE, BUILD_PEAK),
    ],
  });
}

/** After `apt update` brought one list. */
async function afterUpdate(
  setup: Setup,
  root: ChangedRoot,
  line: string,
): Promise<Finding> {
  const result = await race(setup.measurer, [
    setup.bare,
    await afterChange(setup, root, root.changeList),
    madeAndKept(setup, root.folder),
  ], setup.options.runs);
  const read = (name: string) =>
    `${((result.find(name)?.read ?? NaN) / 2 ** 20).toFixed(1)} MiB`;
  return findingOf(result, {
    group: "change",
    line,
    checks: [
      atMost(result, BUNDLE, BARE, AFTER_LIST),
      {
        what: "bytes read, × all of them",
        value: result.ratio(BUNDLE, EVERYTHING, "read"),
        limit: READ_AFTER_LIST,
        unit: " ×",
      },
    ],
    notes: [
      `The list has ${
        (root.listSize / 2 ** 20).toFixed(2)
      } MiB. Read, with what programs hand on to each other: ` +
      `${read(BUNDLE)} after the change, ${read(EVERYTHING)} for everything.`,
    ],
  });
}

/** Without a catalog. */
async function withoutCatalog(
  setup: Setup,
  line: string,
): Promise<Finding> {
  const { own } = setup.apt;
  const result = await race(setup.measurer, [
    setup.bare,
    setup.storectl(BUNDLE, QUERY, { cache: NO_CACHE }),
    madeAndKept(setup, setup.options.root),
    ...(own
      ? [
        { name: APT_SEARCH, argv: [...APT_CACHE, "nginx"], env: own },
        {
          name: APT_NAMES,
          argv: [...APT_CACHE, "--names-only", "nginx"],
          env: own,
        },
      ]
      : []),
  ], setup.options.runs);
  return findingOf(result, {
    group: "change",
    line,
    checks: [
      atMost(result, BUNDLE, APT_SEARCH, NO_CATALOG),
      atMost(result, EVERYTHING, APT_SEARCH, NO_CATALOG),
      peakAtMost(result, BUNDLE, BUILD_PEAK),
      peakAtMost(result, EVERYTHING, BUILD_PEAK),
    ],
  });
}

/** Measures them, one line each. */
export async function* afterChanges(
  setup: Setup,
  isWanted: (line: string) => boolean,
): AsyncGenerator<Finding, void> {
  const lines = [
    ["after dpkg changed its status", afterDpkg],
    ["after apt update of one list", afterUpdate],
  ] as const;
  const wanted = lines.filter(([line]) => isWanted(line));
  if (wanted.length > 0) {
    const folder = `${setup.work}/changed-root`;
    const root = await makeChangedRoot(setup.options.root, folder);
    for (const [line, measure] of wanted) {
      yield await measure(setup, root, line);
    }
  }
  const line = "no catalog at all";
  if (isWanted(line)) yield await withoutCatalog(setup, line);
}
