// Whatever stands in the cache, the answer is right, and nobody is told.
import config from "../../deno.json" with { type: "json" };
import { deepStrictEqual, fail, ok, strictEqual } from "node:assert/strict";
import { MemorySource } from "../../src/catalog/byte_source.ts";
import { Catalog } from "../../src/catalog/catalog.ts";
import { RootCatalog } from "../../src/catalog/root_catalog.ts";
import { encodeCatalog } from "../../src/catalog/encode_catalog.ts";
import { joinBytes } from "../../src/core/join_bytes.ts";
import { PACKAGE_FIELDS, packageReader } from "../../src/cli/package_fields.ts";
import { selectPage, selectSets } from "../../src/curation/cascade.ts";
import { countRepositories } from "../../src/curation/count_groups.ts";
import { readAndBuild } from "../../src/stores/read_and_build.ts";
import { askCatalog } from "../../src/stores/open_catalog.ts";
import { catalogFileName } from "../../src/stores/catalog_place.ts";
import { SAMPLE } from "../cli/run_storectl.ts";
import {
  ask,
  askBoth,
  type CachedRoot,
  catalogIn,
  leaveOut,
  randomNumbers,
  run,
  withCachedRoot,
  withFolder,
} from "./cached_root.ts";

const SAMPLE_ROOT = decodeURIComponent(
  new URL(`../../${SAMPLE}`, import.meta.url).pathname,
);

/** A catalog of one layer. */
function open(bytes: Uint8Array): RootCatalog {
  return new RootCatalog(new Catalog(new MemorySource([bytes])));
}

/** The rows that a query selects, with all fields. */
function rowsOf(
  root: RootCatalog,
  query: Parameters<typeof selectPage>[1],
): unknown {
  const { runs, total } = selectPage(root, query, 0, 1000);
  return [
    total,
    ...runs.flatMap(({ catalog, rows }) =>
      Array.from(rows, packageReader(catalog, PACKAGE_FIELDS))
    ),
  ];
}

const QUERIES: readonly ((catalog: RootCatalog) => unknown)[] = [
  (catalog) => rowsOf(catalog, {}),
  (catalog) => rowsOf(catalog, { tab: "installed" }),
  (catalog) => rowsOf(catalog, { tab: "updates" }),
  (catalog) => rowsOf(catalog, { search: "the server" }),
  (catalog) => rowsOf(catalog, { tags: ["role::*"], sections: ["net"] }),
  (catalog) => countRepositories(selectSets(catalog, {})),
  (catalog) => [catalog.facts.warnings, catalog.count],
];

/** A cached catalog of the sample machine, and what any of the queries must answer. */
async function withSampleCatalog(
  body: (
    path: string,
    bytes: Uint8Array,
    check: (query: number) => Promise<boolean>,
  ) => Promise<void>,
): Promise<void> {
  await withFolder(async (cache) => {
    const { file } = await readAndBuild({
      root: SAMPLE_ROOT,
      cache,
      program: "test",
    });
    const bytes = joinBytes(file);
    const expected = QUERIES.map((query) => JSON.stringify(query(open(bytes))));
    const path = `${cache}/${catalogFileName(SAMPLE_ROOT)}`;
    Deno.writeFileSync(path, bytes, { mode: 0o600 });
    // tells whether the catalog had to be built
    const check = async (query: number) => {
      let isBuilt = false;
      const answer = await askCatalog(
        { root: SAMPLE_ROOT, cache, program: "test" },
        (catalog) => JSON.stringify(QUERIES[query]!(catalog)),
        {
          build: () => {
            isBuilt = true;
            return Promise.resolve(open(bytes));
          },
          patch: () => fail("nothing has changed"),
        },
      );
      strictEqual(answer, expected[query]);
      return isBuilt;
    };
    for (const query of QUERIES.keys()) strictEqual(await check(query), false);
    await body(path, bytes, check);
  });
}

/** Writes some bytes over those of a file. */
function overwrite(path: string, offset: number, bytes: Uint8Array): void {
  using file = Deno.openSync(path, { write: true });
  file.seekSync(offset, Deno.SeekMode.Start);
  file.writeSync(bytes);
}

// the file of an answer stays open: rows may be made while they are printed
const options = { sanitizeResources: false };

Deno.test(
  "any byte of the catalog is damaged",
  options,
  () =>
    withSampleCatalog(async (path, bytes, check) => {
      const random = randomNumbers(7);
      let built = 0;
      for (let turn = 0; turn < 500; turn++) {
        const within = turn % 4 === 0 ? 20_000 : bytes.length;
        const offset = turn < 32 ? turn : Math.floor(random() * within);
        const bit = 1 << Math.floor(random() * 8);
        overwrite(path, offset, Uint8Array.of(bytes[offset]! ^ bit));
        built += Number(await check(turn % QUERIES.length));
        if (turn < 32) strictEqual(built, turn + 1);
        overwrite(path, offset, bytes.slice(offset, offset + 1));
      }
      ok(built > 150 && built < 500, `${built}`);
      strictEqual(await check(0), false);
    }),
);

Deno.test(
  "the catalog is cut, or longer than it was",
  options,
  () =>
    withSampleCatalog(async (path, bytes, check) => {
      const random = randomNumbers(3);
      const lengths = Array.from(
        { length: 42 },
        () => Math.floor(random() * bytes.length),
      );
      const edges = [0, 1, 4, 31, 32, 33, 20 * 1024, bytes.length - 1];
      for (const [turn, length] of [...edges, ...lengths].entries()) {
        Deno.writeFileSync(path, bytes.subarray(0, length));
        strictEqual(await check(turn % QUERIES.length), true);
      }
      Deno.writeFileSync(path, new Uint8Array([...bytes, 0]));
      strictEqual(await check(0), true);
    }),
);

Deno.test(
  "blocks of the catalog are zeroed or exchanged",
  options,
  () =>
    withSampleCatalog(async (path, bytes, check) => {
      for (let offset = 0; offset < bytes.length; offset += 4096) {
        if (bytes.subarray(offset, offset + 4096).every((byte) => byte === 0)) {
          continue;
        }
        overwrite(path, offset, new Uint8Array(4096));
        await check(offset / 4096 % QUERIES.length);
        overwrite(
          path,
          offset,
          bytes.slice((offset + 8192) % 65536).subarray(0, 4096),
        );
        await check(offset / 4096 % QUERIES.length);
        overwrite(path, offset, bytes.slice(offset, offset + 4096));
        // what was written over the last block may have gone past the end
        Deno.truncateSync(path, bytes.length);
      }
      strictEqual(await check(0), false);
    }),
);

Deno.test("nothing is printed of lines of which later ones are damaged", () =>
  withFolder(async (cache) => {
    const options = { root: SAMPLE_ROOT, env: { CACHE_DIRECTORY: cache } };
    const line = "filter --all --format ndjson";
    const want = await run(line, options);
    strictEqual(want.status, 0);
    const last = want.stdout.trim().split("\n").at(-1)!;
    const [name] = Array.from(Deno.readDirSync(cache), ({ name }) => name)
      .filter((name) => name.startsWith("catalog-"));
    const path = `${cache}/${name}`;
    const text = new TextDecoder("latin1").decode(Deno.readFileSync(path));
    const at = text.indexOf(last.slice(0, last.indexOf(",")));
    ok(at > 0);
    overwrite(path, at + last.indexOf(":") + 2, Uint8Array.of(0x23));
    deepStrictEqual(await run(line, options), want);
  }));

Deno.test("any byte of the catalog is damaged, for the whole program", () =>
  withFolder(async (cache) => {
    const place = { root: SAMPLE_ROOT, cache };
    const { stdout } = await askBoth(place, "filter --fields all --limit 1000");
    const path = catalogIn(cache);
    const bytes = Deno.readFileSync(path);
    const random = randomNumbers(5);
    for (let turn = 0; turn < 20; turn++) {
      const within = turn % 2 === 0 ? 9000 : bytes.length;
      const offset = Math.floor(random() * within);
      overwrite(path, offset, Uint8Array.of(bytes[offset]! ^ 0x10));
      const answer = await ask(place, "filter --fields all --limit 1000");
      deepStrictEqual(answer, { status: 0, stdout, stderr: "" });
      Deno.writeFileSync(path, bytes);
    }
  }));

/** What is done to a catalog of 0600; it names the root itself. */
const DAMAGES: Readonly<
  Record<string, (path: string, bytes: Uint8Array) => void>
> = {
  "is empty": (path) => Deno.writeFileSync(path, new Uint8Array()),
  "is garbage": (path) =>
    Deno.writeFileSync(path, crypto.getRandomValues(new Uint8Array(50_000))),
  "is of another format version": (path, bytes) =>
    overwrite(path, 4, Uint8Array.of(bytes[4]! + 1)),
  "has lost its magic number": (path) => overwrite(path, 0, Uint8Array.of(0)),
  "says that its head is huge": (path) =>
    overwrite(path, 8, Uint8Array.of(0xf8, 0xff, 0xff, 0xff)),
  "says that it has many blocks": (path) =>
    overwrite(path, 16, Uint8Array.of(255, 255, 255, 255)),
  "has a damaged head": (path) => overwrite(path, 500, Uint8Array.of(0, 1, 2)),
  "has damaged blocks": (path, { length }) =>
    overwrite(path, length >> 1, crypto.getRandomValues(new Uint8Array(9000))),
  "has a damaged end": (path, { length }) =>
    overwrite(path, length - 2000, new Uint8Array(2000).fill(77)),
  "is cut": (path, { length }) => Deno.truncateSync(path, length >> 1),
  "is a directory": (path) => {
    Deno.removeSync(path);
    Deno.mkdirSync(path);
  },
  "is a directory that is not empty": (path) => {
    Deno.removeSync(path);
    Deno.mkdirSync(`${path}/more`, { recursive: true });
  },
  "is a FIFO": (path) => {
    Deno.removeSync(path);
    const { success } = new Deno.Command("mkfifo", { args: [path] })
      .outputSync();
    strictEqual(success, true);
  },
  "is a link to nothing": (path) => {
    Deno.removeSync(path);
    Deno.symlinkSync(`${path}.gone`, path);
  },
  "is a link to itself": (path) => {
    Deno.removeSync(path);
    Deno.symlinkSync(path, path);
  },
  "is a device": (path) => {
    Deno.removeSync(path);
    Deno.symlinkSync("/dev/zero", path);
  },
};

Deno.test.each(Object.keys(DAMAGES).map((state) => ({ state })))(
  "the catalog $state",
  ({ state }) =>
    withCachedRoot({}, async (place) => {
      const { stdout } = await ask(place);
      const path = catalogIn(place.cache);
      DAMAGES[state]!(path, Deno.readFileSync(path));
      strictEqual((await askBoth(place)).stdout, stdout);
      strictEqual((await askBoth(place, "repos list")).status, 0);
    }),
);

Deno.test("the cached definitions are damaged", () =>
  withCachedRoot({}, async (place) => {
    const { stdout } = await ask(place);
    const path = `${place.cache}/definitions.bin`;
    for (const name of ["is empty", "is garbage", "is cut", "is a FIFO"]) {
      DAMAGES[name]!(path, Deno.readFileSync(path));
      strictEqual((await askBoth(place)).stdout, stdout);
    }
    const bytes = Deno.readFileSync(path);
    for (const offset of [0, 5, 9, 13, 17, 29, 33, 200, bytes.length - 1]) {
      overwrite(path, offset, Uint8Array.of(bytes[offset]! ^ 1));
      strictEqual((await ask(place, "stores list")).status, 0);
      strictEqual((await ask(place)).stdout, stdout);
    }
  }));

/** A whole and fresh catalog that says something else than the root. */
async function forgeCatalog({ root, cache }: CachedRoot): Promise<string> {
  const { root: read, built } = await readAndBuild({
    root,
    cache,
    program: config.version,
  });
  const forged = joinBytes(encodeCatalog(built, {
    root,
    key: root,
    program: config.version,
    paths: read.indexPaths,
    inputs: read.inputs,
    watched: {
      status: read.watched.status.path,
      states: read.watched.states.path,
    },
    listFolder: read.folder.path,
    missing: null,
    warnings: [{ code: "APT_LIST_DAMAGED", message: "forged" }],
  }));
  const path = `${cache}/${catalogFileName(root)}`;
  Deno.writeFileSync(path, forged, { mode: 0o600 });
  return path;
}

/** Ways to get a forged catalog into the directory that must not help. */
const FORGERIES: Readonly<Record<string, (path: string) => void>> = {
  "belongs to another user": (path) => Deno.chownSync(path, 65534, 65534),
  "may be written by its group": (path) => Deno.chmodSync(path, 0o620),
  "may be written by all": (path) => Deno.chmodSync(path, 0o602),
  "is a link": (path) => {
    Deno.renameSync(path, `${path}.elsewhere`);
    Deno.symlinkSync(`${path}.elsewhere`, path);
  },
};

Deno.test.each(Object.keys(FORGERIES).map((state) => ({ state })))(
  "a catalog that $state is not trusted",
  ({ state }) =>
    withCachedRoot({}, async (place) => {
      const path = await forgeCatalog(place);
      // as it is now it is this user's own, and counts
      ok((await ask(place)).stdout.includes("forged"));
      if (state.includes("another user") && Deno.uid() !== 0) {
        return leaveOut("files of other users, which only root can make");
      }
      FORGERIES[state]!(path);
      const answer = await askBoth(place);
      strictEqual(answer.stdout.includes("forged"), false);
      deepStrictEqual(await ask(place), answer);
    }),
);

Deno.test("a catalog of another root under the name of this one", () =>
  withCachedRoot({}, async (place) => {
    await withCachedRoot({}, async (other) => {
      const path = await forgeCatalog(other);
      await ask(place);
      Deno.copyFileSync(path, catalogIn(place.cache));
    });
    strictEqual((await askBoth(place)).stdout.includes("forged"), false);
  }));
