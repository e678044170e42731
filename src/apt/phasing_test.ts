import { deepStrictEqual, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { AptConfig } from "./apt_config.ts";
import { isPhasedOut, phasingOf } from "./phasing.ts";
import type { Phasing } from "./phasing.ts";

const POLICY: Phasing = {
  isPolicy: true,
  isNever: false,
  isAlways: false,
  machineId: "abc",
};

/** The lowest percentage with which a machine is not excluded. */
function percentOf(source: string, version: string, machineId: string): number {
  for (let percentage = 0; percentage <= 100; percentage++) {
    if (!isPhasedOut({ ...POLICY, machineId }, source, version, percentage)) {
      return percentage;
    }
  }
  return Infinity;
}

Deno.test.each([
  { source: "foo", version: "1.0", machineId: "abc", want: 93 },
  { source: "libx", version: "2:3", machineId: "deadbeefdeadbeef", want: 8 },
])(
  "isPhasedOut() puts $source-$version on $machineId at $want",
  ({ source, version, machineId, want }) =>
    strictEqual(percentOf(source, version, machineId), want),
);

Deno.test.each([
  {
    name: "is no part of the policy",
    change: { isPolicy: false },
    want: false,
  },
  { name: "always takes all", change: { isAlways: true }, want: false },
  {
    name: "always beats never",
    change: { isAlways: true, isNever: true },
    want: false,
  },
  { name: "never takes any", change: { isNever: true }, want: true },
  {
    name: "never takes any without a machine id",
    change: { isNever: true, machineId: "" },
    want: true,
  },
  {
    name: "takes all without a machine id",
    change: { machineId: "" },
    want: false,
  },
  { name: "goes by the percentage", change: {}, want: true },
])(
  "isPhasedOut() $name",
  ({ change, want }) =>
    strictEqual(isPhasedOut({ ...POLICY, ...change }, "foo", "1.0", 0), want),
);

Deno.test("isPhasedOut() excludes with a percentage whoever it excludes with a higher one", () =>
  fc.assert(
    fc.property(
      fc.string(),
      fc.string(),
      fc.string({ minLength: 1 }),
      fc.nat(99),
      (source, version, machineId, percentage) => {
        const phasing = { ...POLICY, machineId };
        const isOut = isPhasedOut(phasing, source, version, percentage);
        if (isOut && percentage > 0) {
          strictEqual(
            isPhasedOut(phasing, source, version, percentage - 1),
            true,
          );
        }
        strictEqual(isPhasedOut(phasing, source, version, 100), false);
      },
    ),
  ));

Deno.test("phasingOf() reads the options", () => {
  const config = new AptConfig();
  deepStrictEqual(phasingOf(config, "m"), {
    isPolicy: false,
    isNever: false,
    isAlways: false,
    machineId: "m",
  });
  config.set("APT::Get::Phase-Policy", "yes");
  config.set("APT::Get::Never-Include-Phased-Updates", "1");
  config.set("Update-Manager::Always-Include-Phased-Updates", "true");
  config.set("APT::Machine-ID", "other");
  deepStrictEqual(phasingOf(config, "m"), {
    isPolicy: true,
    isNever: true,
    isAlways: true,
    machineId: "other",
  });
});
