import { deepStrictEqual } from "node:assert/strict";
import { StoreError } from "./store_error.ts";
import { warningOf } from "./warning.ts";

Deno.test.each<{ at: string; want: Record<string, unknown> }>([
  { at: "/a", want: { path: "/a" } },
  { at: "/a:3", want: { path: "/a", line: 3 } },
  { at: "/a:3:14", want: { path: "/a", line: 3, column: 14 } },
  { at: "/a:b:3", want: { path: "/a:b", line: 3 } },
  { at: "/a:1:2:3", want: { path: "/a:1", line: 2, column: 3 } },
  { at: "/a\nb:3", want: { path: "/a\nb", line: 3 } },
  { at: "", want: {} },
])("warningOf() reads the place $at", ({ at, want }) =>
  deepStrictEqual(
    warningOf(new StoreError("IO", "m", { at }), "NOT_UTF8"),
    { code: "NOT_UTF8", message: "m", ...want },
  ));

Deno.test("warningOf() keeps the hint, in the order of the contract", () => {
  const error = new StoreError("IO", "m", { at: "/a:1", hint: "h" });
  deepStrictEqual(Object.keys(warningOf(error, "NOT_UTF8")), [
    "code",
    "message",
    "hint",
    "path",
    "line",
  ]);
  deepStrictEqual(warningOf(new StoreError("IO", "m"), "NOT_UTF8"), {
    code: "NOT_UTF8",
    message: "m",
  });
});
