import { deepStrictEqual, strictEqual, throws } from "node:assert/strict";
import {
  FORMATS,
  GLOBAL_FLAGS,
  parseCount,
  parseInteger,
  parseSeconds,
  parseText,
  repeatable,
} from "./flags.ts";

Deno.test.each([
  { text: "0", want: 0 },
  { text: "7", want: 7 },
  { text: "1000", want: 1000 },
  { text: "1e3", want: 1000 },
  { text: "9007199254740991", want: Number.MAX_SAFE_INTEGER },
])(
  "parseCount() reads $text",
  ({ text, want }) => strictEqual(parseCount(text), want),
);

Deno.test.each(
  [
    "",
    " ",
    "-1",
    "1.5",
    "abc",
    "1,000",
    "١",
    "NaN",
    "Infinity",
    "9007199254740992",
    "1 2",
  ].map((text) => ({ text })),
)(
  "parseCount() refuses «$text»",
  ({ text }) => throws(() => parseCount(text), { code: "INVALID_ARGUMENT" }),
);

Deno.test("parseText() takes everything", () => {
  for (const text of ["", " a ", "--x", "\0"]) {
    strictEqual(parseText(text), text);
  }
});

Deno.test("repeatable() makes a flag that may be left out or given often", () => {
  const { variadic, optional, placeholder } = repeatable("id", "brief");
  deepStrictEqual([variadic, optional, placeholder], [true, true, "id"]);
});

Deno.test("the flags of every command choose a format and the root", () => {
  deepStrictEqual(FORMATS, ["json", "ndjson", "table"]);
  strictEqual(GLOBAL_FLAGS.root.default, "/");
});

Deno.test.each([
  { text: "-7", want: -7 },
  { text: "0", want: 0 },
  { text: "1000", want: 1000 },
])(
  "parseInteger() reads $text",
  ({ text, want }) => strictEqual(parseInteger(text), want),
);

Deno.test.each([{ text: "" }, { text: " " }, { text: "1.5" }, { text: "x" }])(
  'parseInteger() rejects "$text"',
  ({ text }) => throws(() => parseInteger(text), { code: "INVALID_ARGUMENT" }),
);

Deno.test.each([
  { text: "10", want: 10_000 },
  { text: "0.25", want: 250 },
  { text: "3600", want: 3_600_000 },
])(
  "parseSeconds() reads $text as milliseconds",
  ({ text, want }) => strictEqual(parseSeconds(text), want),
);

Deno.test.each([
  { text: "" },
  { text: "0" },
  { text: "-1" },
  { text: "3601" },
  { text: "Infinity" },
  { text: "soon" },
])(
  'parseSeconds() rejects "$text"',
  ({ text }) => throws(() => parseSeconds(text), { code: "INVALID_ARGUMENT" }),
);
