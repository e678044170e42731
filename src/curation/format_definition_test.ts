import { deepStrictEqual, match, ok } from "node:assert/strict";
import fc from "fast-check";
import { formatDefinition, newDefinition } from "./format_definition.ts";
import { parseDefinition } from "./parse_definition.ts";
import type { StoreDefinition } from "./store_definition.ts";

const NO_FILTERS = {
  includeOrigins: [],
  includeSections: [],
  includeTags: [],
  includePackages: [],
};

/** Texts that a definition can hold: not blank, trimmed, and without control characters. */
const anyLine = fc.oneof(
  fc.constantFrom(
    "true",
    "NULL",
    "~",
    "12",
    "1e3",
    "- a",
    "a: b",
    "a #b",
    "'",
    '"',
    "\\",
    "*x",
    "&x",
    "!x",
    "%x",
    "@x",
    "<<",
    "---",
    "yes",
    "a\u2028b",
    "\ufeffx",
    "🐧",
    "0x1f",
  ),
  fc.string({ unit: "grapheme", minLength: 1, maxLength: 20 }),
).map((text) => text.trim()).filter((text) =>
  text !== "" && !/[\p{Cc}\p{Cs}]/u.test(text)
);
const anyLines = fc.array(anyLine, { minLength: 1, maxLength: 3 })
  .map((lines) => lines.join("\n").trim()).filter((text) => text !== "");
const maybe = <Value>(value: fc.Arbitrary<Value>) =>
  fc.option(value, { nil: null });
const anyPresentation = fc.record({
  id: anyLine,
  label: maybe(anyLine),
  description: maybe(anyLines),
  icon: maybe(anyLine),
});
const anyPresentations = fc.uniqueArray(anyPresentation, {
  maxLength: 3,
  selector: ({ id }) => id,
});
const anyDefinition: fc.Arbitrary<StoreDefinition> = fc.record({
  id: fc.stringMatching(/^[a-z0-9][a-z0-9_-]{0,9}$/),
  name: anyLine,
  description: anyLines,
  icon: maybe(anyLine),
  banner: maybe(anyLine),
  filters: fc.record({
    includeOrigins: fc.array(anyLine, { maxLength: 3 }),
    includeSections: fc.array(anyLine, { maxLength: 3 }),
    includeTags: fc.subarray(["a::b", "devel::lang:c++", "x::*"]),
    includePackages: fc.array(anyLine, { maxLength: 3 }),
  }).filter((filters) =>
    Object.values(filters).some((list) => list.length > 0)
  ),
  sections: anyPresentations,
  categories: anyPresentations,
  source: fc.constant("a.yaml"),
}).map((definition) => structuredClone(definition));

Deno.test("formatDefinition() writes what parseDefinition() reads back", () =>
  fc.assert(
    fc.property(anyDefinition, (definition) =>
      deepStrictEqual(
        parseDefinition(formatDefinition(definition), "a.yaml"),
        { definition, warnings: [] },
      )),
    { numRuns: 500 },
  ));

Deno.test("newDefinition() is valid, and says what else there is", () => {
  const text = newDefinition({
    id: "tools",
    name: "Tools: all",
    description: "What I need",
    filters: {
      ...NO_FILTERS,
      includeTags: ["role::program"],
      includePackages: ["git*"],
    },
  });
  const { definition, warnings } = parseDefinition(text, "a.yaml");
  deepStrictEqual(warnings, []);
  deepStrictEqual(definition?.name, "Tools: all");
  deepStrictEqual(definition?.filters, {
    ...NO_FILTERS,
    includeTags: ["role::program"],
    includePackages: ["git*"],
  });
  for (
    const key of [
      "include_origins",
      "icon",
      "banner",
      "section_metadata",
      "category_metadata",
    ]
  ) {
    match(text, new RegExp(`^ *# ${key}:`, "m"));
  }
});

Deno.test("newDefinition() is valid also where nothing was asked for, and with all comments removed", () => {
  const request = {
    id: "tools",
    name: "tools",
    description: "d",
    filters: NO_FILTERS,
  };
  const { definition, warnings } = parseDefinition(newDefinition(request), "a");
  deepStrictEqual(warnings, []);
  deepStrictEqual(definition?.filters.includeSections, ["utils"]);
  // whoever takes the sign away from an example has a valid definition
  const live = newDefinition(request).replace(
    /^( *)# (?=\s*(?:- |[a-z_]+:))/gm,
    "$1",
  );
  const all = parseDefinition(live, "a");
  deepStrictEqual(all.warnings, []);
  ok(all.definition?.icon && all.definition.categories.length === 1);
  deepStrictEqual(all.definition?.filters.includePackages, ["git*"]);
});
