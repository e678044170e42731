// A catalog in layers answers every question as one that was built as a whole does.
import {
  deepStrictEqual,
  notDeepStrictEqual,
  ok,
  strictEqual,
} from "node:assert/strict";
import fc from "fast-check";
import { run as runCategories } from "../../src/cli/commands/categories_run.ts";
import { run as runDetails } from "../../src/cli/commands/details_run.ts";
import { run as runExplain } from "../../src/cli/commands/filter_explain_run.ts";
import { run as runFilter } from "../../src/cli/commands/filter_run.ts";
import { run as runReposList } from "../../src/cli/commands/repos_list_run.ts";
import { run as runSections } from "../../src/cli/commands/sections_run.ts";
import type { Run } from "../../src/cli/context.ts";
import type { RootCatalog } from "../../src/catalog/root_catalog.ts";
import { selectPage } from "../../src/curation/cascade.ts";
import type { Query } from "../../src/curation/cascade.ts";
import { DefinitionPlaces } from "../../src/curation/definition_places.ts";
import { unknownNames } from "../../src/curation/known_names.ts";
import type { StoreDefinition } from "../../src/curation/store_definition.ts";
import { catalogFindings } from "../../src/stores/_catalog_findings.ts";
import { aptKind } from "../../src/stores/apt_store.ts";
import type { CatalogRecords } from "../../src/stores/open_records.ts";
import { qualifyPackages } from "../../src/stores/package_names.ts";
import type { StorePlace } from "../../src/stores/store_kind_module.ts";
import { pageNames } from "../open_built.ts";
import { ANY_PAIR, NAMES, SECTIONS, TAGS } from "./make_pair.ts";
import type { MadePair, MadeStanza } from "./make_pair.ts";
import { ANY_QUERY, ANY_STORE, flagsOf, store, WRONG } from "./make_query.ts";
import { openPair } from "./open_pair.ts";
import { runCommand } from "./run_command.ts";

/** Both kinds of catalog of one machine. */
type Pair = ReturnType<typeof openPair>;

/** Asks both, which must answer the same. */
async function agree(
  { layered, whole }: Pair,
  ask: (opened: CatalogRecords) => unknown,
): Promise<void> {
  deepStrictEqual(await ask(layered), await ask(whole));
}

/** A function's value, or what it throws. */
function valueOf(action: () => unknown): unknown {
  try {
    return action();
  } catch (error) {
    return error;
  }
}

/** The names of a whole answer, of which all pages are parts. */
function pagesOf(catalog: RootCatalog, query: Query): readonly string[] {
  const all = pageNames(selectPage(catalog, query, 0, Infinity));
  for (let offset = 0; offset <= all.length + 1; offset++) {
    for (const limit of [0, 1, 2, 7, 33, catalog.count]) {
      const page = selectPage(catalog, query, offset, limit);
      deepStrictEqual(pageNames(page), all.slice(offset, offset + limit));
      strictEqual(page.total, all.length);
      for (const [index, { catalog, rows }] of page.runs.entries()) {
        ok(rows.length > 0);
        ok(page.runs[index + 1]?.catalog !== catalog, "two runs of one layer");
      }
    }
  }
  return all;
}

async function checkQuery(pair: Pair, query: Query): Promise<void> {
  await agree(pair, ({ catalog }) => pagesOf(catalog, query));
  await agree(pair, ({ catalog }) => unknownNames(catalog, query));
  const stores = query.stores ?? [];
  const flags = flagsOf(query);
  const check = (run: Run, more: Readonly<Record<string, unknown>>) =>
    agree(
      pair,
      (opened) => runCommand(run, opened, { ...flags, ...more }, [], stores),
    );
  await check(runFilter, { format: "json", fields: "all" });
  await check(runFilter, { format: "json", strict: true });
  await check(runFilter, { format: "table", offset: 3, limit: 9 });
  await check(runFilter, { format: "ndjson", all: true });
  await check(runFilter, { format: "ndjson", all: true, search: undefined });
  for (const name of ["boat", "liba:i386", "zza", "g++", "gut", "zz:x"]) {
    await check(runExplain, { format: "json", explain: name });
  }
  const store = query.stores === undefined ? {} : { store: "s" };
  for (const run of [runSections, runCategories, runReposList]) {
    await check(run, { format: "json", ...store });
  }
}

/** What does not depend on a query. */
async function checkNames(pair: Pair): Promise<void> {
  const names = [...NAMES, ...WRONG.names];
  const all = { sections: [...SECTIONS, ...WRONG.sections] };
  await agree(pair, ({ catalog }) => [...catalog.names()]);
  await agree(
    pair,
    ({ catalog }) =>
      unknownNames(catalog, {
        ...all,
        tags: [...TAGS, ...WRONG.tags],
        categories: ["boats", "charts", "boots", "chartx", "*"],
      }),
  );
  await agree(
    pair,
    ({ catalog }) =>
      names.flatMap((name) => [name, `${name}:i386`, `${name}:all`]).map((
        name,
      ) => valueOf(() => qualifyPackages(catalog, [name]))),
  );
  await agree(pair, (opened) =>
    runCommand(
      runDetails,
      opened,
      { format: "json" },
      NAMES.flatMap((name) => [name, `${name}:i386`, name]),
    ));
  for (const name of WRONG.names) {
    await agree(
      pair,
      (opened) => runCommand(runDetails, opened, { format: "table" }, [name]),
    );
  }
}

/** What a curated store answers. */
async function answersOf(
  { catalog }: CatalogRecords,
  definition: StoreDefinition,
): Promise<unknown> {
  const place: StorePlace = {
    root: "/",
    cache: undefined,
    data: undefined,
    readDefinitions: () =>
      Promise.resolve({ stores: [definition], warnings: [] }),
    openCatalog: () => Promise.resolve({ catalog, [Symbol.dispose]: () => {} }),
    askCatalog: (ask) => Promise.resolve(ask(catalog)),
  };
  const opened = await aptKind.open({
    name: definition.id,
    kind: "apt",
    location: "",
    priority: 0,
    trusted: true,
    enabled: true,
    keys: [],
    requireSignature: false,
    scope: "system",
  }, place);
  const queries = ["", "boat", "sailing", "role::program a", "café", "zz"];
  const { latency: _, ...health } = await opened.health();
  return [
    await opened.list(),
    await Promise.all(queries.map((query) => opened.search(query))),
    await Promise.all(NAMES.map((name) => opened.versions(name))),
    health,
    catalogFindings(definition, new DefinitionPlaces("id: s"), catalog),
  ];
}

async function checkAll(
  made: MadePair,
  queries: readonly Query[],
  stores: readonly StoreDefinition[],
): Promise<void> {
  const pair = openPair(made);
  await checkNames(pair);
  for (const query of queries) await checkQuery(pair, query);
  for (const definition of stores) {
    await agree(pair, (opened) => answersOf(opened, definition));
  }
}

Deno.test("layers answer as a whole catalog does, whatever changes", () =>
  fc.assert(
    fc.asyncProperty(
      ANY_PAIR,
      fc.array(ANY_QUERY, { minLength: 1, maxLength: 3 }),
      ANY_STORE,
      (made, queries, definition) => checkAll(made, queries, [definition]),
    ),
    { numRuns: 300 },
  ));

/** A package of a list. */
function pkg(name: string, fields: MadeStanza["fields"] = {}): MadeStanza {
  return { name, version: "1", architecture: "amd64", fields };
}

/** A package of dpkg's status. */
function own(name: string, fields: MadeStanza["fields"] = {}): MadeStanza {
  return pkg(name, { Status: "install ok installed", ...fields });
}

const LISTED = [
  pkg("boat", { Section: "net", Tag: "category::boats" }),
  pkg("chart", { Description: "Änderung" }),
  { ...pkg("chart"), architecture: "i386" },
  pkg("zz"),
];

/** A machine with some packages in its first list, on which nothing changes. */
const UNCHANGED: MadePair = {
  lists: [LISTED, [], []],
  before: [],
  after: [],
  auto: [],
  others: [],
};

Deno.test.each<{ name: string } & Partial<MadePair>>([
  { name: "nothing" },
  { name: "a name before all", after: [own("a-boat")] },
  { name: "a name behind all", after: [own("zza")] },
  {
    name: "names between others",
    after: [own("boating"), own("boat-chart"), own("git")],
  },
  { name: "a name that goes", before: [own("git")] },
  {
    name: "all names, which go",
    lists: [[], [], []],
    before: [own("boat"), own("git"), own("zz")],
  },
  { name: "the first name", lists: [[], [], []], after: [own("git")] },
  {
    name: "all names",
    others: ["boat", "chart", "zz"],
    after: [own("boat"), own("chart"), own("zz")],
  },
  {
    name: "what is hidden",
    before: [{ ...own("chart"), architecture: "i386" }],
    after: [{ ...own("zz"), architecture: "i386" }],
  },
  {
    name: "the only package of a section and of a tag",
    before: [own("git", { Section: "games", Tag: "role::plugin" })],
    after: [own("git", { Section: "misc", Tag: "use::sailing" })],
  },
  {
    name: "what is not UTF-8",
    before: [own("boat-chart", { Description: "\u0001" })],
    after: [own("git", { Description: "\u0001" }), own("zza")],
  },
  {
    name: "what was UTF-8",
    before: [own("git")],
    after: [own("git", { Description: "\u0001" })],
  },
  {
    name: "what was not UTF-8",
    before: [own("git", { Description: "\u0001" })],
    after: [own("git")],
  },
  {
    name: "who put a package there",
    before: [own("boat")],
    after: [own("boat")],
    auto: ["boat"],
  },
])(
  "layers answer as a whole catalog does where $name changes",
  (made) =>
    checkAll(
      { ...UNCHANGED, ...made },
      [
        {},
        { search: "boat" },
        { allArchitectures: true, search: "änderung" },
        { sections: SECTIONS, stores: [store({ includePackages: ["*"] })] },
        { tags: TAGS, tab: "installed" },
      ],
      [store({ includeSections: ["net", "games"], includeTags: TAGS })],
    ),
);

Deno.test("layers answer as a whole catalog does where very much changes", async () => {
  const names = Array.from({ length: 3000 }, (_, number) => `p${number}`);
  const list = names.filter((_, number) => number % 4 > 0).map((name, number) =>
    pkg(name, { Description: `${name} `.repeat(number % 90 + 1), Size: "1" })
  );
  const pair = openPair({
    ...UNCHANGED,
    lists: [list, [], []],
    before: names.filter((_, number) => number % 7 === 0).map((name) =>
      own(name)
    ),
    after: names.filter((_, number) => number % 8 === 0).map((name) =>
      own(name, { Section: "net" })
    ),
  });
  const ask = (flags: Readonly<Record<string, unknown>>) =>
    agree(pair, (opened) => runCommand(runFilter, opened, flags));
  await ask({ format: "ndjson", all: true });
  await ask({ format: "ndjson", all: true, search: "p1" });
  for (let offset = 0; offset < 3100; offset += 77) {
    await ask({ format: "json", offset, limit: 100 });
    await ask({ format: "json", offset, limit: 100, search: "p2 7" });
  }
});

Deno.test("layers show what is new, and each package once", async () => {
  const { layered } = openPair({
    ...UNCHANGED,
    before: [own("boat", { Version: "0" })],
    after: [own("git", { Section: "games" })],
  });
  const list = (opened: CatalogRecords) =>
    runCommand(runFilter, opened, { format: "json", fields: "name,installed" });
  notDeepStrictEqual(
    await list(layered),
    await list(openPair(UNCHANGED).whole),
  );
  const { packages } = JSON.parse((await list(layered)).stdout);
  deepStrictEqual(packages, [
    { name: "boat", installed: false },
    { name: "chart", installed: false },
    { name: "git", installed: true },
    { name: "zz", installed: false },
  ]);
  const { stdout } = await runCommand(
    runDetails,
    layered,
    { format: "ndjson" },
    ["git", "boat", "git:amd64", "git"],
  );
  deepStrictEqual(
    stdout.trim().split("\n").map((line) => JSON.parse(line).name),
    ["git", "boat"],
  );
});
