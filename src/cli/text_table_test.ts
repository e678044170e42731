import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import {
  printable,
  printableLines,
  tableLines,
  type TextColumn,
} from "./text_table.ts";

const COLUMNS: readonly TextColumn[] = [{ title: "NAME" }, {
  title: "SIZE",
  isNumber: true,
}, { title: "SUMMARY" }];

/** The lines of a table without colours. */
function draw(
  rows: readonly (readonly string[])[],
  width = Infinity,
): string[] {
  return [
    ...tableLines({ columns: COLUMNS, rows }, { width, hasColors: false }),
  ];
}

Deno.test("tableLines() aligns text left and numbers right, and leaves no spaces at ends", () =>
  deepStrictEqual(draw([["a", "1", "first"], ["long-name", "1000", ""]]), [
    "NAME       SIZE  SUMMARY",
    "a             1  first",
    "long-name  1000",
  ]));

Deno.test("tableLines() of no rows is the heading", () =>
  deepStrictEqual(draw([]), ["NAME  SIZE  SUMMARY"]));

Deno.test("tableLines() counts wide and combining characters by their cells", () =>
  deepStrictEqual(
    draw([["日本", "1", "x"], ["e\u0301", "2", "y"], ["🐧", "3", "z"]]),
    [
      "NAME  SIZE  SUMMARY",
      "日本     1  x",
      "e\u0301        2  y",
      "🐧       3  z",
    ],
  ));

Deno.test("tableLines() makes the last column give way first, the first one last", () => {
  const row = ["n".repeat(30), "1".repeat(20), "s".repeat(40)];
  deepStrictEqual(
    draw([row], 80)[1],
    `${row[0]}  ${row[1]}  ${"s".repeat(25)}…`,
  );
  deepStrictEqual(
    draw([row], 60)[1],
    `${row[0]}  ${"1".repeat(13)}…  ${"s".repeat(11)}…`,
  );
  deepStrictEqual(
    draw([row], 50)[1],
    `${"n".repeat(21)}…  ${"1".repeat(11)}…  ${"s".repeat(11)}…`,
  );
  deepStrictEqual(draw([row], 20)[1], `${"n".repeat(11)}…  11111…`);
});

Deno.test("tableLines() never goes over the width", () => {
  const cell = fc.string({
    unit: fc.constantFrom("a", " ", "日", "\n", "é", "\u001b"),
  });
  fc.assert(
    fc.property(
      fc.array(fc.tuple(cell, cell, cell)),
      fc.integer({ min: 1, max: 60 }),
      (rows, width) => {
        for (const line of draw(rows, width)) {
          const cells = [...line].reduce(
            (sum, character) => sum + (character === "日" ? 2 : 1),
            0,
          );
          ok(cells <= width, JSON.stringify(line));
        }
      },
    ),
  );
});

Deno.test("tableLines() makes headings bold where there are colours", () => {
  const [heading] = tableLines({ columns: COLUMNS, rows: [] }, {
    width: 80,
    hasColors: true,
  });
  strictEqual(heading, "\u001b[1mNAME  SIZE  SUMMARY\u001b[22m");
});

Deno.test.each([
  { text: "a\tb\n c", line: "a b c", lines: "a?b\n c" },
  { text: "\u001b[31mx", line: "?[31mx", lines: "?[31mx" },
  { text: "a\u0000b\u007f\u009b", line: "a?b??", lines: "a?b??" },
  { text: "a\u202eb\u2066c\u2028d", line: "a?b?c d", lines: "a?b?c?d" },
  {
    text: "äöü 日本 🐧 e\u0301",
    line: "äöü 日本 🐧 e\u0301",
    lines: "äöü 日本 🐧 e\u0301",
  },
])(
  "printable() and printableLines() show $text",
  ({ text, line, lines }) =>
    deepStrictEqual([printable(text), printableLines(text)], [line, lines]),
);
