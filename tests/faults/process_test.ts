// The program itself: killed at random times, 32 at once, waiting for a lock, and on disks that are full, read-only, closed
// or out of file numbers.
import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { publishExtension } from "../../src/stores/publish_extension.ts";
import { lockFolder } from "../../src/sys/folder_lock.ts";
import { hasNoPowerless, isLeftOut, POWERLESS } from "../cli/needs.ts";
import {
  answerOf,
  errorOf,
  linesOf,
  PROGRAM,
  runStorectl,
  startProgram,
} from "../cli/run_storectl.ts";
import {
  checkNext,
  ID,
  listTree,
  makeFolder,
  makeSources,
  makeStore,
  OPTIONS,
  problemsOf,
  readIndex,
  SCENARIOS,
  versionsOf,
  writeSource,
} from "./scenarios.ts";

const PUBLISH = SCENARIOS.find(({ name }) => name === "a publish")!;
/** Processes that are killed. */
const KILLS = 60;
/** Writers at once. */
const WRITERS = 32;
/** Overwrites, publishes and unpublishes that readers live through. */
const CHANGES = 8;

/** Runs an action with a directory of its own, sources, and a store with 1.0.0. */
async function withStore(
  action: (store: string, sources: string, folder: string) => Promise<void>,
): Promise<void> {
  const folder = makeFolder({ isForProgram: true });
  try {
    const sources = makeSources(folder);
    const store = `${folder}/store`;
    await makeStore(PUBLISH, store, sources);
    await action(store, sources, folder);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}

const publish = (source: string, store: string, ...more: readonly string[]) =>
  runStorectl(["publish", source, "--to", store, ...more], { root: null });

async function errorsOf(store: string) {
  return (await problemsOf(store)).filter(({ severity }) =>
    severity === "error"
  );
}

/** Numbers that look random, the same for the same seed. */
function* randoms(seed: number): Generator<number, never> {
  for (let state = seed;;) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    yield state / 2 ** 32;
  }
}

Deno.test("killed at random times, the program leaves the old store or the new one", async () => {
  const seed = Date.now() >>> 0;
  const random = randoms(seed);
  await withStore(async (store, sources) => {
    const changed = `${sources}/1.0.0-changed`;
    const start = performance.now();
    strictEqual((await publish(`${sources}/2.0.0`, store)).status, 0);
    // of the last run that came to its end: how busy the machine is changes
    let usual = performance.now() - start;
    let killed = 0;
    for (let run = 0; run < KILLS; run++) {
      const before = versionsOf(store);
      const has = before.includes("2.0.0");
      writeSource(changed, "1.0.0", `text ${run}`);
      const [args, after] = run % 2 === 0
        ? [["publish", changed, "--to", store, "--overwrite"], before]
        : has
        ? [["unpublish", ID, "2.0.0", "--from", store], ["1.0.0"]]
        : [["publish", `${sources}/2.0.0`, "--to", store], ["1.0.0", "2.0.0"]];
      const begin = performance.now();
      const child = startProgram([...PROGRAM, ...args], {
        stdout: "null",
        stderr: "null",
      }).spawn();
      const timer = setTimeout(() => {
        try {
          child.kill("SIGKILL");
        } catch {
          // it was faster
        }
      }, random.next().value * usual);
      const { signal } = await child.status;
      clearTimeout(timer);
      if (signal === "SIGKILL") killed++;
      else usual = performance.now() - begin;
      const label = `seed ${seed}, run ${run}: ${args.join(" ")}`;
      deepStrictEqual(await errorsOf(store), [], label);
      const now = versionsOf(store).join();
      ok(now === before.join() || now === after.join(), label);
    }
    ok(killed >= KILLS / 3, `${killed} were killed`);
    await checkNext(store, PUBLISH, sources);
  });
});

Deno.test("32 processes publish at once: all are in, and no reader sees a broken store", async () => {
  await withStore(async (store, _sources, folder) => {
    const versions = Array.from({ length: WRITERS }, (_, n) => `5.0.${n}`);
    for (const version of versions) {
      writeSource(`${folder}/${version}`, version, version);
    }
    let isOver = false;
    let reads = 0;
    const reader = (async () => {
      let last = 0;
      while (!isOver) {
        deepStrictEqual(await errorsOf(store), []);
        const { serial, extensions } = JSON.parse(readIndex(store)!);
        ok(serial >= last && extensions.length >= 1);
        last = serial;
        reads++;
        await new Promise((go) => setTimeout(go, 20));
      }
    })();
    try {
      const answers = await Promise.all(
        versions.map((version) => publish(`${folder}/${version}`, store)),
      );
      for (const { status, stdout, stderr } of answers) {
        strictEqual(status, 0, stderr);
        strictEqual(JSON.parse(stdout).changed, true);
      }
      ok(answers.some(({ stderr }) => stderr.includes("STORE_BUSY")));
    } finally {
      isOver = true;
      await reader;
    }
    ok(reads > 10, `${reads} reads`);
    deepStrictEqual(
      [...versionsOf(store)].sort(),
      ["1.0.0", ...versions].sort(),
    );
    strictEqual(JSON.parse(readIndex(store)!).serial, 1 + WRITERS);
    deepStrictEqual(await problemsOf(store), []);
  });
});

Deno.test("verify sees a whole store while versions are overwritten and taken out", async () => {
  await withStore(async (store, sources) => {
    const changed = `${sources}/1.0.0-changed`;
    let isOver = false;
    const readers = Array.from({ length: 3 }, async () => {
      let reads = 0;
      for (; !isOver; reads++) {
        const { status, stdout } = await runStorectl(["verify", store], {
          root: null,
        });
        strictEqual(status, 0, stdout);
      }
      return reads;
    });
    try {
      for (let run = 0; run < CHANGES; run++) {
        writeSource(changed, "1.0.0", `text ${run}`);
        const answers = [
          await publish(changed, store, "--overwrite"),
          await publish(`${sources}/2.0.0`, store),
          await runStorectl(["unpublish", ID, "2.0.0", "--from", store], {
            root: null,
          }),
        ];
        deepStrictEqual(answers.map(({ status }) => status), [0, 0, 0]);
      }
    } finally {
      isOver = true;
    }
    for (const reads of await Promise.all(readers)) ok(reads >= 3);
  });
});

Deno.test("32 processes make the same store at once", async () => {
  const folder = makeFolder({ isForProgram: true });
  try {
    const versions = Array.from({ length: WRITERS }, (_, n) => `5.0.${n}`);
    for (const version of versions) {
      writeSource(`${folder}/${version}`, version, version);
    }
    const store = `${folder}/new/store`;
    const answers = await Promise.all(
      versions.map((version) =>
        publish(`${folder}/${version}`, store, "--init")
      ),
    );
    deepStrictEqual(answers.filter(({ status }) => status !== 0), []);
    deepStrictEqual([...versionsOf(store)].sort(), versions.sort());
    deepStrictEqual(await problemsOf(store), []);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
});

Deno.test("a writer says that it waits, for --lock-timeout seconds and no longer", async () => {
  await withStore(async (store, sources) => {
    const before = readIndex(store);
    {
      using _lock = await lockFolder(store, { timeout: 0 });
      const start = performance.now();
      const [json, table, quiet] = await Promise.all(
        [["--format=json"], ["--format=table"], ["--format=table", "--quiet"]]
          .map((more) =>
            publish(`${sources}/2.0.0`, store, "--lock-timeout=0.5", ...more)
          ),
      );
      ok(performance.now() - start >= 500);
      strictEqual(json!.status, 1);
      const [{ warning }, { error }] = linesOf(json!.stderr);
      strictEqual(warning.code, "STORE_BUSY");
      strictEqual(error.code, "LOCKED");
      match(error.message, /0.5 seconds/);
      match(table!.stderr, /^warning: .*Waiting for store/);
      match(quiet!.stderr, /^error: Cannot lock/);
    }
    strictEqual(readIndex(store), before);
    strictEqual((await publish(`${sources}/2.0.0`, store)).stderr, "");
  });
});

Deno.test({
  name: "the lock of a process that is killed is nobody's",
  ignore: isLeftOut("flock"),
  fn: async () => {
    await withStore(async (store, sources) => {
      const holder = startProgram([
        "flock",
        "--no-fork",
        store,
        "sh",
        "-c",
        "echo locked; exec sleep 60",
      ], { stdout: "piped" }).spawn();
      const reader = holder.stdout.getReader();
      await reader.read();
      const waiting = publish(`${sources}/2.0.0`, store);
      await new Promise((go) => setTimeout(go, 300));
      holder.kill("SIGKILL");
      await holder.status;
      await reader.cancel();
      strictEqual((await waiting).status, 0);
    });
  },
});

/** Runs an action on a file system in memory; nothing but a line where this machine does not let us. */
async function mounted(
  options: string,
  action: (folder: string) => Promise<void>,
): Promise<void> {
  const folder = Deno.makeTempDirSync({ prefix: "storectl-mount-" });
  const run = (program: string, ...args: string[]) =>
    new Deno.Command(program, { args, stderr: "piped" }).outputSync();
  const { success } = run(
    "mount",
    "-t",
    "tmpfs",
    "-o",
    options,
    "none",
    folder,
  );
  try {
    if (success) await action(folder);
    else console.error("Left out: tests that mount a file system");
  } finally {
    if (success) run("umount", folder);
    Deno.removeSync(folder);
  }
}

/** Publishes; true where there was room enough, else the store has to be as before. */
async function publishInto(
  store: string,
  sources: string,
): Promise<boolean> {
  const before = readIndex(store);
  const tree = [...listTree(store)].sort();
  const source = {
    folder: `${sources}/2.0.0`,
    fields: {},
    types: new Map<string, string>(),
  };
  try {
    await publishExtension(source, store, OPTIONS);
    return true;
  } catch (error) {
    strictEqual((error as { code?: string }).code, "IO");
    match(String(error), /no space is left/);
    strictEqual(readIndex(store), before);
    deepStrictEqual([...listTree(store)].sort(), tree);
    deepStrictEqual(await problemsOf(store), []);
    return false;
  }
}

Deno.test("on a full device, whatever is still free, a publish is refused and the store is as before", async () => {
  const folder = makeFolder({ isForProgram: true });
  try {
    const sources = makeSources(folder);
    const failures: Record<string, number> = {};
    for (const what of ["bytes", "files"]) {
      await mounted("size=4m,nr_inodes=200", async (disk) => {
        const store = `${disk}/store`;
        await makeStore(PUBLISH, store, sources);
        Deno.mkdirSync(`${disk}/ballast`);
        const ballast: string[] = [];
        try {
          for (let n = 0;; n++) {
            const path = `${disk}/ballast/${n}`;
            const page = new Uint8Array(what === "bytes" ? 4096 * 16 : 0);
            if (what === "files") Deno.writeFileSync(path, page);
            else {Deno.writeFileSync(`${disk}/ballast/0`, page, {
                append: true,
              });}
            if (what === "files") ballast.push(path);
          }
        } catch (error) {
          match(String(error), /No space left/);
        }
        failures[what] = 0;
        while (!await publishInto(store, sources)) {
          failures[what]!++;
          if (what === "files") Deno.removeSync(ballast.pop()!);
          else {
            const path = `${disk}/ballast/0`;
            Deno.truncateSync(path, Deno.statSync(path).size - 4096);
          }
        }
        Deno.removeSync(`${disk}/ballast`, { recursive: true });
        await checkNext(store, PUBLISH, sources);
      });
    }
    // each step needed one more
    if (failures["files"] !== undefined) {
      ok(
        failures["files"]! >= 12 && failures["bytes"]! >= 8,
        `${JSON.stringify(failures)}`,
      );
    }
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
});

Deno.test("on a full device and on a read-only one, the program says so", async () => {
  const folder = makeFolder({ isForProgram: true });
  try {
    const sources = makeSources(folder);
    await mounted("size=128k", async (disk) => {
      const store = `${disk}/store`;
      await makeStore(PUBLISH, store, sources);
      const before = readIndex(store);
      const large = `${folder}/large`;
      writeSource(large, "3.0.0", "x".repeat(100_000));
      const full = await publish(large, store);
      strictEqual(full.status, 5);
      match(errorOf(full).message, /no space is left on the device/);
      new Deno.Command("mount", { args: ["-o", "remount,ro", disk] })
        .outputSync();
      const closed = await publish(`${sources}/2.0.0`, store);
      strictEqual(closed.status, 5);
      match(errorOf(closed).message, /the file system is read-only/);
      const gone = await runStorectl(
        ["unpublish", ID, "1.0.0", "--from", store],
        { root: null },
      );
      match(errorOf(gone).message, /the file system is read-only/);
      strictEqual(readIndex(store), before);
      deepStrictEqual(await problemsOf(store), []);
    });
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
});

Deno.test({
  name: "a store that may not be written is refused, wherever that shows",
  ignore: hasNoPowerless(),
  fn: async () => {
    await withStore(async (store, sources, folder) => {
      Deno.chmodSync(folder, 0o755);
      const before = readIndex(store);
      for (const closed of [store, `${store}/extensions/${ID}`]) {
        Deno.chmodSync(closed, 0o555);
        const answer = await runStorectl(
          ["publish", `${sources}/2.0.0`, "--to", store],
          { root: null, through: POWERLESS },
        );
        strictEqual(answer.status, 4, answer.stderr);
        strictEqual(errorOf(answer).code, "PERMISSION");
        Deno.chmodSync(closed, 0o755);
        strictEqual(readIndex(store), before);
        deepStrictEqual(await problemsOf(store), []);
      }
    });
  },
});

Deno.test("out of file numbers, at whatever step, a publish is refused and the store is as before", async () => {
  await withStore(async (store, sources) => {
    const child = new URL("./emfile_child.ts", import.meta.url).pathname;
    const answer = answerOf(
      await startProgram([
        "bash",
        "-c",
        'ulimit -n 128; exec "$@"',
        "bash",
        Deno.execPath(),
        "run",
        "-A",
        "--quiet",
        "--no-check",
        child,
        store,
        sources,
      ]).output(),
    );
    strictEqual(answer.status, 0, answer.stderr);
    const { refused, free } = JSON.parse(answer.stdout);
    ok(refused >= 2 && free === refused, answer.stdout);
    deepStrictEqual(versionsOf(store), ["1.0.0", "2.0.0"]);
    await checkNext(store, PUBLISH, sources);
  });
});
