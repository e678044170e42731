import { deepStrictEqual } from "node:assert/strict";
import { findCycles } from "./find_cycles.ts";

Deno.test.each<
  { name: string; edges: Record<string, string[]>; want: string[][] }
>([
  { name: "none in a tree", edges: { a: ["b", "c"], b: ["c"] }, want: [] },
  { name: "one that needs itself", edges: { a: ["a"] }, want: [["a", "a"]] },
  {
    name: "two that need each other, from the least",
    edges: { b: ["a"], a: ["b"] },
    want: [["a", "b", "a"]],
  },
  {
    name: "the shortest of two ways",
    edges: { a: ["b", "c"], b: ["d"], c: ["b", "a"], d: ["a"] },
    want: [["a", "c", "a"]],
  },
  {
    name: "a circle that the first id only leads to",
    edges: { a: ["b"], b: ["c"], c: ["b"] },
    want: [["b", "c", "b"]],
  },
  {
    name: "two circles apart",
    edges: { a: ["b"], b: ["a"], x: ["y"], y: ["x"] },
    want: [["a", "b", "a"], ["x", "y", "x"]],
  },
])(
  "findCycles() finds $name",
  ({ edges, want }) =>
    deepStrictEqual(findCycles(new Map(Object.entries(edges))), want),
);
