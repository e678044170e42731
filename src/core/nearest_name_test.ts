import { ok, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { nearestName } from "./nearest_name.ts";

Deno.test.each<{ name: string; known: string[]; want: string | undefined }>([
  { name: "games", known: ["games"], want: "games" },
  { name: "gamse", known: ["net", "games"], want: "games" },
  { name: "game", known: ["games"], want: "games" },
  { name: "gamess", known: ["games"], want: "games" },
  { name: "GAMES", known: ["gamez", "games"], want: "games" },
  { name: "x", known: ["y"], want: "y" },
  { name: "x", known: ["yz", "abc"], want: undefined },
  { name: "", known: ["a"], want: "a" },
  { name: "", known: ["ab"], want: undefined },
  { name: "cat", known: ["cut", "cot"], want: "cut" },
  { name: "abcdef", known: ["uvwxyz"], want: undefined },
  {
    name: "include_section",
    known: ["include_tags", "include_sections"],
    want: "include_sections",
  },
  { name: "a".repeat(30), known: [`${"a".repeat(25)}bbbbb`], want: undefined },
  {
    name: "a".repeat(30),
    known: [`${"a".repeat(26)}bbbb`],
    want: `${"a".repeat(26)}bbbb`,
  },
  { name: "anything", known: [], want: undefined },
])(
  "nearestName() takes $name of $known for $want",
  ({ name, known, want }) => strictEqual(nearestName(name, known), want),
);

Deno.test("nearestName() finds a known name with one letter changed, left out or swapped", () => {
  const word = fc.stringMatching(/^[a-z]{3,12}$/);
  fc.assert(
    fc.property(
      word,
      fc.nat(),
      fc.constantFrom("change", "drop", "swap"),
      (name, at, kind) => {
        const index = at % (name.length - 1);
        const mistyped = kind === "change"
          ? `${name.slice(0, index)}#${name.slice(index + 1)}`
          : kind === "drop"
          ? name.slice(0, index) + name.slice(index + 1)
          : name.slice(0, index) + name[index + 1] + name[index] +
            name.slice(index + 2);
        strictEqual(nearestName(mistyped, [name]), name);
      },
    ),
  );
});

Deno.test("nearestName() gives one of the known names, or none", () => {
  fc.assert(fc.property(fc.string(), fc.array(fc.string()), (name, known) => {
    const nearest = nearestName(name, known);
    ok(nearest === undefined || known.includes(nearest));
    if (known.includes(name)) {
      strictEqual(nearest?.toLowerCase(), name.toLowerCase());
    }
  }));
});

/** The same distance, straight from its definition. */
function distanceOf(a: string, b: string): number {
  if (a === "" || b === "") return a.length + b.length;
  const [restA, restB] = [a.slice(1), b.slice(1)];
  if (a[0] === b[0]) return distanceOf(restA, restB);
  const isSwapped = a[0] === b[1] && a[1] === b[0];
  return 1 + Math.min(
    distanceOf(restA, b),
    distanceOf(a, restB),
    distanceOf(restA, restB),
    isSwapped ? distanceOf(a.slice(2), b.slice(2)) : Infinity,
  );
}

Deno.test("nearestName() leaves out no name that is near enough", () => {
  // "a" and the sign 32 further share a bit
  const word = fc.string({
    unit: fc.constantFrom("a", "b", "c", "\u0081", "-"),
    maxLength: 6,
  });
  fc.assert(
    fc.property(word, word, (name, known) => {
      const limit = Math.max(1, Math.floor(name.length / 3));
      strictEqual(
        nearestName(name, [known]) !== undefined,
        distanceOf(name, known) <= limit,
      );
    }),
    { numRuns: 2000 },
  );
});
