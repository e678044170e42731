// What scripts and the page rely on: pages, order, fields, warnings and their exit status.
import {
  deepStrictEqual,
  notStrictEqual,
  ok,
  strictEqual,
} from "node:assert/strict";
import { DEFAULT_PAGE_PACKAGES } from "../../src/core/limits.ts";
import {
  DEFAULT_PACKAGE_FIELDS,
  PACKAGE_FIELDS,
} from "../../src/cli/package_fields.ts";
import { compareUtf8 } from "../../src/sys/list_directory.ts";
import { definition, stanza, withRoot } from "./make_root.ts";
import { PACKAGES, STORES } from "./make_root.ts";
import {
  errorOf,
  type Json,
  jsonOf,
  linesOf,
  runLine,
  runStorectl,
  SAMPLE,
} from "./run_storectl.ts";

const namesOf = (packages: readonly Json[]) => packages.map(({ name }) => name);

Deno.test("filter --all is every page, one after the other", async () => {
  const [{ stdout, stderr }, ...pages] = await Promise.all([
    runLine("filter --all --format ndjson"),
    ...[0, 1000].map((offset) =>
      jsonOf(`filter --limit 1000 --offset ${offset}`)
    ),
  ]);
  strictEqual(stderr, "");
  const all = linesOf(stdout);
  deepStrictEqual(all, pages.flatMap((page) => page.packages));
  deepStrictEqual(
    pages.map(({ totalCount, offset, limit, limited }) => ({
      totalCount,
      offset,
      limit,
      limited,
    })),
    [
      { totalCount: all.length, offset: 0, limit: 1000, limited: true },
      { totalCount: all.length, offset: 1000, limit: 1000, limited: false },
    ],
  );
  ok(all.length > 1000);
});

Deno.test("filter gives small pages too, and none behind the end", async () => {
  const store = "filter --store container-marine --fields name";
  const whole = await jsonOf(store);
  const { totalCount } = whole;
  strictEqual(whole.limit, DEFAULT_PAGE_PACKAGES);
  const offsets = Array.from(
    { length: Math.ceil(totalCount / 4) },
    (_, page) => page * 4,
  );
  const pages = await Promise.all(
    offsets.map((offset) => jsonOf(`${store} --offset ${offset} --limit 4`)),
  );
  deepStrictEqual(pages.flatMap((page) => page.packages), whole.packages);
  deepStrictEqual(
    pages.map(({ limited }) => limited),
    offsets.map((offset) => offset + 4 < totalCount),
  );
  const exact = await jsonOf(`${store} --limit ${totalCount}`);
  strictEqual(exact.limited, false);
  for (const offset of [totalCount, totalCount + 1, 1e15]) {
    const { packages, limited, ...page } = await jsonOf(
      `${store} --offset ${offset}`,
    );
    deepStrictEqual([packages, limited], [[], false]);
    deepStrictEqual([page.totalCount, page.offset], [totalCount, offset]);
  }
  const table = await runLine(`${store} --offset 8 --limit 4 --format table`);
  strictEqual(table.stdout.split("\n")[0], "NAME");
});

Deno.test("filter sorts by name in byte order, and by rank where it searches", async () => {
  const all = linesOf(
    (await runLine("filter --all --format ndjson --fields name")).stdout,
  );
  deepStrictEqual(namesOf(all), namesOf(all).toSorted(compareUtf8));
  const names = ["nav", "nav-tools", "xx-nav", "xnavx", "zz", "aa"];
  const list = names.map((name) =>
    stanza(name, "1", { Description: name === "aa" ? "no" : "to NAVigate" })
  );
  await withRoot({ [PACKAGES]: list.join("") }, async (root) => {
    const { packages } = await jsonOf("filter --search Nav --fields name", {
      root,
    });
    deepStrictEqual(namesOf(packages), [
      "nav",
      "nav-tools",
      "xx-nav",
      "xnavx",
      "zz",
    ]);
  });
});

Deno.test("filter --fields picks, in the order of the contract and once each", async () => {
  const keysOf = async (fields: string) =>
    Object.keys(
      (await jsonOf(`filter --limit 1 --fields ${fields}`)).packages[0],
    );
  const [some, all, none] = await Promise.all([
    keysOf("summary,name,summary,version,name"),
    keysOf("all"),
    jsonOf("filter --limit 1"),
  ]);
  deepStrictEqual(some, ["name", "version", "summary"]);
  deepStrictEqual(all, PACKAGE_FIELDS);
  deepStrictEqual(Object.keys(none.packages[0]), DEFAULT_PACKAGE_FIELDS);
  const spaced = await runStorectl([
    "filter",
    "--limit=1",
    "--fields",
    " name , version,,",
  ]);
  deepStrictEqual(Object.keys(JSON.parse(spaced.stdout).packages[0]), [
    "name",
    "version",
  ]);
  const table = await runLine(
    "filter --limit 1 --fields size,name --format table",
  );
  ok(table.stdout.startsWith("NAME  "), table.stdout);
});

Deno.test("filter says what took part, in the order of the cascade", async () => {
  const { appliedFilters } = await jsonOf(
    "filter --search sea --tag b::* --category d --section e --tab browse --repo f: --repo g:h --store container-marine --store j --tag a::b",
  );
  deepStrictEqual(appliedFilters, [
    "store=container-marine",
    "store=j",
    "repo=f:",
    "repo=g:h",
    "tab=browse",
    "section=e",
    "category=d",
    "tag=b::*",
    "tag=a::b",
    "search=sea",
  ]);
});

Deno.test("stores and repositories are unions, options of different kinds narrow", async () => {
  const count = async (line: string) =>
    (await jsonOf(`filter --limit 1 ${line}`)).totalCount;
  const [
    marine,
    games,
    both,
    twice,
    harbour,
    repos,
    all,
    tabs,
    narrow,
  ] = await Promise.all([
    count("--store container-marine"),
    count("--store games"),
    count("--store games --store container-marine"),
    count("--store games --store games"),
    runStorectl(["filter", "--repo", "Harbour Tools:"]).then(({ stdout }) =>
      JSON.parse(stdout).totalCount
    ),
    runStorectl([
      "filter",
      "--repo",
      "Harbour Tools:",
      "--repo",
      "Container Apps:stable",
    ])
      .then(({ stdout }) => JSON.parse(stdout).totalCount),
    count(""),
    Promise.all(["browse", "search"].map((tab) => count(`--tab ${tab}`))),
    count(
      "--store container-marine --section web --section net --category monitoring",
    ),
  ]);
  strictEqual(both, marine + games);
  strictEqual(twice, games);
  strictEqual(harbour, 2);
  strictEqual(repos, 20);
  deepStrictEqual(tabs, [all, all]);
  ok(narrow > 0 && narrow < marine);
});

Deno.test("counts of repos list, sections and categories are what filter finds", async () => {
  const [{ repositories }, { sections }, { categories }] = await Promise.all([
    jsonOf("repos list --store container-marine"),
    jsonOf("sections --store container-marine"),
    jsonOf("categories --store container-marine"),
  ]);
  const options = [
    ...repositories.map((
      { id, packageCount }: Json,
    ) => ["--repo", id, packageCount]),
    ...sections.map((
      { id, packageCount }: Json,
    ) => ["--section", id, packageCount]),
    ...categories.map((
      { id, packageCount }: Json,
    ) => ["--category", id, packageCount]),
  ].filter((_, index) => index % 2 === 0);
  for (const [option, id, packageCount] of options) {
    const { stdout } = await runStorectl([
      "filter",
      "--store",
      "container-marine",
      option,
      id,
    ]);
    strictEqual(JSON.parse(stdout).totalCount, packageCount, `${option} ${id}`);
  }
});

const UNKNOWN = [
  {
    option: "--store",
    name: "container-marin",
    nearest: "container-marine",
    kind: "store",
  },
  { option: "--store", name: "gamse", nearest: "games", kind: "store" },
  {
    option: "--repo",
    name: "Debian:oldstabel",
    nearest: "Debian:oldstable",
    kind: "repository",
  },
  {
    option: "--section",
    name: "hamradoi",
    nearest: "hamradio",
    kind: "section",
  },
  {
    option: "--category",
    name: "Navigation",
    nearest: "navigation",
    kind: "category",
  },
  {
    option: "--tag",
    name: "field::marin",
    nearest: "field::marine",
    kind: "tag",
  },
  {
    option: "--tag",
    name: "no-such-facet::*",
    nearest: undefined,
    kind: "tag",
  },
];

Deno.test.each(UNKNOWN)(
  "filter $option $name finds nothing, and says so",
  async ({ option, name, nearest, kind }) => {
    const line = `filter ${option} ${name}`;
    const [reply, strict, rows] = await Promise.all([
      jsonOf(line),
      runLine(`${line} --strict`),
      runLine(`${line} --format ndjson`),
    ]);
    const warning = {
      code: "ARGUMENT_UNKNOWN_VALUE",
      message: `Cannot find ${kind} "${name}": nothing here is called that`,
      ...(nearest === undefined ? {} : { hint: `Use "${nearest}".` }),
    };
    deepStrictEqual(reply.warnings, [warning]);
    deepStrictEqual([reply.packages, reply.totalCount], [[], 0]);
    deepStrictEqual([strict.status, JSON.parse(strict.stdout)], [1, reply]);
    strictEqual(errorOf(strict).code, "NOT_CLEAN");
    deepStrictEqual(rows, {
      status: 0,
      stdout: "",
      stderr: `${JSON.stringify({ warning })}\n`,
    });
  },
);

Deno.test("filter --strict is content where nothing is wrong", async () => {
  deepStrictEqual(
    await runLine("filter --limit 1 --strict"),
    await runLine("filter --limit 1"),
  );
});

Deno.test("repos list, sections and categories of an unknown store are empty", async () => {
  for (const line of ["repos list", "sections", "categories"]) {
    const { warnings, ...reply } = await jsonOf(
      `${line} --store container-marin`,
    );
    deepStrictEqual(Object.values(reply), [[]]);
    deepStrictEqual(warnings.map(({ hint }: Json) => hint), [
      'Use "container-marine".',
    ]);
  }
});

Deno.test("--quiet is about people, not about programs", async () => {
  const line = "filter --section xyzzy";
  const [table, quiet, json, quietJson] = await Promise.all([
    runLine(`${line} --format table`),
    runLine(`${line} --format table --quiet`),
    runLine(line),
    runLine(`${line} --quiet`),
  ]);
  notStrictEqual(table.stderr, "");
  deepStrictEqual(quiet, { ...table, stderr: "" });
  deepStrictEqual(quietJson, json);
});

Deno.test("a definition of the machine wins over the one that comes with storectl", async () => {
  const shipped = await jsonOf("stores show games");
  strictEqual(shipped.store.source, "stores/games.yaml");
  await withRoot(
    { [`${STORES}/mine.yaml`]: definition("games") },
    async (root) => {
      const [own, list, packages] = await Promise.all([
        jsonOf("stores show games", { root }),
        jsonOf("stores list", { root }),
        jsonOf("filter --store games --store marine --fields name", { root }),
      ]);
      strictEqual(own.store.source, `ROOT/${STORES}/mine.yaml`);
      deepStrictEqual(own.warnings, []);
      deepStrictEqual(list.stores.map(({ id }: Json) => id), ["games"]);
      deepStrictEqual(namesOf(packages.packages), [
        "anchor",
        "by-hand",
        "compass",
        "sextant",
      ]);
    },
  );
});

Deno.test("details takes NAME:ARCH and each package once, and keeps the order asked for", async () => {
  const { packages } = await jsonOf(
    "details signalk-server-container boat-local:amd64 signalk-server-container:amd64 BOAT-LOCAL",
  );
  deepStrictEqual(namesOf(packages), [
    "signalk-server-container",
    "boat-local",
  ]);
});

Deno.test("the root may end in a slash, or be said absolutely", async () => {
  const line = "filter --limit 3 --store container-marine";
  const plain = await runLine(line);
  for (
    const root of [
      `${SAMPLE}/`,
      `./${SAMPLE}//`,
      await Deno.realPath(new URL(`../../${SAMPLE}`, import.meta.url)),
    ]
  ) {
    deepStrictEqual(await runLine(line, { root }), plain);
  }
});
