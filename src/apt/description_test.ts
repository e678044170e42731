import { strictEqual } from "node:assert/strict";
import { longDescription } from "./description.ts";

Deno.test.each([
  { name: "one line as nothing", field: "short", want: "" },
  {
    name: "paragraphs",
    field: "short\n one\n two\n .\n three",
    want: "one\ntwo\n\nthree",
  },
  {
    name: "indented lines",
    field: "short\n  * one\n\ttab",
    want: " * one\ntab",
  },
  { name: "CRLF", field: "short\r\n one\r\n .\r\n two", want: "one\n\ntwo" },
])(
  "longDescription() reads $name",
  ({ field, want }) => strictEqual(longDescription(field), want),
);
