import { deepStrictEqual, ok, strictEqual, throws } from "node:assert/strict";
import { withFolder } from "./_testing.ts";
import {
  CacheFile,
  listCacheFiles,
  ownUser,
  removeCacheFile,
  replaceCacheFile,
  writeCacheFile,
} from "./cache_file.ts";

const NAME = "definitions.bin";
const TEMPORARY = `${NAME}.${crypto.randomUUID()}.tmp`;
const BYTES = Uint8Array.from({ length: 100 }, (_, index) => index);

/** A range of a file, or undefined where it does not open. */
function readRange(
  path: string,
  offset = 0,
  length?: number,
): readonly number[] | undefined {
  using file = CacheFile.open(path);
  if (!file) return undefined;
  const into = new Uint8Array(length ?? file.length - offset);
  file.read(offset, into);
  return [...into];
}

function namesIn(folder: string): readonly string[] {
  return Array.from(Deno.readDirSync(folder), ({ name }) => name).sort();
}

Deno.test("writeCacheFile() writes what CacheFile reads, for this user alone", () =>
  withFolder((folder) => {
    const cache = `${folder}/a/b`;
    ok(writeCacheFile(cache, NAME, [BYTES]));
    deepStrictEqual(namesIn(cache), [NAME]);
    strictEqual(Deno.statSync(`${cache}/${NAME}`).mode! & 0o777, 0o600);
    strictEqual(Deno.statSync(cache).mode! & 0o777, 0o700);
    strictEqual(ownUser(), Deno.uid());
    deepStrictEqual(readRange(`${cache}/${NAME}`), [...BYTES]);
    ok(writeCacheFile(cache, NAME, [new Uint8Array(0)]));
    deepStrictEqual(readRange(`${cache}/${NAME}`), []);
    const [one, two] = [BYTES.subarray(0, 30), BYTES.subarray(30)];
    ok(writeCacheFile(cache, NAME, [one, new Uint8Array(0), two]));
    deepStrictEqual(readRange(`${cache}/${NAME}`), [...BYTES]);
    ok(writeCacheFile(cache, NAME, []));
    deepStrictEqual(readRange(`${cache}/${NAME}`), []);
  }));

Deno.test("CacheFile reads ranges in any order", () =>
  withFolder((folder) => {
    writeCacheFile(folder, NAME, [BYTES]);
    using file = CacheFile.open(`${folder}/${NAME}`)!;
    strictEqual(file.length, 100);
    for (
      const [from, to] of [[0, 10], [10, 20], [90, 100], [5, 6], [0, 0], [
        0,
        100,
      ]] as const
    ) {
      const into = new Uint8Array(to - from);
      file.read(from, into);
      deepStrictEqual(into, BYTES.slice(from, to));
    }
  }));

Deno.test("CacheFile refuses ranges behind the end, and goes on", () =>
  withFolder((folder) => {
    writeCacheFile(folder, NAME, [BYTES]);
    using file = CacheFile.open(`${folder}/${NAME}`)!;
    for (
      const [offset, length] of [[0, 101], [99, 2], [100, 1], [500, 1]] as const
    ) {
      throws(() => file.read(offset, new Uint8Array(length)), {
        code: "DATA_CORRUPT",
      });
      const into = new Uint8Array(10);
      file.read(0, into);
      deepStrictEqual(into, BYTES.slice(0, 10));
      file.read(0, new Uint8Array(0));
    }
  }));

Deno.test("CacheFile that cannot be read any more is corrupt", () =>
  withFolder((folder) => {
    writeCacheFile(folder, NAME, [BYTES]);
    const file = CacheFile.open(`${folder}/${NAME}`)!;
    file[Symbol.dispose]();
    throws(() => file.read(0, new Uint8Array(1)), { code: "DATA_CORRUPT" });
  }));

Deno.test("CacheFile.open() refuses links, directories and what is missing", () =>
  withFolder((folder) => {
    writeCacheFile(folder, NAME, [BYTES]);
    Deno.symlinkSync(NAME, `${folder}/link`);
    Deno.symlinkSync("nowhere", `${folder}/dangling`);
    Deno.mkdirSync(`${folder}/directory`);
    for (const name of ["link", "dangling", "directory", "none", `${NAME}/x`]) {
      strictEqual(readRange(`${folder}/${name}`), undefined, name);
    }
  }));

Deno.test.each([
  { mode: 0o600, opens: true },
  { mode: 0o644, opens: true },
  { mode: 0o620, opens: false },
  { mode: 0o602, opens: false },
  { mode: 0o666, opens: false },
  { mode: 0o777, opens: false },
])(
  "CacheFile.open() of mode $mode: $opens",
  ({ mode, opens }) =>
    withFolder((folder) => {
      const path = `${folder}/${NAME}`;
      writeCacheFile(folder, NAME, [BYTES]);
      Deno.chmodSync(path, mode);
      strictEqual(readRange(path) !== undefined, opens);
    }),
);

Deno.test({
  name: "CacheFile.open() refuses files of other users",
  ignore: Deno.uid() !== 0,
  fn: () =>
    withFolder((folder) => {
      writeCacheFile(folder, NAME, [BYTES]);
      Deno.chownSync(`${folder}/${NAME}`, 1, null);
      strictEqual(readRange(`${folder}/${NAME}`), undefined);
    }),
});

Deno.test("writeCacheFile() leaves readers the old file", () =>
  withFolder((folder) => {
    writeCacheFile(folder, NAME, [BYTES]);
    using old = CacheFile.open(`${folder}/${NAME}`)!;
    ok(writeCacheFile(folder, NAME, [Uint8Array.of(7)]));
    const into = new Uint8Array(100);
    old.read(0, into);
    deepStrictEqual(into, BYTES);
    deepStrictEqual(readRange(`${folder}/${NAME}`), [7]);
    deepStrictEqual(namesIn(folder), [NAME]);
  }));

Deno.test("writeCacheFile() replaces a link, not what it leads to", () =>
  withFolder((folder) => {
    Deno.writeTextFileSync(`${folder}/precious`, "mine");
    Deno.symlinkSync("precious", `${folder}/${NAME}`);
    ok(writeCacheFile(folder, NAME, [BYTES]));
    strictEqual(Deno.readTextFileSync(`${folder}/precious`), "mine");
    deepStrictEqual(readRange(`${folder}/${NAME}`), [...BYTES]);
  }));

Deno.test("writeCacheFile() that fails leaves nothing behind", () =>
  withFolder((folder) => {
    Deno.writeTextFileSync(`${folder}/file`, "");
    strictEqual(writeCacheFile(`${folder}/file`, NAME, [BYTES]), false);
    strictEqual(writeCacheFile(`${folder}/file/x`, NAME, [BYTES]), false);
    Deno.mkdirSync(`${folder}/cache/${NAME}/full`, { recursive: true });
    strictEqual(writeCacheFile(`${folder}/cache`, NAME, [BYTES]), false);
    deepStrictEqual(namesIn(`${folder}/cache`), [NAME]);
    deepStrictEqual(namesIn(folder), ["cache", "file"]);
  }));

Deno.test("writeCacheFile() removes old leftovers of its own, and nothing else", () =>
  withFolder((folder) => {
    const young = `catalog-0123abcd.bin.${crypto.randomUUID()}.tmp`;
    const others = ["a.tmp", "notes.txt", `x${TEMPORARY}`, "catalog-0.bin"];
    for (const name of [TEMPORARY, young, "catalog-01234567.bin", ...others]) {
      Deno.writeTextFileSync(`${folder}/${name}`, "");
      if (name !== young) Deno.utimeSync(`${folder}/${name}`, 1e9, 1e9);
    }
    const directory = `${NAME}.${crypto.randomUUID()}.tmp`;
    Deno.mkdirSync(`${folder}/${directory}/full`, { recursive: true });
    Deno.utimeSync(`${folder}/${directory}`, 1e9, 1e9);
    ok(writeCacheFile(folder, NAME, [BYTES]));
    deepStrictEqual(
      namesIn(folder),
      [young, directory, "catalog-01234567.bin", ...others, NAME].sort(),
    );
  }));

Deno.test("listCacheFiles() lists what was written, and leftovers", () =>
  withFolder((folder) => {
    writeCacheFile(folder, NAME, [BYTES]);
    for (const name of [TEMPORARY, "other", "catalog-0123abcd.bin"]) {
      Deno.writeTextFileSync(`${folder}/${name}`, "12");
    }
    Deno.symlinkSync(NAME, `${folder}/catalog-00000000.bin`);
    Deno.mkdirSync(`${folder}/catalog-11111111.bin`);
    deepStrictEqual(
      listCacheFiles(folder).map(({ path, size, isLeftover }) => ({
        name: path.slice(folder.length + 1),
        size,
        isLeftover,
      })).sort((a, b) => a.name < b.name ? -1 : 1),
      [
        { name: "catalog-0123abcd.bin", size: 2, isLeftover: false },
        { name: NAME, size: 100, isLeftover: false },
        { name: TEMPORARY, size: 2, isLeftover: true },
      ],
    );
    deepStrictEqual(listCacheFiles(`${folder}/none`), []);
  }));

Deno.test("removeCacheFile() says whether there was one", () =>
  withFolder((folder) => {
    writeCacheFile(folder, NAME, [BYTES]);
    strictEqual(removeCacheFile(`${folder}/${NAME}`), true);
    strictEqual(removeCacheFile(`${folder}/${NAME}`), false);
    deepStrictEqual(namesIn(folder), []);
  }));

Deno.test("writeCacheFile() keeps the newest 64 files, and leaves those of others alone", () =>
  withFolder((folder) => {
    Deno.writeTextFileSync(`${folder}/other.bin`, "");
    for (let number = 0; number < 70; number++) {
      const name = `catalog-${number.toString(16).padStart(8, "0")}.bin`;
      ok(writeCacheFile(folder, name, [Uint8Array.of(number)]));
      Deno.utimeSync(`${folder}/${name}`, 1000 + number, 1000 + number);
    }
    const names = Array.from(Deno.readDirSync(folder), ({ name }) => name)
      .sort();
    strictEqual(names.length, 66); // the newest is written after the others are counted
    strictEqual(names[0], "catalog-00000005.bin");
    strictEqual(names.at(-1), "other.bin");
  }));

Deno.test("replaceCacheFile() puts a file in another one's place, in a directory that is there", () =>
  withFolder((folder) => {
    const path = `${folder}/${NAME}`;
    for (const byte of [1, 2]) {
      ok(replaceCacheFile(folder, NAME, [Uint8Array.of(byte)]));
      deepStrictEqual(Deno.readFileSync(path), Uint8Array.of(byte));
    }
    strictEqual(Deno.statSync(path).mode! & 0o777, 0o600);
    deepStrictEqual(namesIn(folder), [NAME]);
    ok(!replaceCacheFile(`${folder}/none`, NAME, [Uint8Array.of(3)]));
    Deno.removeSync(path);
    Deno.mkdirSync(`${path}/taken`, { recursive: true });
    ok(!replaceCacheFile(folder, NAME, [Uint8Array.of(3)]));
    deepStrictEqual(namesIn(folder), [NAME]);
  }));
