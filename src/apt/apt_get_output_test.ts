import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { aptGetError, parseChange, parseStatusLine } from "./apt_get_output.ts";

Deno.test.each([
  {
    line: "dlstatus:2:49.8020:Retrieving file 2 of 2",
    want: ["download", 49.802, "progress", "Retrieving file 2 of 2"],
  },
  {
    line: "dlstatus:1:20.9:Retrieving file 1 of 3 (2min 3s remaining)",
    want: [
      "download",
      20.9,
      "progress",
      "Retrieving file 1 of 3 (2min 3s remaining)",
    ],
  },
  {
    line: "pmstatus:libc6:i386:22.5:Unpacking libc6:i386",
    want: ["install", 22.5, "progress", "Unpacking libc6:i386"],
  },
  {
    line: "pmstatus:dpkg-exec:0.0000:Running dpkg",
    want: ["install", 0, "progress", "Running dpkg"],
  },
  {
    line: "pmerror:a.deb:10:trying to overwrite '/x', which is also in b",
    want: [
      "install",
      10,
      "error",
      "a.deb: trying to overwrite '/x', which is also in b",
    ],
  },
  {
    line:
      "pmconffile:/etc/a.conf:40.0:'/etc/a.conf' '/etc/a.conf.dpkg-new' 1 1 ",
    want: ["install", 40, "conffile", "Keeping /etc/a.conf as it is"],
  },
  { line: "pmstatus:a:900:Odd", want: ["install", 100, "progress", "Odd"] },
  { line: "Setting up a (1.0) ...", want: undefined },
  { line: " pmstatus:a:1:x", want: undefined },
  { line: "pmstatus:a:x:y", want: undefined },
  { line: "", want: undefined },
])("parseStatusLine() reads «$line»", ({ line, want }) => {
  const status = parseStatusLine(line);
  deepStrictEqual(
    status && [status.phase, status.percent, status.kind, status.message],
    want,
  );
});

Deno.test.each([
  {
    line: "Inst chain (1.0 localhost [all])",
    want: ["install", "chain", "all", null, "1.0"],
  },
  {
    line:
      "Inst anchor [1.0] (2.0 Debian:12.5/stable, Other:12/x [amd64]) [b:amd64 ]",
    want: ["upgrade", "anchor", "amd64", "1.0", "2.0"],
  },
  {
    line: "Inst a:i386 [2.0~rc1] (1:0.1 x [i386])",
    want: ["upgrade", "a", "i386", "2.0~rc1", "1:0.1"],
  },
  {
    line: "Inst a [2.0] (1.9 x [amd64])",
    want: ["downgrade", "a", "amd64", "2.0", "1.9"],
  },
  {
    line: "Inst a [1.0] (1.0 x [amd64])",
    want: ["reinstall", "a", "amd64", "1.0", "1.0"],
  },
  {
    line: "Remv g++ [4:12.2.0-3]",
    want: ["remove", "g++", null, "4:12.2.0-3", null],
  },
  { line: "Purg a:i386 [1]", want: ["remove", "a", "i386", "1", null] },
  { line: "Conf anchor (2.0 x [all])", want: undefined },
  { line: "Install things", want: undefined },
])("parseChange() reads «$line»", ({ line, want }) => {
  const change = parseChange(line);
  deepStrictEqual(
    change &&
      [change.action, change.name, change.architecture, change.from, change.to],
    want,
  );
});

Deno.test.each([
  {
    name: "a lock with its holder",
    complaints:
      "E: Could not get lock /a b/lock-frontend. It is held by process 7 (unattended-upgr)\nE: Unable to acquire the dpkg frontend lock (/a b/lock-frontend), is another process using it?",
    want:
      "APT_LOCKED Cannot install packages: process 7 (unattended-upgr) holds /a b/lock-frontend",
  },
  {
    name: "a lock whose holder cannot be seen",
    complaints:
      "E: Could not get lock /x/lock - open (11: Resource temporarily unavailable)",
    want: "APT_LOCKED Cannot install packages: somebody else holds /x/lock",
  },
  {
    name: "missing privileges",
    complaints:
      "E: Could not open lock file /x - open (13: Permission denied)\nE: Unable to acquire the dpkg frontend lock (/x), are you root?",
    want:
      "PERMISSION Cannot install packages: only an administrator may change packages",
  },
  {
    name: "an unknown package",
    complaints: "E: Unable to locate package nope:amd64",
    want: "NOT_FOUND Cannot install packages: no repository has nope:amd64",
  },
  {
    name: "an unknown version",
    complaints: "E: Version '9' for 'a:amd64' was not found",
    want:
      "NOT_FOUND Cannot install packages: no repository has version 9 of a:amd64",
  },
  {
    name: "removals that nobody asked for",
    complaints: "E: Packages need to be removed but remove is disabled.",
    want:
      "APT_REFUSED Cannot install packages: other packages would have to be removed",
  },
  {
    name: "dependencies",
    complaints: "E: Unable to correct problems, you have held broken packages.",
    output: [
      "The following packages have unmet dependencies:",
      " chain : Depends: anchor (>= 3) but 2.0 is to be installed",
    ],
    want:
      "APT_REFUSED Cannot install packages: dependencies cannot be met: chain : Depends: anchor (>= 3) but 2.0 is to be installed",
  },
  {
    name: "a failure of dpkg",
    complaints: "E: Sub-process /usr/bin/dpkg returned an error code (1)",
    output: ["pmerror:a:10:a script failed", "x"],
    want:
      "APT_FAILED Cannot install packages: dpkg failed on the way (a: a script failed)",
  },
  {
    name: "a server that is gone",
    complaints:
      "E: Failed to fetch http://x.example/a.deb  404  Not Found\nE: Unable to fetch some archives, maybe run apt-get update",
    want:
      "NETWORK Cannot install packages: http://x.example/a.deb cannot be fetched",
  },
  {
    name: "anything else, in its own words",
    complaints: "W: odd\nE: The list of sources could not be read.\n",
    want:
      "APT_FAILED Cannot install packages: The list of sources could not be read",
  },
  {
    name: "nothing",
    complaints: "",
    want: "APT_FAILED Cannot install packages: apt-get failed without a word",
  },
])("aptGetError() says $name", ({ complaints, output = [], want }) => {
  const error = aptGetError("install", complaints, output);
  strictEqual(`${error.code} ${error.message}`, want);
  strictEqual(typeof error.details.hint, "string");
});
