// Wherever the cache may or may not be kept, and whoever else writes it, the answer is right.
import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { definition, STORES } from "../cli/make_root.ts";
import { POWERLESS } from "../cli/needs.ts";
import {
  commandLine,
  SAMPLE,
  startProgram,
  words,
} from "../cli/run_storectl.ts";
import {
  ask,
  askBoth,
  catalogIn,
  EVERYTHING,
  HOMELESS,
  leaveOut,
  randomNumbers,
  run,
  withCachedRoot,
  withFolder,
} from "./cached_root.ts";

/** Names in a directory. */
function namesIn(folder: string): readonly string[] {
  return Array.from(Deno.readDirSync(folder), ({ name }) => name).sort();
}

Deno.test("the cache directory is missing, empty in name, relative, a file or a link", () =>
  withCachedRoot({}, async (place) => {
    const missing = `${place.cache}/a/b`;
    await askBoth({ ...place, cache: missing });
    strictEqual(Deno.statSync(catalogIn(missing)).mode! & 0o7777, 0o600);
    strictEqual(Deno.statSync(missing).mode! & 0o7777, 0o700);
    await askBoth({ ...place, cache: missing });
    Deno.writeTextFileSync(`${place.cache}/file`, "");
    await askBoth({ ...place, cache: `${place.cache}/file` });
    Deno.symlinkSync(`${place.cache}/gone`, `${place.cache}/link`);
    await askBoth({ ...place, cache: `${place.cache}/link` });
    Deno.symlinkSync(missing, `${place.cache}/good`);
    await askBoth({ ...place, cache: `${place.cache}/good` });
    deepStrictEqual(namesIn(place.cache), ["a", "file", "good", "link"]);
  }));

/** Runs as somebody who is refused like everybody else. */
function runPowerless(
  root: string,
  env: Readonly<Record<string, string>>,
): Promise<{ status: number; stdout: string; stderr: string }> {
  return run(EVERYTHING, { root, env, through: POWERLESS });
}

Deno.test("the cache directory, or the home, may not be written or not be read", async () => {
  if (POWERLESS.length > 0) {
    const { success } = await startProgram([...POWERLESS, "true"]).output()
      .catch(() => ({ success: false }));
    if (!success) return leaveOut("a read-only cache, which needs setpriv");
  }
  await withCachedRoot({}, async ({ root, cache }) => {
    const plain = await ask({ root, cache: "/dev/null/none" });
    for (const mode of [0o500, 0o300, 0o000]) {
      for (const isWarm of [false, true]) {
        const folder = `${cache}/${mode}${isWarm}`;
        if (isWarm) await ask({ root, cache: folder });
        else Deno.mkdirSync(folder);
        Deno.chmodSync(folder, mode);
        try {
          const env = { CACHE_DIRECTORY: folder };
          deepStrictEqual(await runPowerless(root, env), plain);
        } finally {
          Deno.chmodSync(folder, 0o700);
        }
      }
    }
    // with no variable, root has a directory of its own, which tests leave alone
    if (Deno.uid() === 0) return;
    Deno.mkdirSync(`${cache}/home`);
    Deno.chmodSync(`${cache}/home`, 0o500);
    const env = { HOME: `${cache}/home` };
    deepStrictEqual(await runPowerless(root, env), plain);
    deepStrictEqual(namesIn(`${cache}/home`), []);
  });
});

Deno.test("another program's files in the cache directory stay", () =>
  withCachedRoot({}, async (place) => {
    const others = ["mine.tmp", "catalog.tmp", "x.bin.tmp", "dir.tmp/file"];
    Deno.mkdirSync(`${place.cache}/dir.tmp`);
    for (const name of others) {
      Deno.writeTextFileSync(`${place.cache}/${name}`, "mine");
      Deno.utimeSync(`${place.cache}/${name}`, 0, 0);
    }
    await askBoth(place);
    strictEqual(Deno.statSync(catalogIn(place.cache)).isFile, true);
    for (const name of others) Deno.statSync(`${place.cache}/${name}`);
  }));

Deno.test("the disk of the cache directory is full", () =>
  withFolder(async (cache) => {
    const mount = await startProgram([
      "mount",
      "-t",
      "tmpfs",
      "-o",
      "size=64k",
      "storectl-test",
      cache,
    ], { stderr: "null" }).output().catch(() => ({ success: false }));
    if (!mount.success) return leaveOut("a full disk, which needs mount");
    try {
      const env = { CACHE_DIRECTORY: cache };
      const plain = { CACHE_DIRECTORY: "/dev/null/none" };
      for (const line of ["filter --fields all", "sections", "repos list"]) {
        deepStrictEqual(
          await run(line, { root: SAMPLE, env }),
          await run(line, { root: SAMPLE, env: plain }),
        );
        deepStrictEqual(namesIn(cache), []);
      }
    } finally {
      await startProgram(["umount", cache]).output();
    }
  }));

Deno.test.each([{ count: 2 }, { count: 8 }])(
  "$count programs build at once",
  ({ count }) =>
    withCachedRoot({}, async (place) => {
      const plain = await ask({ ...place, cache: "/dev/null/none" });
      const answers = await Promise.all(
        Array.from({ length: count }, () => ask(place)),
      );
      for (const answer of answers) deepStrictEqual(answer, plain);
      catalogIn(place.cache);
      strictEqual(namesIn(place.cache).length, 3);
      await askBoth(place);
    }),
);

Deno.test("builders are killed at any time, and leave nothing behind for long", () =>
  withCachedRoot({
    [`${STORES}/b.yaml`]: definition("b"),
  }, async (place) => {
    const random = randomNumbers(11);
    const status = `${place.root}/var/lib/dpkg/status`;
    for (let round = 0; round < 10; round++) {
      Deno.utimeSync(status, round, round); // the catalog is out of date
      const [program, ...args] = commandLine(words(EVERYTHING), place);
      const child = startProgram([program!, ...args], {
        env: { ...HOMELESS, CACHE_DIRECTORY: place.cache },
        stdout: "null",
        stderr: "null",
      }).spawn();
      await new Promise((resolve) => setTimeout(resolve, random() * 180));
      try {
        child.kill("SIGKILL");
      } catch {
        // it was faster
      }
      await child.status;
      if (round % 2 === 0) await askBoth(place);
    }
    // as a killed writer leaves it
    const left = `${catalogIn(place.cache)}.${crypto.randomUUID()}.tmp`;
    Deno.writeFileSync(left, new Uint8Array(100));
    Deno.utimeSync(status, 99, 99);
    await askBoth(place);
    ok(
      namesIn(place.cache).some((name) => name.endsWith(".tmp")),
      "a young one may be in use",
    );
    for (const name of namesIn(place.cache)) {
      if (name.endsWith(".tmp")) Deno.utimeSync(`${place.cache}/${name}`, 1, 1);
    }
    // what is small is written without a look around
    Deno.utimeSync(`${place.root}/etc/apt/sources.list`, 100, 100);
    await askBoth(place);
    ok(!namesIn(place.cache).some((name) => name.endsWith(".tmp")));
  }));
