import { deepStrictEqual, strictEqual, throws } from "node:assert/strict";
import { attempt } from "./attempt.ts";
import { StoreError } from "./store_error.ts";

Deno.test("attempt() passes a StoreError on, and only that", () => {
  const refused: StoreError[] = [];
  const error = new StoreError("IO", "m");
  attempt((own) => refused.push(own), () => {
    throw error;
  });
  attempt((own) => refused.push(own), () => {});
  deepStrictEqual(refused, [error]);
});

Deno.test("attempt() lets bugs through", () => {
  const bug = new TypeError("bug");
  let count = 0;
  throws(() =>
    attempt(() => count++, () => {
      throw bug;
    }), bug);
  strictEqual(count, 0);
});
