import { deepStrictEqual, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { aptData, installed, stanza } from "../../tests/make_apt_data.ts";
import { openBuilt } from "../../tests/open_built.ts";
import { buildCatalog } from "./build_catalog.ts";
import type { BuiltCatalog } from "./built_catalog.ts";
import type { ListedRow } from "./listed_row.ts";
import { ROW } from "./row_flags.ts";

/** What the line of a row has to say, taken from what was decided. */
function listedRow(built: BuiltCatalog, row: number): ListedRow {
  const { table, files } = built.data;
  const flags = built.flags[row]!;
  const has = (bit: number) => (flags & bit) !== 0;
  const carriers = built.sets.sets[built.files[row]!]!.map((file) =>
    files[file]!
  ).filter(({ isStatus }) => !isStatus);
  return {
    name: table.names.text(built.name[row]!),
    architecture: table.architectures.text(built.architecture[row]!),
    version: has(ROW.candidate)
      ? table.text(built.stanza[row]!, "version")
      : null,
    installedVersion: has(ROW.installed)
      ? table.text(built.installedStanza[row]!, "version")
      : null,
    installed: has(ROW.installed),
    upgradable: has(ROW.upgradable),
    held: has(ROW.held),
    section: table.sections.text(built.section[row]!),
    summary: table.text(built.stanza[row]!, "summary"),
    repositories: [
      ...new Set(
        carriers.map(({ site, release: { origin, label, suite, codename } }) =>
          `${origin || label || site || "local"}:${suite || codename}`
        ),
      ),
    ],
  };
}

/** Compares the lines of some rows, one by one and all at once, with what was decided. */
function compareLines(built: BuiltCatalog, rows: readonly number[]): void {
  const catalog = openBuilt(built);
  const listed = rows.map((row) => listedRow(built, row));
  deepStrictEqual(rows.map((row) => catalog.listed(row)), listed);
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true, fatal: true });
  let text = "";
  for (const lines of catalog.listedLines(rows)) text += decoder.decode(lines);
  strictEqual(text, listed.map((row) => `${JSON.stringify(row)}\n`).join(""));
}

/** Bytes as a text of one character each, which the test's tables turn into these bytes again. */
const SUMMARIES = [
  "plain",
  'quotes " and \\ and / and \u007f',
  "control \u0001 \b \f \u001f",
  "Größe, 日本, 🚢",
  "\u2028 and \u2029",
  "",
  "x".repeat(9000),
];

Deno.test("lines say what was decided, as JSON.stringify() writes it", () =>
  fc.assert(
    fc.property(
      fc.array(
        fc.record({
          summary: fc.oneof(
            fc.constantFrom(...SUMMARIES),
            fc.string({ unit: "binary", maxLength: 60 }),
            fc.string({ unit: "grapheme", maxLength: 60 }),
          ).map((text) =>
            text.replace(/[\ud800-\udfff](?![\udc00-\udfff])/g, "").replace(
              /[\r\n\0]/g,
              " ",
            )
          ),
          section: fc.constantFrom("net", 'a"b', "contrib/x11"),
          own: fc.constantFrom(undefined, "0.1", "1.0", "3.0"),
          hold: fc.boolean(),
        }),
        { maxLength: 40 },
      ),
      fc.infiniteStream(fc.nat()),
      (packages, numbers) => {
        const built = buildCatalog(aptData({
          suites: {
            stable: packages.map(({ summary, section }, number) =>
              stanza(
                `p${number} 1.0 amd64`,
                `Section: ${section}\nDescription: ${summary}\n`,
              )
            ).join(""),
          },
          status: packages.map(({ own, hold }, number) =>
            own === undefined
              ? ""
              : installed(`p${number} ${own} amd64`).replace(
                "Status: install",
                `Status: ${hold ? "hold" : "install"}`,
              )
          ).join(""),
        }));
        const all = Array.from({ length: built.count }, (_, row) => row);
        compareLines(built, all);
        compareLines(built, all.filter((row) => row % 3 === 0));
        if (built.count === 0) return;
        // a search gives rows in any order, and more than once is no harm
        compareLines(
          built,
          [...numbers.take(20)].map((number) => number % built.count),
        );
      },
    ),
    { numRuns: 200 },
  ));

Deno.test("lines that are longer than what is read at once are whole", () => {
  const built = buildCatalog(aptData({
    suites: {
      s: Array.from({ length: 1200 }, (_, number) =>
        stanza(
          `p${number} 1.0 amd64`,
          `Description: ${
            `${number} `.repeat(number % 200 === 0 ? 30_000 : number % 90)
          }\n`,
        )).join(""),
    },
  }));
  for (const step of [1, 2, 50, 200]) {
    compareLines(
      built,
      Array.from({ length: built.count }, (_, row) => row)
        .filter((row) => row % step === 0),
    );
  }
});

Deno.test("lines show replacement characters for what is not UTF-8", () => {
  const made = aptData({
    suites: { s: stanza("p 1.0 amd64", "Description: a b\n") },
  });
  const { table } = made;
  const built = buildCatalog(made);
  const heap = table.texts(table.count).heap;
  const at = new TextDecoder("latin1").decode(heap).indexOf("a b");
  heap[at + 1] = 0xff;
  const catalog = openBuilt(built);
  strictEqual(catalog.facts.hasReplaced, true);
  strictEqual(catalog.listed(0).summary, "a\ufffdb");
  compareLines(built, [0]);
});
