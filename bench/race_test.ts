import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { stateOf } from "./finding.ts";
import type { Cost, Measurer } from "./measure.ts";
import { median, race } from "./race.ts";

Deno.test.each([
  { values: [3, 1, 2], want: 2 },
  { values: [4, 1, 3, 2], want: 2.5 },
  { values: [], want: NaN },
])(
  "median() of $values",
  ({ values, want }) => strictEqual(median(values), want),
);

/** Costs what its caller has written down, by name and run. */
function measurerOf(
  cpu: Readonly<Record<string, readonly number[]>>,
  statuses: Readonly<Record<string, number>> = {},
): Measurer & { readonly order: string[] } {
  const done: Record<string, number> = {};
  const order: string[] = [];
  return {
    method: "a table",
    order,
    run({ argv: [name = ""] }) {
      order.push(name);
      const run = done[name] = (done[name] ?? -1) + 1;
      const cost: Cost = {
        status: statuses[name] ?? 0,
        cpu: cpu[name]?.[run] ?? NaN,
        wall: 0.1,
        peak: NaN,
        read: NaN,
        first: NaN,
        written: NaN,
      };
      return Promise.resolve(cost);
    },
    async [Symbol.asyncDispose]() {},
  };
}

const contender = (name: string) => ({ name, argv: [name] });

Deno.test("race() warms up, lets contenders take turns there and back, and compares turn by turn", async () => {
  const measurer = measurerOf({
    a: [9, 9, 9, 10, 20, 40],
    b: [9, 9, 9, 15, 40, 40],
  });
  const result = await race(measurer, [contender("a"), contender("b")], 3);
  deepStrictEqual(measurer.order.slice(6), ["a", "b", "b", "a", "a", "b"]);
  strictEqual(result.find("a")?.cpu, 20);
  strictEqual(result.ratio("b", "a"), 1.5);
});

Deno.test("race() leaves out who fails, and knows no ratio to it", async () => {
  const measurer = measurerOf({ a: [1, 1, 1, 1] }, { gone: 127 });
  const result = await race(measurer, [contender("a"), contender("gone")], 1);
  deepStrictEqual(result.skipped, ["gone (not installed)"]);
  deepStrictEqual(result.measured.map(({ name }) => name), ["a"]);
  strictEqual(result.ratio("a", "gone"), NaN);
});

Deno.test.each([
  { value: 1.5, limit: 1.5, want: "ok" },
  { value: 1.51, limit: 1.5, want: "over" },
  { value: 15, limit: 15, atLeast: true, want: "ok" },
  { value: 14, limit: 15, atLeast: true, want: "over" },
  { value: NaN, limit: 15, atLeast: true, want: "not measured" },
])(
  "stateOf() a value of $value is $want",
  ({ want, ...check }) =>
    strictEqual(stateOf({ what: "", unit: "", ...check }), want),
);
