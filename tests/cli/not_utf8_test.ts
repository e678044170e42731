// Metadata in another encoding, which python-apt cannot even return: shown with replacement characters, and a warning.
import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { PACKAGES, stanza, withRoot } from "./make_root.ts";
import { errorOf, jsonOf, linesOf, runLine } from "./run_storectl.ts";

/** Text as Latin-1, in which `é` is no UTF-8. */
function latin1(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

const FILES = {
  [PACKAGES]: latin1(
    stanza("anchor", "1.1") +
      stanza("compass", "2.0", { Description: "café and chart" }) +
      stanza("sextant", "3.0", { Maintainer: "René <r@example.org>" }),
  ),
};

const WARNING = {
  code: "NOT_UTF8",
  message:
    'Cannot show package "compass" as written: its metadata is not UTF-8',
  hint: "Ask the publisher of the repository to mend it.",
};

Deno.test("text that is not UTF-8 is shown with replacement characters, and one warning for its list", () =>
  withRoot(FILES, async (root) => {
    const options = { root };
    // the first run builds the catalog, the second one reads it
    for (let run = 0; run < 2; run++) {
      const { packages, warnings } = await jsonOf(
        "filter --fields name,summary,maintainer",
        options,
      );
      deepStrictEqual(
        packages.map((
          { name, summary, maintainer }: Record<string, string>,
        ) => [name, summary, maintainer]),
        [
          ["anchor", "the anchor", "Crew <crew@example.org>"],
          ["by-hand", "the by-hand", "Crew <crew@example.org>"],
          ["compass", "caf\ufffd and chart", "Crew <crew@example.org>"],
          ["sextant", "the sextant", "Ren\ufffd <r@example.org>"],
        ],
      );
      deepStrictEqual(warnings, [{ ...WARNING, path: `ROOT/${PACKAGES}` }]);
    }
    const lines = await runLine("filter --all --format ndjson", options);
    deepStrictEqual(linesOf(lines.stderr).map(({ warning }) => warning.code), [
      "NOT_UTF8",
    ]);
    const { packages: [sextant], warnings } = await jsonOf(
      "details sextant",
      options,
    );
    strictEqual(sextant.maintainer, "Ren\ufffd <r@example.org>");
    strictEqual(warnings[0].code, "NOT_UTF8");
    const strict = await runLine("filter --strict --format json", options);
    strictEqual(strict.status, 1);
    strictEqual(errorOf(strict).code, "NOT_CLEAN");
    // what is not printed is nobody's business
    deepStrictEqual(
      (await jsonOf("filter --fields name", options)).warnings,
      [],
    );
  }));
