import { strictEqual } from "node:assert/strict";
import { architectureMatcher } from "./architecture_pattern.ts";

const ALL = [
  "amd64",
  "i386",
  "armhf",
  "hurd-i386",
  "kfreebsd-amd64",
  "musl-linux-amd64",
  "x32",
];

Deno.test.each([
  ["any", ALL],
  ["*", ALL],
  ["amd64", ["amd64"]],
  ["i386", ["i386"]],
  ["linux-any", ["amd64", "i386", "armhf", "musl-linux-amd64", "x32"]],
  ["any-i386", ["i386", "hurd-i386"]],
  ["any-amd64", ["amd64", "kfreebsd-amd64", "musl-linux-amd64"]],
  ["hurd-any", ["hurd-i386"]],
  ["musl-any-any", ["musl-linux-amd64"]],
  ["gnu-linux-any", ["amd64", "i386", "armhf", "x32"]],
  ["native", []],
  ["all", []],
  ["", []],
].map(([specification, want]) => ({
  specification: specification as string,
  want: want as readonly string[],
})))(
  'architectureMatcher() knows which ones "$specification" means',
  ({ specification, want }) =>
    strictEqual(
      ALL.filter(architectureMatcher(specification)).join(),
      want.join(),
    ),
);
