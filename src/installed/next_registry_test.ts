import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { installedExtension, keptVersion } from "./_testing.ts";
import { freeDirectory, nextRegistry } from "./next_registry.ts";
import type { PlanAction, PlanStep } from "./plan.ts";
import { currentVersion } from "./registry.ts";
import type { InstalledExtension, KeptVersion } from "./registry.ts";

/** Directories of an extension after one step: in use, then those to go back to, then all. */
function after(
  extension: InstalledExtension | undefined,
  action: PlanAction,
  version: KeptVersion | undefined,
): readonly (string | readonly string[])[] | undefined {
  const isKept = extension?.versions.includes(version!) === true;
  const step: PlanStep = {
    action,
    id: "app",
    name: "App",
    size: 0,
    ...(extension === undefined ? {} : { from: currentVersion(extension) }),
    ...(version === undefined ? {} : {
      to: {
        id: "app",
        version: version.version,
        store: version.store,
        ...(isKept ? { kept: version } : {}),
      },
    }),
    asked: true,
    neededBy: [],
    explanation: [],
  };
  const next = nextRegistry(
    new Map(extension === undefined ? [] : [["app", extension]]),
    { steps: [step], marks: new Set(), prereleases: new Set() },
    new Map(version === undefined || isKept ? [] : [["app", version]]),
  ).get("app");
  return next && [
    next.current,
    next.history,
    next.versions.map(({ directory }) => directory).sort(),
  ];
}

const [ONE, TWO, THREE, FOUR, FIVE] = ["1", "2", "3", "4", "5"].map((major) =>
  keptVersion(`${major}.0.0`)
) as [KeptVersion, KeptVersion, KeptVersion, KeptVersion, KeptVersion];
const app = (...versions: readonly KeptVersion[]) =>
  installedExtension("app", versions);

Deno.test.each([
  {
    name: "a first version",
    got: () => after(undefined, "install", ONE),
    want: ["1.0.0", [], ["1.0.0"]],
  },
  {
    name: "a higher version",
    got: () => after(app(ONE), "update", TWO),
    want: ["2.0.0", ["1.0.0"], ["1.0.0", "2.0.0"]],
  },
  {
    name: "at most three earlier versions",
    got: () => after(app(ONE, TWO, THREE, FOUR), "update", FIVE),
    want: ["5.0.0", ["2.0.0", "3.0.0", "4.0.0"], [
      "2.0.0",
      "3.0.0",
      "4.0.0",
      "5.0.0",
    ]],
  },
  {
    name: "the way back, with the version to come forth to",
    got: () => after(app(ONE, TWO, THREE), "downgrade", TWO),
    want: ["2.0.0", ["1.0.0"], ["1.0.0", "2.0.0", "3.0.0"]],
  },
  {
    name: "the way back over several versions",
    got: () => after(app(ONE, TWO, THREE), "downgrade", ONE),
    want: ["1.0.0", [], ["1.0.0", "3.0.0"]],
  },
  {
    name: "the way forth, and back again",
    got: () =>
      after(
        { ...app(ONE, TWO), current: "1.0.0", history: [] },
        "update",
        TWO,
      ),
    want: ["2.0.0", ["1.0.0"], ["1.0.0", "2.0.0"]],
  },
  {
    name: "a lower version that was never there",
    got: () => after(app(TWO), "downgrade", ONE),
    want: ["1.0.0", ["2.0.0"], ["1.0.0", "2.0.0"]],
  },
  {
    name: "a second fetch, which takes the place of what was damaged",
    got: () =>
      after(
        app(ONE, TWO),
        "reinstall",
        keptVersion("2.0.0", { directory: "2.0.0_r2" }),
      ),
    want: ["2.0.0_r2", ["1.0.0"], ["1.0.0", "2.0.0_r2"]],
  },
  {
    name: "a removal",
    got: () => after(app(ONE, TWO), "remove", undefined),
    want: undefined,
  },
])(
  "nextRegistry() keeps $name",
  ({ got, want }) => deepStrictEqual(got(), want),
);

Deno.test("freeDirectory() finds a name that is not taken", () => {
  strictEqual(freeDirectory("1.0.0", undefined), "1.0.0");
  strictEqual(freeDirectory("1.0.0", app(TWO)), "1.0.0");
  strictEqual(freeDirectory("1.0.0", app(ONE)), "1.0.0_r2");
  const again = keptVersion("1.0.0", { directory: "1.0.0_r2" });
  strictEqual(freeDirectory("1.0.0", app(ONE, again)), "1.0.0_r3");
});
