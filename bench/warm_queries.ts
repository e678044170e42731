/**
 * Warm queries: the catalog is on disk, nothing has changed, the process is new.
 *
 * @module
 */

import {
  atMost,
  BARE,
  BUNDLE,
  fasterThan,
  findingOf,
  LAUNCHER,
  peakAtMost,
  PYTHON,
  SOURCE,
} from "./finding.ts";
import type { Check, Finding } from "./finding.ts";
import {
  FASTER_THAN_PYTHON,
  WARM_PEAK,
  WARM_QUERY,
  WARM_SEARCH,
} from "./limits.ts";
import { PROJECT } from "./options.ts";
import { race } from "./race.ts";
import type { Contender } from "./race.ts";
import { hasPythonApt } from "./setup.ts";
import type { Setup } from "./setup.ts";

/** A question, and the other programs that answer one like it. */
interface Question {
  /** What tables call it. */
  readonly line: string;
  /** Words behind `storectl`. */
  readonly storectl: readonly string[];
  /** Words behind `python_queries.py`; none where nothing there is like it. */
  readonly python?: readonly string[];
  /** Other programs. */
  readonly others?: readonly (readonly string[])[];
  /** Processor time in that of the bare runtime; that of a query unless given. */
  readonly limit?: number;
}

/** Programs that storectl has to be faster than; others print so little that they cost less than a runtime. */
const COMPARABLE =
  /^(?:apt-cache search|apt list|aptitude search|grep-aptavail)/;

const PAGE = ["--limit", "100"];
/** Definitions of the bench's own, as those of a machine would be read. */
const OWN_STORES = ["--stores-dir", `${PROJECT}bench/stores`];

/** The sections of a store that ships. */
async function sectionsOf(
  setup: Setup,
  id: string,
): Promise<readonly string[]> {
  const line = ["stores", "show", id, "--stores-dir", `${PROJECT}stores`];
  const reply = await setup.ask(line) as {
    readonly store: {
      readonly filters: { readonly includeSections: string[] };
    };
  };
  return reply.store.filters.includeSections;
}

/** A package that the root has. */
async function somePackage(setup: Setup): Promise<string> {
  const reply = await setup.ask(["filter", "--search", "nginx", "--limit", "1"])
    .then((reply) =>
      reply as { readonly packages: { readonly name: string }[] }
    );
  if (reply.packages[0]) return reply.packages[0].name;
  const any = await setup.ask(["filter", "--limit", "1"]) as typeof reply;
  return any.packages[0]!.name;
}

/** Questions for a search. */
function searchQuestion(word: string): Question {
  return {
    line: `search ${word}`,
    storectl: ["filter", "--search", word, ...PAGE],
    python: ["search", word],
    others: [
      ["apt-cache", "search", "--names-only", word],
      ["apt-cache", "search", word],
      [
        "grep-aptavail",
        "-i",
        "-s",
        "Package",
        "-F",
        "Package,Description",
        word,
      ],
      ["aptitude", "search", word],
    ],
    limit: WARM_SEARCH,
  };
}

/** Every question. */
async function questions(setup: Setup): Promise<readonly Question[]> {
  const sections = await sectionsOf(setup, "development");
  const both = [...sections, ...await sectionsOf(setup, "games")];
  const name = await somePackage(setup);
  const pattern = `^(${sections.join("|")})$`;
  const anyOf = (names: readonly string[]) =>
    names.map((section) => `?section(^${section}$)`).join("|");
  return [
    {
      line: "one store",
      storectl: ["filter", "--store", "development", ...PAGE],
      python: ["section", ...sections],
      others: [
        ["grep-aptavail", "-s", "Package", "-e", "-F", "Section", pattern],
        ["aptitude", "search", anyOf(sections)],
        ["apt", "list"],
      ],
    },
    {
      line: "repositories",
      storectl: ["repos", "list"],
      python: ["repositories"],
      others: [["apt-cache", "policy"]],
    },
    {
      line: "repositories of a store",
      storectl: ["repos", "list", "--store", "development"],
      python: ["repositories", ...sections],
    },
    { line: "stores", storectl: ["stores", "list", ...OWN_STORES] },
    {
      line: "installed",
      storectl: ["filter", "--tab", "installed", ...PAGE],
      python: ["installed"],
      others: [["apt", "list", "--installed"], ["aptitude", "search", "~i"]],
    },
    {
      line: "updates",
      storectl: ["filter", "--tab", "updates", ...PAGE],
      python: ["upgradable"],
      others: [["apt", "list", "--upgradable"], ["aptitude", "search", "~U"]],
    },
    {
      line: "sections",
      storectl: ["sections"],
      python: ["sections"],
    },
    {
      line: "details",
      storectl: ["details", name],
      python: ["details", name],
      others: [["apt-cache", "show", name], ["aptitude", "show", name]],
    },
    {
      line: "two stores",
      storectl: ["filter", "--store", "development", "--store", "games"]
        .concat(PAGE),
      python: ["section", ...both],
      others: [["aptitude", "search", anyOf(both)]],
    },
    {
      line: "store of a tag",
      storectl: ["filter", "--store", "tagged", ...OWN_STORES, ...PAGE],
      python: ["tag", "role::program"],
      others: [
        ["grep-aptavail", "-s", "Package", "-F", "Tag", "role::program"],
        ["aptitude", "search", "?tag(role::program)"],
      ],
    },
    {
      line: "store of an origin and a tag",
      storectl: ["filter", "--store", "origin-tagged", ...OWN_STORES, ...PAGE],
      python: ["origin-tag", "Debian", "role::program"],
      others: [
        ["aptitude", "search", "?origin(^Debian$)?tag(role::program)"],
      ],
    },
    searchQuestion("lib"),
    searchQuestion("nginx"),
  ];
}

/** Everyone who answers a question. */
function contendersFor(
  { line, storectl, python, others = [] }: Question,
  setup: Setup,
  withPython: boolean,
): Contender[] {
  const words = [...storectl, "--format", "json"];
  const env = setup.apt.best;
  return [
    setup.bare,
    setup.storectl(BUNDLE, words),
    setup.storectl(SOURCE, words),
    ...(line === "one store" ? [setup.storectl(LAUNCHER, words)] : []),
    ...(env && withPython && python
      ? [{
        name: PYTHON,
        argv: ["/usr/bin/python3", `${PROJECT}bench/python_queries.py`]
          .concat(python),
        env,
      }]
      : []),
    ...(env ? others.map((argv) => ({ name: argv.join(" "), argv, env })) : []),
  ];
}

/** Measures them, one line each. */
export async function* warmQueries(
  setup: Setup,
  isWanted: (line: string) => boolean,
): AsyncGenerator<Finding, void> {
  const withPython = await hasPythonApt();
  if (!withPython) setup.say("skipped: python-apt (no python3-apt)");
  for (const question of await questions(setup)) {
    if (!isWanted(question.line)) continue;
    const contenders = contendersFor(question, setup, withPython);
    const result = await race(setup.measurer, contenders, setup.options.runs);
    const checks: Check[] = [
      atMost(result, BUNDLE, BARE, question.limit ?? WARM_QUERY),
      peakAtMost(result, BUNDLE, WARM_PEAK),
    ];
    for (const { name } of result.measured) {
      if (name === PYTHON) {
        checks.push(fasterThan(result, PYTHON, FASTER_THAN_PYTHON));
      } else if (COMPARABLE.test(name)) {
        checks.push(fasterThan(result, name, 1));
      }
    }
    yield findingOf(result, { group: "warm", line: question.line, checks });
  }
}
