import { strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { makeCatalog } from "../../tests/cli/make_catalog.ts";
import { listedLines } from "./listed_lines.ts";
import { DEFAULT_PACKAGE_FIELDS, packageReader } from "./package_fields.ts";

const RELEASE = { origin: 'De"bian', label: "", suite: "stable", codename: "" };

Deno.test("listedLines() writes what JSON.stringify() does", () =>
  fc.assert(
    fc.property(
      fc.array(
        fc.record({
          summary: fc.oneof(
            fc.string({ unit: "binary", maxLength: 60 }),
            fc.string({ unit: "grapheme", maxLength: 60 }),
          ).map((text) => text.replace(/[\ud800-\udfff]/gu, "")),
          section: fc.constantFrom("net", 'a"b', ""),
          installed: fc.constantFrom(undefined, "0.1", "1.0"),
          hold: fc.boolean(),
        }),
        { maxLength: 40 },
      ),
      fc.nat(3),
      (packages, step) => {
        const catalog = makeCatalog(
          [{
            release: RELEASE,
            packages: packages.map(({ summary, section }, number) => ({
              Package: `p${number}`,
              Version: "1.0",
              Section: section,
              Description: summary.replace(/[\r\n]/g, " "),
            })),
          }],
          packages.flatMap(({ installed, hold }, number) =>
            installed === undefined ? [] : [{
              Package: `p${number}`,
              Version: installed,
              Status: `${hold ? "hold" : "install"} ok installed`,
            }]
          ),
        );
        if (catalog.facts.hasReplaced) return;
        const rows = Array.from({ length: catalog.count }, (_, row) => row)
          .filter((row) => row % (step + 1) === 0);
        const read = packageReader(catalog, DEFAULT_PACKAGE_FIELDS);
        const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
        let text = "";
        for (const bytes of listedLines([{ catalog, rows }])) {
          text += decoder.decode(bytes);
        }
        strictEqual(
          text,
          rows.map((row) => `${JSON.stringify(read(row))}\n`).join(""),
        );
      },
    ),
    { numRuns: 300 },
  ));

Deno.test("listedLines() writes more than one batch", () => {
  const catalog = makeCatalog([{
    release: RELEASE,
    packages: Array.from({ length: 400 }, (_, number) => ({
      Package: `p${number}`,
      Version: "1.0",
      Description: `${number} `.repeat(number % 7 === 0 ? 2000 : 100),
    })),
  }]);
  const read = packageReader(catalog, DEFAULT_PACKAGE_FIELDS);
  for (const step of [1, 2, 50]) {
    const rows = Array.from({ length: catalog.count }, (_, row) => row)
      .filter((row) => row % step === 0);
    let text = "";
    for (const bytes of listedLines([{ catalog, rows }])) {
      text += new TextDecoder().decode(bytes);
    }
    strictEqual(
      text,
      rows.map((row) => `${JSON.stringify(read(row))}\n`).join(""),
    );
  }
});
