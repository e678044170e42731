import { deepStrictEqual, ok, rejects, strictEqual } from "node:assert/strict";
import { StoreError } from "../core/store_error.ts";
import { ContentCache } from "./content_cache.ts";
import { digestBytes } from "./digest.ts";

const BYTES = new TextEncoder().encode("some content");
const CONTENT = {
  algorithm: "blake3",
  hex: await digestBytes("blake3", BYTES),
  size: BYTES.length,
} as const;
const NAME = `blake3-${CONTENT.hex}`;

/** A folder that is gone after the test. */
function temporary() {
  const path = Deno.makeTempDirSync();
  return {
    path,
    names: (folder = "cache/content") =>
      [...Deno.readDirSync(`${path}/${folder}`)].map(({ name }) => name).sort(),
    [Symbol.dispose]: () => Deno.removeSync(path, { recursive: true }),
  };
}

/** Writes all bytes and says whether they are whole. */
function writing(bytes: Uint8Array, isWhole: boolean) {
  return (file: Deno.FsFile) => {
    file.writeSync(bytes);
    return Promise.resolve(isWhole);
  };
}

Deno.test("ContentCache keeps bytes and gives them back", async () => {
  using folder = temporary();
  const cache = ContentCache.open(`${folder.path}/cache`);
  strictEqual(await cache.read(CONTENT, 100), null);
  cache.keep(CONTENT, BYTES);
  deepStrictEqual(await cache.read(CONTENT, 100), BYTES);
  strictEqual(await cache.read(CONTENT, BYTES.length - 1), null);
  strictEqual(Deno.statSync(`${folder.path}/cache`).mode! & 0o777, 0o700);
  deepStrictEqual(folder.names(), [NAME]);
});

Deno.test("ContentCache gives nothing that is damaged, and removes it", async () => {
  using folder = temporary();
  const cache = ContentCache.open(`${folder.path}/cache`);
  cache.keep(CONTENT, BYTES.map((byte) => byte ^ 1));
  strictEqual(await cache.give(CONTENT, `${folder.path}/copy`), false);
  deepStrictEqual(folder.names(), []);
  deepStrictEqual(folder.names("."), ["cache"]);
});

Deno.test("ContentCache copies a file, under its name only when it is verified", async () => {
  using folder = temporary();
  const cache = ContentCache.open(`${folder.path}/cache`);
  strictEqual(await cache.give(CONTENT, `${folder.path}/copy`), false);
  ok(await cache.fill(CONTENT, writing(BYTES, true)));
  ok(await cache.give(CONTENT, `${folder.path}/copy`));
  deepStrictEqual(Deno.readFileSync(`${folder.path}/copy`), BYTES);
  deepStrictEqual(folder.names("."), ["cache", "copy"]);
  await rejects(cache.give(CONTENT, `${folder.path}/none/copy`), {
    code: "IO",
  });
  // what was done to it under one name is found out under the other
  Deno.writeTextFileSync(`${folder.path}/copy`, "other bytes!");
  strictEqual(await cache.give(CONTENT, `${folder.path}/again`), false);
  deepStrictEqual(folder.names("."), ["cache", "copy"]);
});

Deno.test("ContentCache leaves a link alone and takes no file of that name", async () => {
  using folder = temporary();
  const cache = ContentCache.open(`${folder.path}/cache`);
  Deno.writeFileSync(`${folder.path}/outside`, BYTES);
  Deno.symlinkSync(
    `${folder.path}/outside`,
    `${folder.path}/cache/content/${NAME}`,
  );
  strictEqual(await cache.read(CONTENT, 100), null);
  ok(await cache.fill(CONTENT, writing(BYTES, true)));
  deepStrictEqual(await cache.read(CONTENT, 100), BYTES);
});

Deno.test("ContentCache.fill() goes on where the last run broke off", async () => {
  using folder = temporary();
  const cache = ContentCache.open(`${folder.path}/cache`);
  await rejects(
    cache.fill(CONTENT, (file) => {
      file.writeSync(BYTES.subarray(0, 4));
      return Promise.reject(new StoreError("NETWORK", "gone"));
    }),
    { code: "NETWORK" },
  );
  deepStrictEqual(folder.names(), [`${NAME}.part`]);
  strictEqual(await cache.read(CONTENT, 100), null);
  ok(
    await cache.fill(CONTENT, (file) => {
      const start = new Uint8Array(100);
      strictEqual(file.readSync(start), 4);
      file.writeSync(BYTES.subarray(4));
      return Promise.resolve(true);
    }),
  );
  deepStrictEqual(await cache.read(CONTENT, 100), BYTES);
  deepStrictEqual(folder.names(), [NAME]);
});

Deno.test("ContentCache.fill() keeps nothing of a file that is missing or wrong", async () => {
  using folder = temporary();
  const cache = ContentCache.open(`${folder.path}/cache`);
  strictEqual(await cache.fill(CONTENT, writing(BYTES, false)), false);
  await rejects(
    cache.fill(CONTENT, (file) => {
      file.writeSync(BYTES);
      return Promise.reject(new StoreError("CHECKSUM_MISMATCH", "other"));
    }),
    { code: "CHECKSUM_MISMATCH" },
  );
  deepStrictEqual(folder.names(), []);
});

Deno.test("ContentCache.fill() gives two at once a file each", async () => {
  using folder = temporary();
  const cache = ContentCache.open(`${folder.path}/cache`);
  const fill = () =>
    cache.fill(CONTENT, async (file) => {
      await new Promise((resolve) => setTimeout(resolve, 5));
      strictEqual(file.statSync().size, 0);
      file.writeSync(BYTES);
      return true;
    });
  deepStrictEqual(await Promise.all([fill(), fill(), fill()]), [
    true,
    true,
    true,
  ]);
  deepStrictEqual(folder.names(), [NAME]);
  deepStrictEqual(await cache.read(CONTENT, 100), BYTES);
});

Deno.test("ContentCache works in a place of its own where the cache cannot be trusted", async () => {
  using folder = temporary();
  Deno.mkdirSync(`${folder.path}/cache`);
  Deno.chmodSync(`${folder.path}/cache`, 0o777);
  {
    const cache = ContentCache.open(`${folder.path}/cache`);
    cache.keep(CONTENT, BYTES);
    deepStrictEqual(await cache.read(CONTENT, 100), BYTES);
  }
  deepStrictEqual(folder.names("cache"), []);
});

Deno.test("ContentCache removes parts that nobody went on with for a week", async () => {
  using folder = temporary();
  const cache = ContentCache.open(`${folder.path}/cache`);
  cache.keep(CONTENT, BYTES);
  for (const [name, days] of [["old.part", 8], ["young.part", 6]] as const) {
    const path = `${folder.path}/cache/content/${name}`;
    Deno.writeTextFileSync(path, "half");
    const time = new Date(Date.now() - days * 86_400_000);
    Deno.utimeSync(path, time, time);
  }
  cache.removeOldParts(Date.now());
  deepStrictEqual(folder.names(), [NAME, "young.part"]);
  deepStrictEqual(await cache.read(CONTENT, 100), BYTES);
});

Deno.test("ContentCache.fill() goes on after somebody cleared the cache", async () => {
  using folder = temporary();
  const cache = ContentCache.open(`${folder.path}/cache`);
  Deno.removeSync(`${folder.path}/cache`, { recursive: true });
  strictEqual(await cache.read(CONTENT, 100), null);
  ok(await cache.fill(CONTENT, writing(BYTES, true)));
  deepStrictEqual(await cache.read(CONTENT, 100), BYTES);
});
