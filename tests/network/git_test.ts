// Stores in real git repositories: over file, by git daemon, and by smart HTTP.
import {
  deepStrictEqual,
  match,
  ok,
  rejects,
  strictEqual,
} from "node:assert/strict";
import { gitKind } from "../../src/stores/git_store.ts";
import type { StoreEntry } from "../../src/stores/store_entry.ts";
import { isLeftOut } from "../cli/needs.ts";
import {
  git,
  makeRepository,
  startDaemon,
  startSmartHttp,
} from "./git_servers.ts";
import type { GitServer } from "./git_servers.ts";
import { makeStore } from "./make_store.ts";
import { testEntry, testPlace } from "./places.ts";
import type { TestPlace } from "./places.ts";

const ignore = isLeftOut("git");
const REFRESH = { refresh: true };

/** The store as a process of its own would open it. */
function open(
  location: string,
  place: TestPlace,
  more: Partial<StoreEntry> = {},
) {
  return gitKind.open(testEntry("git", location, more), place);
}

/** Everything in the cache of a place that git keeps of blobs. */
function blobsIn(place: TestPlace): string[] {
  const [key] = [...Deno.readDirSync(`${place.cache}/git`)];
  const repository = `${place.cache}/git/${key!.name}/repository`;
  return git(
    repository,
    "cat-file",
    "--batch-all-objects",
    "--batch-check=%(objecttype)",
  )
    .split("\n").filter((type) => type === "blob");
}

const SERVERS: Record<string, (folder: string) => Promise<GitServer>> = {
  "file": (folder) =>
    Promise.resolve({
      url: `file://${folder}/`,
      [Symbol.asyncDispose]: () => Promise.resolve(),
    }),
  "git daemon": startDaemon,
  "smart HTTP": (folder) => Promise.resolve(startSmartHttp(folder)),
};

for (const [name, start] of Object.entries(SERVERS)) {
  Deno.test({
    name:
      `git over ${name}: a store is listed, described, fetched, and brought up to date`,
    ignore,
  }, async () => {
    using place = testPlace();
    const repository = makeRepository(place.folder);
    const files = await makeStore({
      serial: 1,
      extensions: ["one@1.0.0", "two@1.0.0"],
    });
    repository.commit(files);
    await using server = await start(place.folder);
    const location = gitKind.readLocation!(`${server.url}store.git`, "/");
    const store = await open(location, place);
    const { items, warnings } = await store.list();
    deepStrictEqual(items.map(({ id }) => id), ["one", "two"]);
    deepStrictEqual(warnings, []);
    strictEqual(blobsIn(place).length, 1);
    strictEqual((await store.describe("one", "1.0.0")).author, "Somebody");
    strictEqual(blobsIn(place).length, 2);
    const into = place.fresh();
    const { paths } = await store.fetch("one", "1.0.0", into);
    deepStrictEqual(paths, ["README.md", "extension.wasm", "manifest.json"]);
    for (const path of paths) {
      deepStrictEqual(
        Deno.readFileSync(`${into}/${path}`),
        files.get(`extensions/one/1.0.0/${path}`),
      );
    }
    strictEqual(blobsIn(place).length, 4);
    repository.commit(
      await makeStore({
        serial: 2,
        extensions: ["one@1.0.0", "two@1.0.0", "two@1.1.0"],
      }),
    );
    deepStrictEqual(await (await open(location, place)).versions("two"), [
      "1.0.0",
    ]);
    deepStrictEqual(
      await (await open(location, place)).versions("two", { maxAge: 0 }),
      ["1.1.0", "1.0.0"],
    );
    const { usable, reachable, extensions } =
      await (await open(location, place)).health();
    deepStrictEqual({ usable, reachable, extensions }, {
      usable: true,
      reachable: true,
      extensions: 2,
    });
  });
}

Deno.test({
  name: "git: a branch, a tag and a commit are read, others are not there",
  ignore,
}, async () => {
  using place = testPlace();
  const repository = makeRepository(place.folder);
  const first = repository.commit(
    await makeStore({ extensions: ["one@1.0.0"] }),
  );
  git(repository.work, "tag", "-a", "v1", "-m", "One");
  git(repository.work, "push", "-q", "origin", "v1");
  git(repository.work, "checkout", "-q", "-b", "next/two");
  repository.commit(await makeStore({ extensions: ["one@2.0.0"] }));
  git(repository.work, "checkout", "-q", "main");
  repository.commit(await makeStore({ extensions: ["one@3.0.0"] }));
  const location = `file://${repository.bare}`;
  const versions = async (branch?: string) =>
    (await open(location, place, branch === undefined ? {} : { branch }))
      .versions("one");
  deepStrictEqual(await versions(), ["3.0.0"]);
  deepStrictEqual(await versions("next/two"), ["2.0.0"]);
  deepStrictEqual(await versions("v1"), ["1.0.0"]);
  deepStrictEqual(await versions(first), ["1.0.0"]);
  await rejects(versions("nothing"), {
    code: "NETWORK",
    message: /couldn't find remote ref nothing/,
  });
});

Deno.test({
  name: "git: a server that cannot leave files out is read all the same",
  ignore,
}, async () => {
  using place = testPlace();
  const repository = makeRepository(place.folder);
  git(repository.bare, "config", "uploadpack.allowFilter", "false");
  repository.commit(await makeStore());
  await using server = await startDaemon(place.folder);
  const store = await open(`${server.url}store.git`, place);
  await store.fetch("one", "1.0.0", place.fresh());
  strictEqual((await store.list()).items.length, 1);
});

Deno.test({
  name:
    "git: with the repository gone, everything that was seen answers, and says how old it is",
  ignore,
}, async () => {
  using place = testPlace();
  const repository = makeRepository(place.folder);
  const files = await makeStore({ extensions: ["one@1.0.0", "two@1.0.0"] });
  repository.commit(files);
  const location = `file://${repository.bare}`;
  await (await open(location, place)).fetch("one", "1.0.0", place.fresh());
  Deno.renameSync(repository.bare, `${repository.bare}.away`);
  const store = await open(location, place);
  const { items, warnings } = await store.list(REFRESH);
  strictEqual(items.length, 2);
  strictEqual(warnings[0]?.code, "STORE_STALE");
  match(
    warnings[0].message,
    /does not answer .* this is what it said \d+ seconds? ago$/,
  );
  const into = place.fresh();
  await store.fetch("one", "1.0.0", into);
  deepStrictEqual(
    Deno.readFileSync(`${into}/extension.wasm`),
    files.get("extensions/one/1.0.0/extension.wasm"),
  );
  await rejects(store.describe("two", "1.0.0"), { code: "NETWORK" });
  Deno.removeSync(place.cache!, { recursive: true });
  await rejects((await open(location, place)).list(), { code: "NETWORK" });
});

Deno.test({
  name: "git: an older store on the branch is refused until it is allowed",
  ignore,
}, async () => {
  using place = testPlace();
  const repository = makeRepository(place.folder);
  const old = repository.commit(
    await makeStore({ serial: 1, extensions: ["one@1.0.0"] }),
  );
  repository.commit(await makeStore({ serial: 2, extensions: ["one@2.0.0"] }));
  const location = `file://${repository.bare}`;
  const versions = async (options: object) =>
    (await open(location, place)).versions("one", options);
  deepStrictEqual(await versions({}), ["2.0.0"]);
  git(repository.bare, "update-ref", "refs/heads/main", old);
  await rejects(versions(REFRESH), { code: "STORE_ROLLBACK" });
  deepStrictEqual(await versions({}), ["2.0.0"]);
  deepStrictEqual(await versions({ ...REFRESH, allowRollback: true }), [
    "1.0.0",
  ]);
});

Deno.test({
  name: "git: a repository in the cache that is damaged is made anew",
  ignore,
}, async () => {
  using place = testPlace();
  const repository = makeRepository(place.folder);
  const files = await makeStore();
  repository.commit(files);
  const location = `file://${repository.bare}`;
  await (await open(location, place)).list();
  const [key] = [...Deno.readDirSync(`${place.cache}/git`)];
  const packs = `${place.cache}/git/${key!.name}/repository/objects/pack`;
  for (const { name } of Deno.readDirSync(packs)) {
    Deno.chmodSync(`${packs}/${name}`, 0o600);
    Deno.writeTextFileSync(`${packs}/${name}`, "nothing");
  }
  const store = await open(location, place);
  strictEqual((await store.list(REFRESH)).items.length, 1);
  await store.fetch("one", "1.0.0", place.fresh());
});

Deno.test(
  { name: "git: many updates do not fill the cache", ignore },
  async () => {
    using place = testPlace();
    const repository = makeRepository(place.folder);
    const location = `file://${repository.bare}`;
    const [key] = await (async () => {
      repository.commit(await makeStore({ serial: 1 }));
      await (await open(location, place)).list();
      return [...Deno.readDirSync(`${place.cache}/git`)];
    })();
    const packs = `${place.cache}/git/${key!.name}/repository/objects/pack`;
    for (let count = 0; count < 101; count++) {
      Deno.writeTextFileSync(
        `${packs}/tmp_${count}`,
        "",
      );
    }
    repository.commit(await makeStore({ serial: 2 }));
    await (await open(location, place)).list(REFRESH);
    ok([...Deno.readDirSync(packs)].length < 20);
  },
);

Deno.test(
  { name: "git: two processes at once bring one repository", ignore },
  async () => {
    using place = testPlace();
    const repository = makeRepository(place.folder);
    repository.commit(await makeStore());
    const location = `file://${repository.bare}`;
    const stores = await Promise.all(
      [1, 2, 3, 4].map(() => open(location, place)),
    );
    const lists = await Promise.all(stores.map((store) => store.list()));
    deepStrictEqual(lists.map(({ items }) => items.length), [1, 1, 1, 1]);
    await Promise.all(
      stores.map((store) => store.fetch("one", "1.0.0", place.fresh())),
    );
  },
);

Deno.test(
  { name: "git: a store works with no cache at all", ignore },
  async () => {
    using place = testPlace();
    const repository = makeRepository(place.folder);
    repository.commit(await makeStore());
    const store = await gitKind.open(
      testEntry("git", `file://${repository.bare}`),
      {
        ...place,
        cache: undefined,
      },
    );
    await store.fetch("one", "1.0.0", place.fresh());
  },
);
