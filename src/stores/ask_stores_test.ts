import { deepStrictEqual, ok, rejects } from "node:assert/strict";
import { StoreError } from "../core/store_error.ts";
import { askStores } from "./ask_stores.ts";
import type { Store } from "./store.ts";

/** Only the name of a store is looked at. */
function named(name: string): Store {
  return { name } as Store;
}

Deno.test("askStores() keeps the order, and makes warnings of slow and failing stores", async () => {
  const seen: string[] = [];
  const start = performance.now();
  const { answers, warnings } = await askStores(
    ["slow", "quick", "dead", "forged", "late"].map(named),
    async ({ name }, signal) => {
      if (name === "dead") {
        throw new StoreError("NETWORK", "Cannot reach it", {
          hint: "Wait.",
          at: "place",
        });
      }
      if (name === "forged") {
        throw new StoreError("SIGNATURE_INVALID", "Cannot trust it");
      }
      if (name === "slow") {
        return await new Promise<string>((_, reject) =>
          signal.addEventListener("abort", () => {
            seen.push("told that the time is over");
            reject(signal.reason);
          })
        );
      }
      if (name === "late") {
        await new Promise((done) => setTimeout(done, 20));
      }
      return name;
    },
    200,
  );
  ok(performance.now() - start < 2000);
  deepStrictEqual(answers.map(({ store, answer }) => [store.name, answer]), [
    ["quick", "quick"],
    ["late", "late"],
  ]);
  deepStrictEqual(seen, ["told that the time is over"]);
  deepStrictEqual(warnings, [
    {
      code: "STORE_SLOW",
      message: 'Cannot wait for store "slow": it did not answer within 0.2 s',
      hint: "Give it more time with --timeout, or disable it.",
    },
    {
      code: "STORE_UNUSABLE",
      message: 'Cannot ask store "dead": Cannot reach it',
      hint: "Wait.",
      path: "place",
    },
    {
      code: "STORE_REFUSED",
      message: 'Cannot ask store "forged": Cannot trust it',
    },
  ]);
});

Deno.test("askStores() does not wait for a store that ignores its signal", async () => {
  const { promise, resolve } = Promise.withResolvers<string>();
  const { warnings } = await askStores([named("deaf")], () => promise, 10);
  deepStrictEqual(warnings.map(({ code }) => code), ["STORE_SLOW"]);
  resolve("too late");
});

Deno.test("askStores() lets defects pass", () =>
  rejects(
    askStores([named("a")], () => Promise.reject(new TypeError("defect"))),
    /defect/,
  ));
