import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { type ErrorCode, EXIT_STATUS, StoreError } from "./store_error.ts";

Deno.test("StoreError writes code, message, hint and place, and neither stack nor cause", () => {
  const cause = new Error("inner");
  const error = new StoreError("IO", "Cannot read x", {
    at: "x:7",
    hint: "Look.",
    cause,
  });
  strictEqual(
    JSON.stringify(error),
    '{"code":"IO","message":"Cannot read x","hint":"Look.","details":{"at":"x:7"}}',
  );
  strictEqual(error.cause, cause);
  ok(error instanceof Error && error.name === "StoreError");
});

Deno.test("StoreError leaves out what is not there", () => {
  deepStrictEqual(new StoreError("IO", "m").toJSON(), {
    code: "IO",
    message: "m",
  });
  deepStrictEqual(
    Object.keys(new StoreError("IO", "m", { hint: "h" }).toJSON()),
    ["code", "message", "hint"],
  );
});

Deno.test.each(
  Object.entries(EXIT_STATUS).map(([code, status]) => ({ code, status })),
)(
  "StoreError of $code ends with $status",
  ({ code, status }) => {
    strictEqual(new StoreError(code as ErrorCode, "m").exitStatus, status);
    ok([1, 2, 3, 4, 5, 70, 130].includes(status));
  },
);
