import { deepStrictEqual, strictEqual } from "node:assert/strict";
import {
  formatDpkgState,
  isHeldState,
  isInstalledState,
  parseDpkgState,
} from "./dpkg_state.ts";

const SELECTIONS = ["unknown", "install", "hold", "deinstall", "purge"];
const FLAGS = ["ok", "reinstreq", "hold", "hold-reinstreq"];
const STATUSES = [
  "not-installed",
  "config-files",
  "half-installed",
  "unpacked",
  "half-configured",
  "triggers-awaited",
  "triggers-pending",
  "installed",
];

Deno.test("formatDpkgState() gives back what parseDpkgState() read", () => {
  for (const selection of SELECTIONS) {
    for (const flag of FLAGS) {
      for (const status of STATUSES) {
        const field = `${selection} ${flag} ${status}`;
        const state = parseDpkgState(field)!;
        strictEqual(formatDpkgState(state), field);
        strictEqual(isHeldState(state), selection === "hold");
        strictEqual(isInstalledState(state), STATUSES.indexOf(status) > 1);
      }
    }
  }
  strictEqual(formatDpkgState(0), "unknown ok not-installed");
});

Deno.test("parseDpkgState() takes any letter case, and words that dpkg writes only", () => {
  strictEqual(
    parseDpkgState("INSTALL Ok Installed"),
    parseDpkgState("install ok installed"),
  );
  deepStrictEqual(
    [
      "",
      "install",
      "install ok",
      "install  ok installed",
      "install\tok\tinstalled",
      "want ok installed",
      "install bad installed",
      "install ok gone",
    ].map(parseDpkgState),
    Array(8).fill(undefined),
  );
});
