import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { indexFile } from "../../tests/scan_text.ts";
import { compareVersions } from "./compare_versions.ts";
import type { Phasing } from "./phasing.ts";
import { makePin, NEVER, pinPackages } from "./pin.ts";
import type { Pin, PinRule } from "./pin.ts";
import { pickCandidate, Policy } from "./policy.ts";
import type { PolicyVersion } from "./policy.ts";

const PHASING: Phasing = {
  isPolicy: false,
  isNever: false,
  isAlways: false,
  machineId: "",
};
const FILES = [
  indexFile({ suite: "stable" }),
  indexFile({ suite: "experimental", notAutomatic: true }),
  indexFile({
    suite: "backports",
    notAutomatic: true,
    butAutomaticUpgrades: true,
  }),
  indexFile({ suite: "odd", butAutomaticUpgrades: true }),
  indexFile("status"),
];
const STATUS = 4;

function generic(data: string, priority: number): Pin {
  return makePin({ type: "release", data }, undefined, priority);
}

function specific(
  word: string,
  type: PinRule["type"],
  data: string,
  priority: number,
): Pin {
  return makePin({ type, data }, pinPackages(word, "amd64"), priority);
}

function version(
  files: readonly number[],
  more: Partial<PolicyVersion> = {},
): PolicyVersion {
  return {
    name: "p",
    architecture: "amd64",
    version: "1",
    source: "s",
    sourceVersion: "1",
    phased: -1,
    files,
    isInstalled: files.includes(STATUS),
    ...more,
  };
}

function priorities(...pins: readonly Pin[]): readonly number[] {
  const policy = new Policy(FILES, pins, PHASING);
  return FILES.map((_, file) => policy.filePriority(file));
}

Deno.test.each([
  { name: "has defaults", pins: [], want: [500, 1, 100, 100, 100] },
  {
    name: "takes the first generic pin",
    pins: [generic("a=stable", 7), generic("*", 8)],
    want: [7, 8, 8, 8, 8],
  },
  {
    name: "takes never wherever it stands",
    pins: [generic("*", 8), generic("a=stable", NEVER)],
    want: [NEVER, 8, 8, 8, 8],
  },
  {
    name: "ignores specific pins",
    pins: [specific("p", "release", "*", 9)],
    want: [500, 1, 100, 100, 100],
  },
])(
  "Policy.filePriority() $name",
  ({ pins, want }) => deepStrictEqual(priorities(...pins), want),
);

Deno.test.each<
  { name: string; pins?: readonly Pin[]; of: PolicyVersion; want: number }
>([
  { name: "is the highest of the files", of: version([1, 0, 2]), want: 500 },
  {
    name: "is that of the status for what is installed",
    of: version([STATUS]),
    want: 100,
  },
  {
    name: "is -1 for what is only configured",
    of: version([STATUS], { isInstalled: false }),
    want: -1,
  },
  {
    name: "is that of a specific pin, also if lower",
    pins: [specific("p", "release", "a=stable", 50)],
    of: version([0, 1]),
    want: 50,
  },
  {
    name: "is that of the first specific pin",
    pins: [specific("?", "release", "*", 6), specific("p", "release", "*", 7)],
    of: version([0]),
    want: 6,
  },
  {
    name: "is not that of a pin on another name",
    pins: [specific("q", "release", "*", 7)],
    of: version([0]),
    want: 500,
  },
  {
    name: "is not that of a pin on another architecture",
    pins: [specific("p:i386", "release", "*", 7)],
    of: version([0]),
    want: 500,
  },
  {
    name: "is that of a pin on the source",
    pins: [specific("src:s", "version", "1", 7)],
    of: version([0]),
    want: 7,
  },
  {
    name: "is that of a pin on the version",
    pins: [specific("p", "version", "1*", 7)],
    of: version([0]),
    want: 7,
  },
  {
    name: "is that of a pin even for what is only configured",
    pins: [specific("p", "version", "1", 7)],
    of: version([STATUS], { isInstalled: false }),
    want: 7,
  },
  {
    name: "is never where all files are never",
    pins: [generic("a=stable", NEVER), specific("p", "version", "1", 7)],
    of: version([0]),
    want: NEVER,
  },
  {
    name: "is that of the pin where a file is not never",
    pins: [generic("a=stable", NEVER), specific("p", "version", "1", 7)],
    of: version([0, 1]),
    want: 7,
  },
])(
  "Policy.priority() $name",
  ({ pins = [], of, want }) =>
    strictEqual(new Policy(FILES, pins, PHASING).priority(of), want),
);

Deno.test("Policy.priority() is 1 at most for phased versions that have to wait", () => {
  const policy = (pins: readonly Pin[], change: Partial<Phasing> = {}) =>
    new Policy(FILES, pins, {
      ...PHASING,
      isPolicy: true,
      machineId: "abc",
      ...change,
    });
  const phased = version([0], {
    source: "foo",
    sourceVersion: "1.0",
    phased: 92,
  });
  strictEqual(policy([]).priority(phased), 1);
  strictEqual(policy([]).priority({ ...phased, phased: 93 }), 500);
  strictEqual(
    policy([specific("p", "version", "1", 1001)]).priority(phased),
    1,
  );
  strictEqual(policy([specific("p", "version", "1", -5)]).priority(phased), -5);
  strictEqual(policy([], { isAlways: true }).priority(phased), 500);
  deepStrictEqual([
    policy([]).usesPhasing,
    policy([], { isAlways: true }).usesPhasing,
  ], [true, false]);
});

Deno.test("Policy.priority() goes by the second name name:any", () => {
  const pin = specific("/y$/", "release", "*", 7);
  const i386 = version([0], { architecture: "i386" });
  strictEqual(
    new Policy(FILES, [pin], PHASING, new Set(["p"])).priority(i386),
    7,
  );
  strictEqual(new Policy(FILES, [pin], PHASING).priority(i386), 500);
});

/** `version priority`, `*` in front of the installed one. */
function pick(...rows: readonly string[]): string | undefined {
  const ranked = rows.map((row) => {
    const [name, priority] = row.replace("*", "").split(" ");
    return { version: name!, priority: Number(priority) };
  });
  return rows[
    pickCandidate(
      ranked,
      rows.findIndex((row) => row.startsWith("*")),
    )
  ];
}

Deno.test.each([
  { rows: [], want: undefined },
  { rows: ["2 500", "1 500"], want: "2 500" },
  { rows: ["2 500", "1 501"], want: "1 501" },
  { rows: ["1 500", "1.0 500"], want: "1 500" },
  { rows: ["2 100", "*1 100"], want: "2 100" },
  { rows: ["2 1", "*1 100"], want: "*1 100" },
  { rows: ["*2 100", "1 999"], want: "*2 100" },
  { rows: ["*2 100", "1 1000"], want: "1 1000" },
  { rows: ["3 500", "*2 100", "1 990"], want: "3 500" },
  { rows: ["*1 100", "1 500"], want: "1 500" },
  { rows: ["2 0", "1 -1"], want: undefined },
  { rows: ["*2 -1", "1 500"], want: undefined },
  { rows: ["2 -1", "1 1"], want: "1 1" },
])(
  "pickCandidate() takes $want of $rows",
  ({ rows, want }) => strictEqual(pick(...rows), want),
);

Deno.test("pickCandidate() takes a highest priority, and no needless downgrade", () =>
  fc.assert(fc.property(
    fc.array(
      fc.record({
        version: fc.stringMatching(/^[0-3]$/),
        priority: fc.integer({ min: -2, max: 1002 }),
      }),
      { maxLength: 6 },
    ),
    fc.nat(6),
    (versions, at) => {
      versions.sort((a, b) => compareVersions(b.version, a.version));
      const installed = at < versions.length ? at : -1;
      const candidate = pickCandidate(versions, installed);
      const isAllowed = ({ version, priority }: (typeof versions)[number]) =>
        priority > 0 &&
        (installed < 0 || priority >= 1000 ||
          version >= versions[installed]!.version);
      const best = Math.max(
        ...versions.filter(isAllowed).map(({ priority }) => priority),
      );
      strictEqual(
        candidate,
        best === -Infinity
          ? -1
          : versions.findIndex((row) =>
            isAllowed(row) && row.priority === best
          ),
      );
      ok(candidate < versions.length);
    },
  )));
