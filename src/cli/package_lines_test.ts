import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { makeCatalog } from "../../tests/cli/make_catalog.ts";
import { documentOf, keptLines, linesOf } from "./package_lines.ts";
import { DEFAULT_PACKAGE_FIELDS, packageReader } from "./package_fields.ts";

const decoder = new TextDecoder();

Deno.test.each([
  { name: "no package", lines: [] },
  { name: "one package", lines: ['{"name":"a"}\n'] },
  { name: "several", lines: ['{"name":"a"}\n{"name":"b"}\n'] },
  {
    name: "several parts",
    lines: ['{"name":"a"}\n{"name":"ö"}\n', '{"name":"c"}\n'],
  },
])("documentOf() writes what JSON.stringify() does: $name", ({ lines }) => {
  const rest = { totalCount: 7, words: ["line\nfeed"] };
  const parts = lines.map((part) => new TextEncoder().encode(part));
  const packages = lines.join("").split("\n").filter((line) => line !== "")
    .map((line) => JSON.parse(line));
  strictEqual(
    decoder.decode(documentOf(parts, rest)),
    JSON.stringify({ packages, ...rest }),
  );
});

const RELEASE = { origin: "Debian", label: "", suite: "stable", codename: "" };

Deno.test("linesOf() follows the order of the rows, and keptLines() lets them stay", () => {
  const catalog = makeCatalog([{
    release: RELEASE,
    packages: Array.from({ length: 900 }, (_, number) => ({
      Package: `p${number}`,
      Description: `${number} `.repeat(30),
    })),
  }]);
  const read = packageReader(catalog, DEFAULT_PACKAGE_FIELDS);
  const runs = [
    { catalog, rows: Uint32Array.of(899, 3, 4, 5) },
    { catalog, rows: Uint32Array.of(0, 700) },
  ];
  const text = keptLines(linesOf(runs)).map((part) => decoder.decode(part))
    .join("");
  deepStrictEqual(
    text.split("\n").filter((line) => line !== "").map((line) =>
      JSON.parse(line)
    ),
    runs.flatMap(({ rows }) => Array.from(rows, read)),
  );
});

Deno.test("the fields of a line are those of a package list, in their order", () => {
  const catalog = makeCatalog([{
    release: RELEASE,
    packages: [{ Package: "p", Description: "d" }],
  }]);
  deepStrictEqual(Object.keys(catalog.listed(0)), DEFAULT_PACKAGE_FIELDS);
});
