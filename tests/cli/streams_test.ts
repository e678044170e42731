// Closed, full and slow ends of stdin, stdout and stderr; signals; the environment.
import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { isLeftOut } from "./needs.ts";
import {
  commandLine,
  errorOf,
  linesOf,
  runLine,
  runShell,
  runStorectl,
  startProgram,
  words,
} from "./run_storectl.ts";

const ALL = words("filter --all --fields all --format ndjson");
const ignore = isLeftOut("bash");

Deno.test({
  name: "a reader that leaves early ends the program quietly",
  ignore,
  fn: async () => {
    const { status, stdout, stderr } = await runShell(
      '"$@" | head -1; exit "${PIPESTATUS[0]}"',
      ALL,
    );
    deepStrictEqual([status, stderr], [0, ""]);
    strictEqual(linesOf(stdout)[0].name, "0ad");
    const none = await runShell(
      '"$@" | true; exit "${PIPESTATUS[0]}"',
      words("filter --format table"),
    );
    deepStrictEqual(none, { status: 0, stdout: "", stderr: "" });
  },
});

Deno.test({
  name: "a slow reader gets every row",
  ignore,
  fn: async () => {
    const slow = await runShell('"$@" | { sleep 0.5; cat; }', ALL);
    deepStrictEqual(slow, await runStorectl(ALL));
    ok(slow.stdout.length > 500_000);
  },
});

Deno.test({
  name: "closed stdin, stdout and stderr are no bugs",
  ignore,
  fn: async () => {
    const line = words("filter --limit 2 --section games");
    const [plain, noIn, noOut, noErr, refused, none] = await Promise.all([
      runStorectl(line),
      runShell('"$@" <&-', line),
      runShell('"$@" >&-', line),
      runShell('"$@" 2>&-', line),
      runShell('"$@" 2>&-', words("filter --limit 0")),
      runShell('"$@" <&- >&- 2>&-', line),
    ]);
    deepStrictEqual([noIn, noErr], [plain, plain]);
    deepStrictEqual(noOut, { status: 0, stdout: "", stderr: "" });
    deepStrictEqual(refused, { status: 2, stdout: "", stderr: "" });
    deepStrictEqual(none, noOut);
  },
});

Deno.test({
  name: "what cannot be said on stderr still shows in the exit status",
  ignore,
  fn: async () => {
    const script = '"$@" 2>/dev/full';
    const [refused, warned, both] = await Promise.all([
      runShell(script, words("filter --limit 0")),
      runShell(script, words("filter --section nothing --format ndjson")),
      runShell('"$@" >/dev/full 2>/dev/full', words("filter --limit 1")),
    ]);
    deepStrictEqual(refused, { status: 2, stdout: "", stderr: "" });
    deepStrictEqual(warned, { status: 0, stdout: "", stderr: "" });
    strictEqual(both.status, 5);
  },
});

Deno.test("Ctrl-C ends a run with status 130", async () => {
  // its output is not read on, so it waits
  const child = startProgram(commandLine(ALL), {
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const reader = child.stdout.getReader();
  await reader.read();
  child.kill("SIGINT");
  const { code, signal } = await child.status;
  deepStrictEqual([code, signal], [130, "SIGINT"]);
  await reader.cancel();
  strictEqual(await new Response(child.stderr).text(), "");
});

Deno.test("an odd environment changes nothing", async () => {
  const line = "details signalk-server-container adduser";
  const plain = await runLine(line);
  for (
    const env of [
      {
        HOME: "",
        LANG: "garbage",
        LC_ALL: "\u{1f427}",
        TERM: "no-such-terminal",
        COLUMNS: "-7",
      },
      {
        HOME: "relative",
        LANGUAGE: ":::",
        XDG_CONFIG_HOME: "/dev/null",
        STORECTL_STORES_DIR: ":::",
      },
      { LANG: "tr_TR.UTF-8", NO_COLOR: "1", TERM: "dumb", TZ: "Asia/Kolkata" },
      { LC_ALL: "../../../etc", LANGUAGE: "../x:a/b" },
    ]
  ) {
    deepStrictEqual(await runLine(line, { env }), plain, JSON.stringify(env));
  }
});

Deno.test({
  name: "variables that are not UTF-8 change nothing",
  ignore,
  fn: async () => {
    const line = words("filter --limit 1");
    const script =
      "export LANG=$'\\xff' HOME=$'/\\xfe' STORECTL_STORES_DIR=$'\\xfd'; \"$@\"";
    deepStrictEqual(await runShell(script, line), await runStorectl(line));
  },
});

Deno.test("without HOME the program runs", async () => {
  const command = startProgram([
    "env",
    "-u",
    "HOME",
    "-u",
    "PATH",
    ...commandLine(["filter", "--limit=1"]),
  ]);
  strictEqual((await command.output()).code, 0);
});

Deno.test("arguments that nobody means are refused in one line", async () => {
  const long = "x".repeat(100_000);
  for (
    const args of [[long], ["filter", `--${long}`], [
      "filter",
      "--section",
      long,
    ], ["details", "\u001b[31m"]]
  ) {
    const answer = await runStorectl(args);
    if (answer.status !== 0) ok(errorOf(answer).message.length > 0);
    ok(!answer.stderr.includes("    at "), answer.stderr.slice(0, 500));
    strictEqual(answer.stderr.trim().split("\n").length, 1);
  }
});
