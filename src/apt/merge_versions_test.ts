import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { scan } from "../../tests/scan_text.ts";
import { mergeVersions } from "./merge_versions.ts";
import type { VersionEntry } from "./merge_versions.ts";

function text(version: string, fields = ""): string {
  return `Package: p\nVersion: ${version}\nArchitecture: amd64\n${fields}\n`;
}

/** The version table of the stanzas of several files, the last one of which is dpkg's status. */
function merge(...files: readonly string[]): readonly VersionEntry[] {
  const { table } = scan(...files);
  const stanzas = Array.from({ length: table.count }, (_, stanza) => stanza);
  return mergeVersions(table, stanzas, files.length - 1);
}

/** `version files`, `*` in front of the installed one. */
function shown(...files: readonly string[]): readonly string[] {
  return merge(...files).map(({ version, files, isInstalled }) =>
    `${isInstalled ? "*" : ""}${version} ${files}`
  );
}

const INSTALLED = "Status: install ok installed\n";
const LEFT = "Status: deinstall ok config-files\n";
const OTHER = "Installed-Size: 9\n";

Deno.test.each([
  {
    name: "sorts",
    files: [text("1"), text("3"), text("2"), ""],
    want: ["3 1", "2 2", "1 0"],
  },
  {
    name: "joins equal builds",
    files: [text("1"), text("1"), text("1", INSTALLED)],
    want: ["*1 0,1,2"],
  },
  {
    name: "joins equal spellings, and shows the first",
    files: [text("1.0"), text("0:1.0-0"), ""],
    want: ["1.0 0,1"],
  },
  {
    name: "puts other builds behind",
    files: [text("1"), text("1", OTHER), text("1"), ""],
    want: ["1 0,2", "1 1"],
  },
  {
    name: "tells Multi-Arch apart",
    files: [text("1"), text("1", "Multi-Arch: same\n"), ""],
    want: ["1 0", "1 1"],
  },
  {
    name: "tells all apart",
    files: [text("1"), text("1").replace("amd64", "all"), ""],
    want: ["1 0", "1 1"],
  },
  {
    name: "tells sizes apart",
    files: [text("1", "Size: 1\n"), text("1", "Size: 2\n"), ""],
    want: ["1 0", "1 1"],
  },
  {
    name: "joins where a size is missing",
    files: [text("1"), text("1", "Size: 2\n"), text("1", "Size: 3\n"), ""],
    want: ["1 0,1", "1 2"],
  },
  {
    name: "counts a repeated stanza twice",
    files: [text("1") + text("1"), ""],
    want: ["1 0,0"],
  },
  {
    name: "leaves out what has no version",
    files: ["Package: p\n\n" + text("1"), ""],
    want: ["1 0"],
  },
  {
    name: "takes the last installed of two",
    files: ["", text("2", INSTALLED) + text("1", INSTALLED) + text("3", LEFT)],
    want: ["3 1", "2 1", "*1 1"],
  },
  {
    name: "installs nothing that is only configured",
    files: [text("1"), text("1", LEFT)],
    want: ["1 0,1"],
  },
])(
  "mergeVersions() $name",
  ({ files, want }) => deepStrictEqual(shown(...files), want),
);

Deno.test("mergeVersions() gives the facts of a version", () => {
  const [entry] = merge(
    text("1+b1", "Source: s (1)\nPhased-Update-Percentage: 10\n"),
    text("1+b1", "Size: 5\nPhased-Update-Percentage: 20\n"),
    text("1+b1", LEFT),
  );
  deepStrictEqual(entry, {
    name: "p",
    architecture: "amd64",
    version: "1+b1",
    source: "s",
    sourceVersion: "1",
    phased: 20,
    size: 5,
    files: [0, 1, 2],
    stanzas: [0, 1, 2],
    isInstalled: false,
  });
});

Deno.test("mergeVersions() of nothing is nothing", () =>
  strictEqual(merge("").length, 0));
