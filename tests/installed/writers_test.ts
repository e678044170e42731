// Several writers at once, writers that are killed at any time, and disks that refuse.
import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { lockInstallation } from "../../src/installed/lock_installation.ts";
import { readInstallation } from "../../src/installed/read_installation.ts";
import { verifyInstalled } from "../../src/installed/verify_installed.ts";
import { hasNoPowerless, isLeftOut, POWERLESS } from "../cli/needs.ts";
import {
  type Answer,
  commandLine,
  errorOf,
  runLine,
  runStorectl,
  startProgram,
} from "../cli/run_storectl.ts";
import { Machine } from "./make_store.ts";
import type { StoreContent } from "./make_store.ts";

/** Extensions with one dependency in common, and files that take some time. */
function content(count: number, assetBytes = 1000): StoreContent {
  return {
    common: { "1.0.0": {} },
    ...Object.fromEntries(
      Array.from({ length: count }, (_, index) => [
        `ext${index}`,
        Object.fromEntries(
          ["1.0.0", "2.0.0"].map((version) => [
            version,
            { dependencies: { common: "^1.0.0" }, assetBytes },
          ]),
        ),
      ]),
    ),
  };
}

/** Checks that nothing is wrong with what is installed; with `clean`, nothing lies beside it either. */
async function checkSound(
  { data }: Machine,
  { clean }: { readonly clean: boolean },
): Promise<void> {
  const { problems } = await verifyInstalled(data, { threads: 1 });
  deepStrictEqual(
    clean ? problems : problems.filter(({ severity }) => severity === "error"),
    [],
  );
}

Deno.test("eight installations at once are all there, and readers never see half of one", async () => {
  await using machine = await Machine.make({ main: { content: content(8) } });
  let isDone = false;
  const reading = (async () => {
    let reads = 0;
    for (; !isDone; reads++) {
      const { registry } = readInstallation(machine.data);
      // whoever asks for something has it
      if (registry.size > 0) ok(registry.has("common"));
      await checkSound(machine, { clean: false });
      await new Promise((go) => setTimeout(go, 5));
    }
    return reads;
  })();
  const answers = await Promise.all(
    Array.from(
      { length: 8 },
      (_, index) =>
        runLine(`install ext${index}@1 --format json`, { root: machine.root }),
    ),
  );
  isDone = true;
  ok(await reading > 1);
  deepStrictEqual(answers.map(({ status }) => status), Array(8).fill(0));
  strictEqual(readInstallation(machine.data).registry.size, 9);
  await checkSound(machine, { clean: true });
});

Deno.test("a writer waits, says so, and gives up after --lock-timeout", async () => {
  await using machine = await Machine.make({ main: { content: content(1) } });
  const { root, data } = machine;
  const lock = await lockInstallation(data, { timeout: 0 });
  const answer = await runLine(
    "install ext0 --lock-timeout 1 --format table",
    { root },
  );
  strictEqual(answer.status, 1);
  match(
    answer.stderr,
    /^waiting for another storectl .*\nerror: Cannot lock .*: another process has had it for 1 seconds\nhint: /,
  );
  const json = await runLine(
    "hold ext0 --lock-timeout 0 --format json",
    { root },
  );
  strictEqual(errorOf(json).code, "LOCKED");
  // a plan, and looking, need no lock
  for (const line of ["install ext0 --dry-run", "list", "outdated"]) {
    strictEqual((await runLine(line, { root })).status, 0);
  }
  const waiting = runLine("install ext0 --format json", { root });
  await new Promise((go) => setTimeout(go, 300));
  lock[Symbol.dispose]();
  strictEqual((await waiting).status, 0);
  // others may look, and cannot keep the owner from writing
  deepStrictEqual(
    [data, `${data}/lock`].map((path) => Deno.statSync(path).mode! & 0o777),
    [0o755, 0o700],
  );
});

/** `id version` of all that is installed. */
function stateOf({ data }: Machine): readonly string[] {
  return [...readInstallation(data).registry.values()].map(({ id, current }) =>
    `${id} ${current}`
  );
}

Deno.test("killed at 40 random times, the program leaves the old or the new state", async () => {
  await using machine = await Machine.make({
    main: { content: content(5, 200_000) },
  });
  const { root, data } = machine;
  const ids = ["ext0", "ext1", "ext2", "ext3"];
  const rounds = [
    ["install", ...ids.map((id) => `${id}@1`)],
    ["update", "--all"],
    ["rollback", "ext0"],
    ["remove", ...ids, "--autoremove"],
  ];
  const run = async (args: readonly string[]): Promise<number> => {
    const start = performance.now();
    const { status, stderr } = await runStorectl(args, { root });
    strictEqual(status, 0, stderr);
    return performance.now() - start;
  };
  const times: number[] = [];
  const states = [stateOf(machine)];
  for (const args of rounds) {
    times.push(await run(args));
    states.push(stateOf(machine));
  }
  let killed = 0;
  for (let turn = 0; turn < 40; turn++) {
    const round = turn % rounds.length;
    await Deno.remove(data, { recursive: true });
    for (const args of rounds.slice(0, round)) await run(args);
    const child = startProgram(commandLine(rounds[round]!, { root }), {
      stdout: "null",
      stderr: "null",
    }).spawn();
    // the first half of a process is starting up
    await new Promise((go) =>
      setTimeout(go, times[round]! * (0.4 + 0.6 * Math.random()))
    );
    try {
      child.kill("SIGKILL");
    } catch {
      // it was done
    }
    if ((await child.status).signal === "SIGKILL") killed++;
    await checkSound(machine, { clean: false });
    const state = stateOf(machine).join();
    ok(
      [states[round]!, states[round + 1]!].some((own) => own.join() === state),
    );
    // the next one is not disturbed, and clears up
    await run(["install", "ext4"]);
    await checkSound(machine, { clean: true });
  }
  ok(killed >= 10, `${killed} were killed`);
});

/** Runs storectl where the data directory is a small or a read-only file system of its own. */
async function runMounted(
  machine: Machine,
  mount: string,
  line: string,
): Promise<Answer> {
  const args = commandLine(line.split(" "), { root: machine.root });
  const { code, stdout, stderr } = await startProgram([
    "unshare",
    "-rm",
    "bash",
    "-c",
    `${mount}; "$@"; status=$?; ls -R ${machine.data} >&2; exit $status`,
    "bash",
    ...args,
  ]).output();
  const text = new TextDecoder();
  return {
    status: code,
    stdout: text.decode(stdout),
    stderr: text.decode(stderr),
  };
}

/** Whether file systems can be mounted for one process. */
function cannotMount(): boolean {
  if (isLeftOut("unshare")) return true;
  const { success } = new Deno.Command("unshare", {
    args: ["-rm", "true"],
    stderr: "null",
  }).outputSync();
  if (!success) console.error("Left out: tests that mount a file system");
  return !success;
}

Deno.test({
  name: "a full disk is a coded error, and leaves nothing behind",
  ignore: cannotMount(),
  fn: async () => {
    await using machine = await Machine.make({
      main: { content: content(3, 300_000) },
    });
    await Deno.mkdir(machine.data, { recursive: true });
    const { status, stderr } = await runMounted(
      machine,
      `mount -t tmpfs -o size=500k none ${machine.data}`,
      "install ext0 ext1 ext2 --format json",
    );
    strictEqual(status, 5);
    match(stderr, /^\{"error":\{"code":"IO","message":"Cannot .*no space/);
    deepStrictEqual(
      stderr.split("\n").slice(1).filter((line) => /ext|staging/.test(line)),
      [],
    );
  },
});

Deno.test({
  name: "a read-only disk is a coded error, and what is there can be read",
  ignore: cannotMount(),
  fn: async () => {
    await using machine = await Machine.make({ main: { content: content(2) } });
    const { root, data } = machine;
    strictEqual((await runLine("install ext0@1", { root })).status, 0);
    const mount =
      `mount --bind -o ro ${data} ${data}; mount -o remount,bind,ro ${data}`;
    for (const line of ["install ext1", "update --all", "remove ext0"]) {
      const { status, stderr } = await runMounted(
        machine,
        mount,
        `${line} --format json`,
      );
      strictEqual(status, 5, stderr);
      match(stderr, /"code":"IO".*read-only/);
    }
    const { status } = await runMounted(machine, mount, "list --format json");
    strictEqual(status, 0);
    await checkSound(machine, { clean: true });
  },
});

Deno.test({
  name: "a directory of somebody else is refused",
  ignore: hasNoPowerless(),
  fn: async () => {
    await using machine = await Machine.make({ main: { content: content(1) } });
    const { root, data } = machine;
    await Deno.mkdir(data, { recursive: true });
    await Deno.chmod(data, 0o555);
    const answer = await runStorectl(["install", "ext0", "--format=json"], {
      root,
      through: POWERLESS,
    });
    deepStrictEqual([answer.status, errorOf(answer).code], [4, "PERMISSION"]);
    await Deno.chmod(data, 0o755);
  },
});
