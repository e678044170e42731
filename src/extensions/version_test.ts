import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import compareByPackage from "semver/functions/compare.js";
import validByPackage from "semver/functions/valid.js";
import { isRange, satisfies } from "./semver.ts";
import { compareVersions, isPrerelease, parseVersion } from "./version.ts";

Deno.test.each([
  "",
  "1",
  "1.2",
  "v1.2.3",
  "=1.2.3",
  " 1.2.3",
  "1.2.3\n",
  "01.2.3",
  "1.2.3-",
  "1.2.3-01",
  "1.2.3-a..b",
  "1.2.3+",
  "1.2.3+a+b",
  "1.2.3-ä",
  "9007199254740992.0.0",
  `1.2.3-${"a".repeat(200)}`,
].map((text) => ({ text })))(
  "parseVersion() refuses $text",
  ({ text }) => strictEqual(parseVersion(text), undefined),
);

const identifier = fc.oneof(
  fc.nat(99).map(String),
  fc.stringMatching(/^[0-9A-Za-z-]{1,3}$/),
);
const version = fc.tuple(
  fc.tuple(fc.nat(3), fc.nat(3), fc.nat(3)),
  fc.array(identifier, { maxLength: 3 }),
  fc.array(identifier, { maxLength: 2 }),
).map(([numbers, pre, build]) =>
  numbers.join(".") + (pre.length > 0 ? `-${pre.join(".")}` : "") +
  (build.length > 0 ? `+${build.join(".")}` : "")
);

Deno.test("parseVersion() and compareVersions() agree with the package semver", () =>
  fc.assert(
    fc.property(version, version, (a, b) => {
      strictEqual(parseVersion(a) === undefined, validByPackage(a) === null, a);
      if (!parseVersion(a) || !parseVersion(b)) return;
      const order = compareByPackage(a, b);
      const own = Math.sign(compareVersions(a, b));
      if (order === 0) strictEqual(own, a < b ? -1 : a > b ? 1 : 0);
      else strictEqual(own, order, `${a} ${b}`);
    }),
    { numRuns: 3000 },
  ));

Deno.test("compareVersions() puts what is no version first", () => {
  deepStrictEqual(
    ["1.0.0", "x", "1.0.0-rc.1", "10.0.0", "1.0.0+b", "2.0.0", "1.0.0-rc.10"]
      .sort(compareVersions),
    ["x", "1.0.0-rc.1", "1.0.0-rc.10", "1.0.0", "1.0.0+b", "2.0.0", "10.0.0"],
  );
});

Deno.test("isPrerelease(), isRange() and satisfies()", () => {
  ok(isPrerelease("1.0.0-a") && !isPrerelease("1.0.0+a") && !isPrerelease("x"));
  ok(isRange("^1.2 || >=3 <4") && isRange("*") && !isRange("one"));
  ok(satisfies("1.2.3", "^1") && !satisfies("2.0.0", "^1"));
  ok(!satisfies("1.2.3-rc.1", "^1"));
  ok(satisfies("1.2.3-rc.1", "^1", { prereleases: true }));
  ok(!satisfies("one", "*") && !satisfies("1.0.0", "one"));
});
