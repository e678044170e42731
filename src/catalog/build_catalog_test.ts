import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import {
  aptData,
  installed,
  type Made,
  pick,
  stanza,
} from "../../tests/make_apt_data.ts";
import { buildCatalog } from "./build_catalog.ts";
import type { BuiltCatalog } from "./built_catalog.ts";
import { decide } from "./decide.ts";
import { ROW } from "./row_flags.ts";

/** The rows that have a flag. */
function flagged(made: Made, flag: keyof typeof ROW): string {
  const catalog = buildCatalog(aptData(made));
  return pick(catalog, (row) => (catalog.flags[row]! & ROW[flag]) !== 0).filter(
    ([, is]) => is,
  ).map(([name]) => name).join(" ");
}

function versionOf(catalog: BuiltCatalog, row: number): string {
  return catalog.data.table.text(catalog.stanza[row]!, "version");
}

Deno.test("buildCatalog() of nothing is empty", () =>
  strictEqual(buildCatalog(aptData({})).count, 0));

Deno.test("buildCatalog() sorts by name in byte order, the native architecture first", () => {
  const facts = [
    "b 1",
    "a 1 i386",
    "a 1",
    "a 1 armhf",
    "a+ 1",
    "a-b 1",
    "ab 1",
    "c 1 i386",
    "a.b 1",
  ];
  const catalog = buildCatalog(
    aptData({ suites: { s: facts.map((fact) => stanza(fact)).join("") } }),
  );
  deepStrictEqual(pick(catalog, () => 0).map(([name]) => name), [
    "a",
    "a:armhf",
    "a:i386",
    "a+",
    "a-b",
    "a.b",
    "ab",
    "b",
    "c:i386",
  ]);
});

Deno.test("buildCatalog() shows the candidate, else what is installed", () => {
  const catalog = buildCatalog(aptData({
    suites: {
      s: stanza("a 1") + stanza("b 2"),
      t: stanza("a 2") + "Package: n\nArchitecture: amd64\n\n",
    },
    status: installed("b 1") + installed("c 3") +
      stanza("d 4", "Status: deinstall ok config-files\n"),
    pins: ["c now -1", "a s 900"],
  }));
  deepStrictEqual(pick(catalog, (row) => versionOf(catalog, row)), [
    ["a", "1"],
    ["b", "2"],
    ["c", "3"],
  ]);
  deepStrictEqual(pick(catalog, (row) => catalog.priority[row]), [["a", 900], [
    "b",
    500,
  ], ["c", 0]]);
  deepStrictEqual(pick(catalog, (row) => catalog.installedStanza[row]! >= 0), [
    ["a", false],
    ["b", true],
    ["c", true],
  ]);
});

const SOME: Made = {
  suites: {
    s: stanza("a 2") + stanza("b 1") + stanza("c 1") + stanza("apt 1") +
      stanza("e 1", "Essential: yes\n"),
  },
  status: installed("a 1") + installed("b 1") +
    stanza("h 1", "Status: hold ok installed\n") + installed("c 2"),
  pins: ["h now -1"],
  auto: [{ name: "a", architecture: "amd64" }, {
    name: "b",
    architecture: "i386",
  }, { name: "nowhere", architecture: "amd64" }],
};

Deno.test.each([
  { flag: "candidate" as const, want: "a apt b c e" },
  { flag: "installed" as const, want: "a b c h" },
  { flag: "upgradable" as const, want: "a" },
  { flag: "held" as const, want: "h" },
  { flag: "auto" as const, want: "a" },
  { flag: "essential" as const, want: "apt e" },
  { flag: "hidden" as const, want: "" },
])(
  "buildCatalog() sets $flag",
  ({ flag, want }) => strictEqual(flagged(SOME, flag), want),
);

Deno.test("buildCatalog() takes the last word on Essential", () =>
  strictEqual(
    flagged({
      suites: {
        s: stanza("a 1", "Essential: yes\n") +
          stanza("b 1", "Essential: yes\n") + stanza("c 1", "Essential: no\n"),
      },
      status: installed("a 2", "Essential: no\n") + installed("b 2") +
        installed("c 0", "Essential: yes\n"),
    }, "essential"),
    "b c",
  ));

Deno.test("buildCatalog() hides foreign packages that are native too and not installed", () =>
  strictEqual(
    flagged({
      suites: {
        s: stanza("a 1") + stanza("a 1 i386") + stanza("b 1") +
          stanza("b 1 i386") + stanza("c 1 i386"),
      },
      status: installed("b 1 i386"),
    }, "hidden"),
    "a:i386",
  ));

Deno.test("buildCatalog() matches by the tags of another version where there are none", () => {
  const tag = (name: string) => `Tag: x::${name}\n`;
  const catalog = buildCatalog(aptData({
    suites: {
      s: stanza("a 1", tag("one")) + stanza("a 2", tag("two")) +
        stanza("b 1", tag("b")),
      t: stanza("a 3") + stanza("b 2", tag("b2")),
    },
  }));
  const { tagLists } = catalog.data.table;
  deepStrictEqual(
    pick(catalog, (row) => tagLists.text(catalog.tagList[row]!)),
    [["a", "x::two"], ["b", "x::b2"]],
  );
});

Deno.test("buildCatalog() matches what is only installed by the origins of its other versions", () => {
  const catalog = buildCatalog(
    aptData({
      suites: { s: stanza("a 1"), t: stanza("a 1") + stanza("b 2") },
      status: installed("a 2") + installed("b 1"),
    }),
  );
  const { sets } = catalog.sets;
  deepStrictEqual(
    pick(
      catalog,
      (
        row,
      ) => [
        sets[catalog.files[row]!],
        sets[catalog.originFiles[row]!],
      ],
    ),
    [
      ["a", [[2], [0, 1, 2]]],
      ["b", [[1], [1]]],
    ],
  );
});

Deno.test("buildCatalog() decides a package alone as it decides one among others", () =>
  fc.assert(fc.property(
    fc.array(
      fc.tuple(
        fc.constantFrom("a", "b"),
        fc.constantFrom("1", "2"),
        fc.constantFrom("amd64", "i386", "all"),
      ),
      { maxLength: 6 },
    ),
    fc.array(fc.tuple(fc.constantFrom("a", "b"), fc.constantFrom("1", "2")), {
      maxLength: 2,
    }),
    fc.constantFrom<readonly string[]>([], ["a s 900"], ["? t 50", "b s -1"]),
    (packages, status, pins) => {
      const half = Math.floor(packages.length / 2);
      const text = (part: typeof packages) =>
        part.map((facts) => stanza(facts.join(" "))).join("");
      const data = aptData({
        suites: {
          s: text(packages.slice(0, half)),
          t: text(packages.slice(half)),
        },
        status: status.map((facts) => installed(facts.join(" "))).join(""),
        pins,
      });
      const catalog = buildCatalog(data);
      let rows = 0;
      for (let number = 0; number < catalog.packages.count; number++) {
        const { versions, candidate, installed, priorities } = decide(
          data,
          catalog.packages.stanzas(number),
        );
        if (candidate < 0 && installed < 0) continue;
        rows++;
        const row = Array.from(catalog.name).findIndex((name, row) =>
          name === catalog.packages.name[number] &&
          catalog.architecture[row] === catalog.packages.architecture[number]
        );
        strictEqual(
          catalog.stanza[row],
          (versions[candidate] ?? versions[installed])!.stanzas[0],
        );
        strictEqual(
          catalog.priority[row],
          candidate < 0 ? 0 : priorities[candidate],
        );
      }
      strictEqual(catalog.count, rows);
      ok(rows <= packages.length + status.length);
    },
  )));
