// `storectl cache status` and `storectl cache clear`.
import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { ContractShape } from "../cli/contract_shape.ts";
import { POWERLESS } from "../cli/needs.ts";
import { PACKAGES } from "../cli/make_root.ts";
import { errorOf, linesOf } from "../cli/run_storectl.ts";
import { ask, catalogIn, run, withCachedRoot } from "./cached_root.ts";

const shape = await ContractShape.read();

Deno.test("cache status says what is there, for which root, and whether it is fresh", () =>
  withCachedRoot({}, async (place) => {
    const { root, cache } = place;
    const empty = { directory: cache, files: [], warnings: [] };
    deepStrictEqual(JSON.parse((await ask(place, "cache status")).stdout), {
      ...empty,
    });
    await ask(place);
    const path = catalogIn(cache);
    const leftover = `${path}.${crypto.randomUUID()}.tmp`;
    Deno.writeTextFileSync(leftover, "half");
    Deno.writeTextFileSync(`${cache}/other`, "not ours");
    const status = async () => {
      const { stdout, stderr, status } = await ask(place, "cache status");
      deepStrictEqual([stderr, status], ["", 0]);
      const reply = JSON.parse(stdout);
      deepStrictEqual(shape.problems(reply, "CacheStatus"), []);
      return reply.files;
    };
    const stanzas = path.replace("/catalog-", "/stanzas-");
    const size = (file: string) => Deno.statSync(file).size;
    const fresh = [
      { path, kind: "catalog", size: size(path), root: "ROOT", fresh: true },
      { path: leftover, kind: "leftover", size: 4, root: null, fresh: false },
      {
        path: `${cache}/definitions.bin`,
        kind: "definitions",
        size: size(`${cache}/definitions.bin`),
        root: null,
        fresh: true,
      },
      {
        path: stanzas,
        kind: "stanzas",
        size: size(stanzas),
        root: "ROOT",
        fresh: true,
      },
    ];
    deepStrictEqual(await status(), fresh);
    Deno.utimeSync(`${root}/var/lib/dpkg/status`, 1, 1);
    deepStrictEqual(await status(), [
      { ...fresh[0], fresh: false },
      ...fresh.slice(1),
    ]);
    const kinds = async () =>
      (await status()).map((file: { kind: string; fresh: boolean }) =>
        `${file.kind} ${file.fresh}`
      );
    await ask(place, "details anchor");
    const whole = ["leftover false", "definitions true", "records true"];
    deepStrictEqual(await kinds(), [
      "catalog true",
      ...whole,
      "stanzas true",
    ]);
    Deno.utimeSync(`${root}/var/lib/dpkg/status`, 2, 2);
    await ask(place, "details anchor");
    deepStrictEqual(await kinds(), [
      "catalog false",
      ...whole.slice(0, 2),
      "patch true",
      "patch true",
      "records true",
      "stanzas true",
    ]);
    // of a list that a patch says nothing of, and with it
    Deno.utimeSync(`${root}/${PACKAGES}`, 3, 3);
    const outdated = ["catalog false", ...whole.slice(0, 2)]
      .concat("patch false", "patch false", "records true", "stanzas false");
    deepStrictEqual(await kinds(), outdated);
    await ask(place, "details anchor");
    deepStrictEqual(
      await kinds(),
      outdated.map((line) => line.replace("patch false", "patch true")),
    );
    Deno.chmodSync(path, 0o660);
    deepStrictEqual((await status())[0], {
      ...fresh[0],
      size: size(path),
      root: null,
      fresh: false,
    });
    const table = await ask(place, "cache status --format table");
    deepStrictEqual(
      table.stdout.split("\n").slice(0, 3).map((line) => line.trim()),
      [cache, "", table.stdout.split("\n")[2]],
    );
    ok(/^KIND +SIZE +FRESH +ROOT OR STORE +FILE$/m.test(table.stdout));
    ok(/^leftover +4 +no +- +catalog-/m.test(table.stdout));
    const lines = linesOf(
      (await ask(place, "cache status --format ndjson"))
        .stdout,
    );
    strictEqual(lines.length, 7);
    for (const line of lines) {
      deepStrictEqual(shape.problems(line, "CachedFile"), []);
    }
  }));

Deno.test("cache clear removes storectl's own files and nothing else", () =>
  withCachedRoot({}, async (place) => {
    const { cache } = place;
    const before = await ask(place);
    const path = catalogIn(cache);
    Deno.writeTextFileSync(`${path}.${crypto.randomUUID()}.tmp`, "half");
    const others = ["other", "x.tmp", "catalog-1.bin", "definitions.bin.old"];
    for (const name of others) Deno.writeTextFileSync(`${cache}/${name}`, "");
    Deno.mkdirSync(`${cache}/catalog-00000000.bin`);
    const { stdout, stderr, status } = await ask(place, "cache clear");
    deepStrictEqual([stderr, status], ["", 0]);
    const reply = JSON.parse(stdout);
    deepStrictEqual(shape.problems(reply, "CacheCleared"), []);
    strictEqual(reply.removed.length, 4);
    deepStrictEqual(
      Array.from(Deno.readDirSync(cache), ({ name }) => name).sort(),
      [...others, "catalog-00000000.bin"].sort(),
    );
    deepStrictEqual(await ask(place), before);
    const again = await ask(place, "cache clear --format table");
    ok(/^Removed 3 parts, \d+ bytes\.\n$/.test(again.stdout), again.stdout);
    strictEqual(
      (await ask(place, "cache clear --format table")).stdout,
      "Nothing to remove.\n",
    );
    strictEqual((await ask(place, "cache clear --format ndjson")).stdout, "");
  }));

Deno.test("cache clear says what cannot be removed", () =>
  withCachedRoot({}, async (place) => {
    if (POWERLESS.length > 0 && !hasSetpriv()) return;
    await ask(place);
    Deno.chmodSync(place.cache, 0o500);
    try {
      const answer = await run("cache clear", {
        root: place.root,
        env: { CACHE_DIRECTORY: place.cache },
        through: POWERLESS,
      });
      strictEqual(answer.status, 4);
      strictEqual(errorOf(answer).code, "PERMISSION");
      deepStrictEqual(JSON.parse(answer.stdout).removed, []);
    } finally {
      Deno.chmodSync(place.cache, 0o700);
    }
  }));

/** Whether powers can be given away. */
function hasSetpriv(): boolean {
  try {
    return new Deno.Command("setpriv", { args: ["--version"] }).outputSync()
      .success;
  } catch {
    return false;
  }
}

Deno.test("help has the commands, and examples", async () => {
  const options = { root: null };
  const help = (line: string) => run(`${line} --help`, options);
  ok((await help("")).stdout.includes("cache"));
  for (const line of ["cache status", "cache clear"]) {
    const { stdout, status } = await help(line);
    strictEqual(status, 0);
    ok(stdout.includes(`  storectl ${line}`));
  }
});

Deno.test("a cache directory that does not exist, or cannot be one", () =>
  withCachedRoot({}, async ({ root, cache }) => {
    for (const folder of [`${cache}/none`, "/dev/null/none"]) {
      for (const line of ["cache status", "cache clear"]) {
        const { status } = await ask({ root, cache: folder }, line);
        strictEqual(status === 70, false);
      }
    }
    const { stdout } = await ask(
      { root, cache: `${cache}/none` },
      "cache status",
    );
    deepStrictEqual(JSON.parse(stdout).files, []);
  }));
