import { deepStrictEqual } from "node:assert/strict";
import { sourceOf } from "./source_field.ts";

Deno.test.each([
  ["", "p 1+b1"],
  ["s", "s 1+b1"],
  ["s (2)", "s 2"],
  ["s  (2) x", "s 2"],
  ["s (1:2-3)", "s 1:2-3"],
  ["s (2", "s 1+b1"],
  ["s 2", "s 1+b1"],
].map(([field, want]) => ({ field: field!, want: want! })))(
  "sourceOf() reads '$field'",
  ({ field, want }) => {
    const { name, version } = sourceOf(field, "p", "1+b1");
    deepStrictEqual(`${name} ${version}`, want);
  },
);
