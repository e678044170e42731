// APT packages through apt-get: for real inside a throw-away root, and by simulation on this machine.
import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { Ajv2020 } from "ajv/dist/2020.js";
import { OUTPUT_SCHEMAS } from "../../src/cli/schema_files.ts";
import { packageState, type SmallPackage, withMachine } from "./apt_machine.ts";
import { hasNoPowerless, isLeftOut, POWERLESS } from "./needs.ts";
import {
  commandLine,
  errorOf,
  type Json,
  jsonOf,
  linesOf,
  runLine,
  runShell,
  startProgram,
} from "./run_storectl.ts";

const ignore = isLeftOut("apt-get", "dpkg-deb", "dpkg-query", "python3", "ldd");
const FOR_REAL = "(for real inside a throw-away root)";

const PACKAGES: readonly SmallPackage[] = [
  { name: "anchor", version: "1.0", settings: "one\n" },
  { name: "anchor", version: "2.0", settings: "two\n" },
  { name: "chain", version: "1.0", fields: { Depends: "anchor" } },
  { name: "rope", version: "1.0", fields: { Conflicts: "chain" } },
  { name: "buoy", version: "1.0", fields: { Depends: "anchor (>= 3)" } },
  {
    name: "leak",
    version: "1.0",
    scripts: { postinst: "echo pump is broken; exit 3" },
  },
  {
    name: "talker",
    version: "1.0",
    scripts: { postinst: "echo to stdout; echo to stderr >&2" },
  },
  {
    name: "slow",
    version: "1.0",
    scripts: {
      postinst: "echo started > /started; sleep 1; echo x > /finished",
    },
  },
];

/** A function that says what is wrong with a value by a schema of storectl. */
async function checker(name: string): Promise<(value: unknown) => unknown> {
  const check = new Ajv2020({ allowUnionTypes: true, strictRequired: false })
    .compile((await OUTPUT_SCHEMAS[name]!()).default);
  return (value) => check(value) ? null : check.errors;
}

/** Names of changes with what happens: `install anchor - 1.0`. */
function short(changes: readonly Json[]): readonly string[] {
  return changes.map(({ action, name, from, to }) =>
    `${action} ${name} ${from ?? "-"} ${to ?? "-"}`
  );
}

/** Holds dpkg's lock as another program would, until it is told to let go. */
async function holdLock(
  root: string,
): Promise<{ pid: number; release(): Promise<void> }> {
  const script = [
    "import fcntl, sys",
    `f = open(${JSON.stringify(`${root}/var/lib/dpkg/lock-frontend`)}, "w")`,
    "fcntl.lockf(f, fcntl.LOCK_EX)",
    "print('held', flush=True)",
    "sys.stdin.read()",
  ].join("\n");
  const child = new Deno.Command("python3", {
    args: ["-c", script],
    stdin: "piped",
    stdout: "piped",
  }).spawn();
  const reader = child.stdout.getReader();
  await reader.read();
  return {
    pid: child.pid,
    async release() {
      await child.stdin.close();
      await reader.cancel();
      await child.status;
    },
  };
}

Deno.test({
  name: `packages install, update and remove change packages ${FOR_REAL}`,
  ignore,
  fn: async () => {
    await withMachine(PACKAGES, async (root) => {
      const installed = await jsonOf("packages install chain anchor=1.0", {
        root,
      });
      deepStrictEqual(short(installed.changes), [
        "install anchor - 1.0",
        "install chain - 1.0",
      ]);
      deepStrictEqual((await checker("packages"))(installed), null);
      strictEqual(await packageState(root, "anchor"), "ii 1.0");
      strictEqual(await packageState(root, "chain"), "ii 1.0");
      strictEqual(
        Deno.readTextFileSync(`${root}/usr/share/anchor/version`),
        "1.0",
      );
      // a query sees it at once
      const { packages } = await jsonOf("filter --tab updates", { root });
      deepStrictEqual(packages.map(({ name }: Json) => name), ["anchor"]);

      // changed on both sides: this machine's stays, the other lies beside it
      Deno.writeTextFileSync(`${root}/etc/anchor.conf`, "mine\n");
      const updated = await jsonOf("packages update anchor", { root });
      deepStrictEqual(short(updated.changes), ["upgrade anchor 1.0 2.0"]);
      strictEqual(await packageState(root, "anchor"), "ii 2.0");
      strictEqual(Deno.readTextFileSync(`${root}/etc/anchor.conf`), "mine\n");
      strictEqual(
        Deno.readTextFileSync(`${root}/etc/anchor.conf.dpkg-dist`),
        "two\n",
      );
      // what is not installed stays away
      deepStrictEqual(
        (await jsonOf("packages update slow", { root })).changes,
        [],
      );
      strictEqual(await packageState(root, "slow"), "");

      const removed = await jsonOf("packages remove anchor", { root });
      deepStrictEqual(short(removed.changes), [
        "remove chain 1.0 -",
        "remove anchor 2.0 -",
      ]);
      strictEqual(await packageState(root, "chain"), "");
      strictEqual(await packageState(root, "anchor"), "rc 2.0");
    });
  },
});

Deno.test({
  name:
    `packages install tells of its progress as ndjson while it happens ${FOR_REAL}`,
  ignore,
  fn: async () => {
    await withMachine(PACKAGES, async (root) => {
      const { status, stdout, stderr } = await runLine(
        "packages install slow chain --format ndjson",
        { root },
      );
      deepStrictEqual([status, stderr], [0, ""]);
      const events = linesOf(stdout);
      const check = await checker("packages-event");
      for (const event of events) deepStrictEqual(check(event), null);
      strictEqual(events[0].event, "plan");
      const { event, changes } = events.at(-1);
      strictEqual(event, "done");
      deepStrictEqual(changes, events[0].changes);
      const progress = events.filter(({ event }) => event === "progress");
      strictEqual(progress.length, events.length - 2);
      const percents = progress.map(({ percent }) => percent);
      deepStrictEqual(percents, percents.toSorted((a, b) => a - b));
      ok(new Set(percents).size > 5, percents.join());
      strictEqual(percents.at(-1), 100);
      ok(progress.some(({ message }) => message.startsWith("Unpacking chain")));
    });
  },
});

Deno.test({
  name:
    `scripts of packages and hooks can print, and --verbose shows it ${FOR_REAL}`,
  ignore,
  fn: async () => {
    const hook = 'DPkg::Post-Invoke {"echo by the hook";};\n';
    await withMachine(PACKAGES, async (root) => {
      const { status, stdout } = await runLine(
        "packages install talker --format ndjson --verbose",
        { root },
      );
      strictEqual(status, 0);
      const lines = linesOf(stdout).filter(({ event }) => event === "output")
        .map(({ message }) => message);
      for (const line of ["to stdout", "by the hook"]) {
        ok(lines.includes(line), lines.join("\n"));
      }
      strictEqual(await packageState(root, "talker"), "ii 1.0");
    }, { "etc/apt/apt.conf.d/50hook": hook });
  },
});

Deno.test({
  name: `packages goes on where nobody reads its output any more ${FOR_REAL}`,
  ignore,
  fn: async () => {
    await withMachine(PACKAGES, async (root) => {
      const { stdout } = await runShell(
        '"$@" | head -n 1',
        ["packages", "install", "slow", "--format=ndjson"],
        { root },
      );
      strictEqual(linesOf(stdout)[0].event, "plan");
      for (let round = 0; round < 100; round++) {
        if (await packageState(root, "slow") === "ii 1.0") break;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      strictEqual(await packageState(root, "slow"), "ii 1.0");
    });
  },
});

Deno.test({
  name:
    `packages --simulate says what would change and changes nothing ${FOR_REAL}`,
  ignore,
  fn: async () => {
    await withMachine(PACKAGES, async (root) => {
      const before = Deno.readTextFileSync(`${root}/var/lib/dpkg/status`);
      const plan = await jsonOf("packages install chain --simulate", { root });
      deepStrictEqual([plan.simulated, short(plan.changes)], [true, [
        "install anchor - 2.0",
        "install chain - 1.0",
      ]]);
      const table = await runLine(
        "packages install chain --simulate --format table",
        { root },
      );
      match(table.stdout, /^install +chain +all +- +1\.0$/m);
      match(table.stdout, /Nothing was changed/);
      strictEqual(Deno.readTextFileSync(`${root}/var/lib/dpkg/status`), before);
    });
  },
});

/** Starts a command line, and lets it run until it waits for a lock; `rest` has all that it prints. */
async function startWaiting(line: readonly string[], root: string) {
  const child = startProgram(commandLine(line, { root }), {
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const [first, rest] = child.stdout.tee();
  for await (const text of first.pipeThrough(new TextDecoderStream())) {
    if (text.includes('"event":"waiting"')) break;
  }
  return { child, rest };
}

Deno.test({
  name:
    `packages says who holds the lock, waits when told to, and can be ended then ${FOR_REAL}`,
  ignore,
  fn: async () => {
    await withMachine(PACKAGES, async (root) => {
      const lock = await holdLock(root);
      try {
        const refused = await runLine("packages install anchor", { root });
        strictEqual(refused.status, 1);
        const { code, message, hint } = errorOf(refused);
        strictEqual(code, "APT_LOCKED");
        strictEqual(
          message,
          `Cannot install packages: process ${lock.pid} (python3) holds ROOT/var/lib/dpkg/lock-frontend`,
        );
        match(hint, /--lock-timeout/);

        const line = [
          "packages",
          "install",
          "anchor",
          "--lock-timeout=60",
          "--format=ndjson",
        ];
        const interrupted = await startWaiting(line, root);
        interrupted.child.kill("SIGINT");
        const complaint = await new Response(interrupted.child.stderr).text();
        await interrupted.rest.cancel();
        strictEqual((await interrupted.child.status).code, 130);
        strictEqual(linesOf(complaint)[0].error.code, "INTERRUPTED");
        strictEqual(await packageState(root, "anchor"), "");

        const patient = await startWaiting(line, root);
        await lock.release();
        const stdout = await new Response(patient.rest).text();
        await patient.child.stderr.cancel();
        strictEqual((await patient.child.status).code, 0);
        const wait = linesOf(stdout).find(({ event }) => event === "waiting");
        match(
          wait.message,
          new RegExp(`held by process ${lock.pid} \\(python3\\)`),
        );
        strictEqual(await packageState(root, "anchor"), "ii 2.0");
      } finally {
        await lock.release().catch(() => {});
      }
    });
  },
});

Deno.test({
  name: `a signal does not stop packages while dpkg is at work ${FOR_REAL}`,
  ignore,
  fn: async () => {
    await withMachine(PACKAGES, async (root) => {
      const child = startProgram(
        commandLine(["packages", "install", "slow"], { root }),
        { stdout: "piped", stderr: "piped" },
      ).spawn();
      const output = child.output();
      for (let round = 0; round < 200; round++) {
        try {
          Deno.statSync(`${root}/started`);
          break;
        } catch {
          await new Promise((resolve) => setTimeout(resolve, 20));
        }
      }
      child.kill("SIGTERM");
      strictEqual((await output).code, 0);
      ok(Deno.statSync(`${root}/finished`).isFile);
      strictEqual(await packageState(root, "slow"), "ii 1.0");
    });
  },
});

Deno.test.each(
  ignore ? [] : [
    {
      name: "a name that apt-get would take for a removal",
      line: "packages install anchor-",
      status: 1,
      code: "NOT_FOUND",
      message: /"anchor-"/,
    },
    {
      name: "a pattern",
      line: "packages install anch.*",
      status: 1,
      code: "NOT_FOUND",
      message: /"anch\.\*"/,
    },
    {
      name: "an option",
      line: "packages install -- -oDpkg::Pre-Invoke::=false",
      status: 1,
      code: "NOT_FOUND",
      message: /"-oDpkg::Pre-Invoke::"/,
    },
    {
      name: "a version that is not there",
      line: "packages install anchor=9",
      status: 1,
      code: "NOT_FOUND",
      message: /no repository has version 9 of anchor/,
    },
    {
      name: "a dependency that nothing meets",
      line: "packages install buoy",
      status: 1,
      code: "APT_REFUSED",
      message: /dependencies cannot be met: buoy : Depends: anchor \(>= 3\)/,
    },
    {
      name: "a removal that nobody asked for",
      line: "packages install rope",
      before: "packages install chain",
      status: 1,
      code: "APT_REFUSED",
      message: /other packages would have to be removed/,
    },
    {
      name: "a package whose script fails",
      line: "packages install leak",
      status: 5,
      code: "APT_FAILED",
      message: /dpkg failed on the way \(leak: .*exit status 3/,
    },
  ],
)(
  `packages refuses or reports $name ${FOR_REAL}`,
  async ({ line, before, status, code, message }) => {
    await withMachine(PACKAGES, async (root) => {
      if (before !== undefined) await jsonOf(before, { root });
      const answer = await runLine(line, { root });
      const error = errorOf(answer);
      deepStrictEqual([answer.status, error.code], [status, code]);
      match(error.message, message);
      ok(error.hint.length > 0);
      strictEqual(answer.stdout, "");
    });
  },
);

Deno.test({
  name:
    `packages install --allow-remove removes what is in the way ${FOR_REAL}`,
  ignore,
  fn: async () => {
    await withMachine(PACKAGES, async (root) => {
      await jsonOf("packages install chain", { root });
      const reply = await jsonOf("packages install rope --allow-remove", {
        root,
      });
      deepStrictEqual(short(reply.changes), [
        "remove chain 1.0 -",
        "install rope - 1.0",
      ]);
      const rest = await jsonOf("packages remove rope --autoremove", { root });
      deepStrictEqual(short(rest.changes).toSorted(), [
        "remove anchor 2.0 -",
        "remove rope 1.0 -",
      ]);
    });
  },
});

Deno.test({
  name:
    `packages without privileges is refused, and still simulates ${FOR_REAL}`,
  ignore: ignore || hasNoPowerless(),
  fn: async () => {
    await withMachine(PACKAGES, async (root) => {
      for (const path of ["var/lib/dpkg", "var/lib/dpkg/status"]) {
        Deno.chmodSync(`${root}/${path}`, 0o555);
      }
      const through = POWERLESS;
      const refused = await runLine("packages install anchor", {
        root,
        through,
      });
      deepStrictEqual([refused.status, errorOf(refused).code], [
        4,
        "PERMISSION",
      ]);
      match(errorOf(refused).hint, /administrator/);
      const plan = await runLine("packages install anchor --simulate", {
        root,
        through,
      });
      strictEqual(plan.status, 0, plan.stderr);
    });
  },
});

Deno.test({
  name:
    "packages plans a removal on this machine (by apt-get --simulate: nothing is installed here)",
  ignore,
  fn: async () => {
    // a package that the machine can do without
    const { stdout } = await new Deno.Command("dpkg-query", {
      args: [
        "--show",
        "--showformat=${Package} ${Essential} ${Priority} ${db:Status-Abbrev}\\n",
      ],
    }).output();
    const [, name] = /^(\S+) no optional ii/m.exec(
      new TextDecoder().decode(stdout),
    )!;
    const { simulated, changes } = await jsonOf(
      `packages remove ${name} --simulate`,
      { root: null },
    );
    strictEqual(simulated, true);
    ok(short(changes).some((line) => line.startsWith(`remove ${name} `)));
  },
});
