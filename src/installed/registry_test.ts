import { deepStrictEqual, ok, throws } from "node:assert/strict";
import fc from "fast-check";
import { StoreError } from "../core/store_error.ts";
import { installedExtension, keptVersion } from "./_testing.ts";
import { formatRegistry, parseRegistry } from "./registry.ts";
import type { Registry } from "./registry.ts";

const REGISTRY: Registry = new Map([
  [
    "app",
    installedExtension("app", [
      keptVersion("1.0.0"),
      keptVersion("1.0.0", {
        directory: "1.0.0_r2",
        store: "other",
        dependencies: { lib: "^1" },
      }),
    ], { held: true, prereleases: true }),
  ],
  ["lib", installedExtension("lib", [keptVersion("1.2.3")], { asked: false })],
]);

Deno.test("parseRegistry() reads what formatRegistry() writes", () => {
  deepStrictEqual(parseRegistry(formatRegistry(REGISTRY), "r"), REGISTRY);
});

Deno.test.each([
  { name: "no JSON", text: "{" },
  { name: "no object", text: "[]" },
  { name: "another format", text: '{"format":2,"extensions":[]}' },
  { name: "no extensions", text: '{"format":1}' },
  {
    name: "an id that leaves the directory",
    text: formatRegistry(REGISTRY).replaceAll('"app"', '"../app"'),
  },
  {
    name: "a version that leaves the directory",
    text: formatRegistry(REGISTRY).replaceAll('"1.2.3"', '"../1.2.3"'),
  },
  {
    name: "a current version that is not there",
    text: formatRegistry(REGISTRY).replace(
      '"current": "1.2.3"',
      '"current": "1.2.4"',
    ),
  },
  {
    name: "a word where a number is",
    text: formatRegistry(REGISTRY).replace('"size": 8', '"size": "8"'),
  },
  {
    name: "a range that is no text",
    text: formatRegistry(REGISTRY).replace('"^1"', "1"),
  },
])("parseRegistry() refuses $name", ({ text }) => {
  ok(text !== formatRegistry(REGISTRY));
  throws(() => parseRegistry(text, "r"), { code: "REGISTRY_INVALID" });
});

Deno.test("parseRegistry() throws nothing but its own error", () => {
  const text = formatRegistry(REGISTRY);
  fc.assert(
    fc.property(
      fc.nat(text.length),
      fc.nat(40),
      fc.string({ maxLength: 4 }),
      (at, length, words) => {
        try {
          parseRegistry(
            text.slice(0, at) + words + text.slice(at + length),
            "",
          );
        } catch (error) {
          ok(error instanceof StoreError && error.code === "REGISTRY_INVALID");
        }
      },
    ),
    { numRuns: 1000 },
  );
});
