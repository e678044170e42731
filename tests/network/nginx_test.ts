// Stores on a real web server, from the first question to the network being gone.
import {
  deepStrictEqual,
  match,
  ok,
  rejects,
  strictEqual,
} from "node:assert/strict";
import { httpKind } from "../../src/stores/http_store.ts";
import { isLeftOut } from "../cli/needs.ts";
import { makeStore, writeStore } from "./make_store.ts";
import { startNginx } from "./nginx.ts";
import { testEntry, testPlace } from "./places.ts";

const ignore = isLeftOut("nginx");

Deno.test({
  name: "nginx: a store is listed, described, fetched and asked how it does",
  ignore,
}, async () => {
  using place = testPlace();
  const files = await makeStore({
    serial: 3,
    extensions: ["one@1.0.0", "one@1.1.0", "two@2.0.0-rc.1"],
  });
  writeStore(`${place.folder}/www/store`, files);
  await using nginx = await startNginx(`${place.folder}/www`);
  const location = httpKind.readLocation!(`${nginx.url}store/store.json`, "/");
  strictEqual(location, `${nginx.url}store/`);
  const store = await httpKind.open(testEntry("http", location), place);
  const { items, age, warnings } = await store.list();
  deepStrictEqual(items.map(({ id, version }) => `${id}@${version}`), [
    "one@1.0.0",
    "one@1.1.0",
    "two@2.0.0-rc.1",
  ]);
  deepStrictEqual({ age, warnings }, { age: 0, warnings: [] });
  deepStrictEqual(await store.versions("one"), ["1.1.0", "1.0.0"]);
  strictEqual((await store.describe("one", "1.0.0")).author, "Somebody");
  const into = place.fresh();
  const { paths } = await store.fetch("one", "1.1.0", into);
  deepStrictEqual(paths, ["README.md", "extension.wasm", "manifest.json"]);
  for (const path of paths) {
    deepStrictEqual(
      Deno.readFileSync(`${into}/${path}`),
      files.get(`extensions/one/1.1.0/${path}`),
    );
  }
  const health = await store.health();
  ok(health.usable && health.reachable);
  strictEqual(health.extensions, 2);
});

Deno.test({
  name: "nginx: what did not change is not sent again, and what changed is",
  ignore,
}, async () => {
  using place = testPlace();
  writeStore(`${place.folder}/www`, await makeStore({ serial: 1 }));
  await using nginx = await startNginx(`${place.folder}/www`);
  const list = async () => {
    // a process of its own each time
    const store = await httpKind.open(testEntry("http", nginx.url), place);
    return (await store.list({ refresh: true })).items.length;
  };
  strictEqual(await list(), 1);
  strictEqual(await list(), 1);
  writeStore(
    `${place.folder}/www`,
    await makeStore({ serial: 2, extensions: ["one@1.0.0", "two@1.0.0"] }),
  );
  strictEqual(await list(), 2);
  strictEqual(await list(), 2);
  deepStrictEqual(
    nginx.log().map((line) => line.split(" ").slice(0, 2).join(" ")),
    [200, 304, 200, 304].map((status) => `/store.json ${status}`),
  );
});

Deno.test({ name: "nginx: store.json comes packed", ignore }, async () => {
  using place = testPlace();
  const extensions = Array.from(
    { length: 50 },
    (_, index) => `e${index}@1.0.0`,
  );
  const files = await makeStore({ extensions });
  writeStore(`${place.folder}/www`, files);
  await using nginx = await startNginx(`${place.folder}/www`);
  const store = await httpKind.open(testEntry("http", nginx.url), place);
  strictEqual((await store.list()).items.length, 50);
  const [, , sent] = nginx.log()[0]!.split(" ");
  ok(Number(sent) < files.get("store.json")!.length / 2);
});

Deno.test({
  name: "nginx: a young answer comes from the cache, an old one does not",
  ignore,
}, async () => {
  using place = testPlace();
  writeStore(`${place.folder}/www`, await makeStore());
  await using nginx = await startNginx(`${place.folder}/www`);
  const ask = async (options = {}) =>
    (await httpKind.open(testEntry("http", nginx.url), place)).list(options);
  await ask();
  await ask();
  strictEqual(nginx.log().length, 1);
  await ask({ maxAge: 0 });
  strictEqual(nginx.log().length, 2);
});

Deno.test({
  name: "nginx: a file that broke off is gone on with in the next run",
  ignore,
}, async () => {
  using place = testPlace();
  const files = await makeStore({ size: 3_000_000 });
  const wasm = files.get("extensions/one/1.0.0/extension.wasm")!;
  writeStore(`${place.folder}/www`, files);
  await using slow = await startNginx(
    `${place.folder}/www`,
    "location ~ wasm$ { limit_rate_after 500k; limit_rate 50k; }",
  );
  {
    const store = await httpKind.open(testEntry("http", slow.url), place);
    const signal = AbortSignal.timeout(400);
    await rejects(store.fetch("one", "1.0.0", place.fresh(), { signal }));
  }
  const [part] = [...Deno.readDirSync(`${place.cache}/content`)].filter((
    { name },
  ) => name.endsWith(".part"));
  const { size } = Deno.statSync(`${place.cache}/content/${part!.name}`);
  ok(size > 100_000 && size < wasm.length);
  await using nginx = await startNginx(`${place.folder}/www`);
  const store = await httpKind.open(testEntry("http", nginx.url), place);
  const into = place.fresh();
  await store.fetch("one", "1.0.0", into);
  deepStrictEqual(Deno.readFileSync(`${into}/extension.wasm`), wasm);
  const line = nginx.log().find((line) => line.includes(".wasm "));
  strictEqual(
    line,
    `/extensions/one/1.0.0/extension.wasm 206 ${
      wasm.length - size
    } bytes=${size}-`,
  );
});

Deno.test({
  name: "nginx gone: everything that was seen answers, and says how old it is",
  ignore,
}, async () => {
  using place = testPlace();
  const files = await makeStore();
  writeStore(`${place.folder}/www`, files);
  const nginx = await startNginx(`${place.folder}/www`);
  try {
    const store = await httpKind.open(testEntry("http", nginx.url), place);
    await store.fetch("one", "1.0.0", place.fresh());
  } finally {
    await nginx.stop();
  }
  const store = await httpKind.open(testEntry("http", nginx.url), place);
  const options = { refresh: true };
  const { items, warnings } = await store.list(options);
  strictEqual(items.length, 1);
  strictEqual(warnings[0]?.code, "STORE_STALE");
  match(
    warnings[0].message,
    /^Store "there" does not answer \(Cannot fetch ".*": connection refused\): this is what it said \d seconds? ago$/,
  );
  strictEqual((await store.describe("one", "1.0.0")).id, "one");
  const into = place.fresh();
  await store.fetch("one", "1.0.0", into);
  deepStrictEqual(
    Deno.readFileSync(`${into}/extension.wasm`),
    files.get("extensions/one/1.0.0/extension.wasm"),
  );
  const { usable, reachable, age } = await store.health();
  deepStrictEqual({ usable, reachable }, { usable: true, reachable: false });
  ok(age !== null && age >= 0);
  await nginx[Symbol.asyncDispose]();
});

Deno.test({
  name: "nginx gone, nothing seen: the network is the error",
  ignore,
}, async () => {
  using place = testPlace();
  Deno.mkdirSync(`${place.folder}/www`);
  await using nginx = await startNginx(`${place.folder}/www`);
  await nginx.stop();
  const store = await httpKind.open(testEntry("http", nginx.url), place);
  await rejects(store.list(), { code: "NETWORK" });
});

Deno.test({
  name:
    "nginx: the right place in a cache that somebody damaged is filled again",
  ignore,
}, async () => {
  using place = testPlace();
  const files = await makeStore();
  writeStore(`${place.folder}/www`, files);
  await using nginx = await startNginx(`${place.folder}/www`);
  const fetch = async () => {
    const store = await httpKind.open(testEntry("http", nginx.url), place);
    const into = place.fresh();
    await store.fetch("one", "1.0.0", into);
    return into;
  };
  await fetch();
  for (const { name } of Deno.readDirSync(`${place.cache}/content`)) {
    const path = `${place.cache}/content/${name}`;
    const bytes = Deno.readFileSync(path);
    bytes[bytes.length - 3]! ^= 1;
    Deno.writeFileSync(path, bytes);
  }
  const into = await fetch();
  deepStrictEqual(
    Deno.readFileSync(`${into}/extension.wasm`),
    files.get("extensions/one/1.0.0/extension.wasm"),
  );
});

Deno.test(
  { name: "nginx: a store works with no cache at all", ignore },
  async () => {
    using place = testPlace();
    writeStore(`${place.folder}/www`, await makeStore());
    await using nginx = await startNginx(`${place.folder}/www`);
    const store = await httpKind.open(testEntry("http", nginx.url), {
      ...place,
      cache: undefined,
    });
    await store.fetch("one", "1.0.0", place.fresh());
    strictEqual((await store.list()).items.length, 1);
  },
);
