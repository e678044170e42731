import { deepStrictEqual, ok, strictEqual, throws } from "node:assert/strict";
import fc from "fast-check";
import { readStoreManifest } from "./read_store_manifest.ts";
import { emptyStore, StoreText } from "./store_text.ts";
import type { ListedVersion, SummaryFields } from "./store_text.ts";

const TIME = "2026-01-02T03:04:05.000Z";
const SUM = `blake3:${"0a".repeat(32)}`;
const read = (text: string) => {
  const store = new StoreText(new TextEncoder().encode(text), "store.json");
  const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return {
    find: store.find.bind(store),
    versions: store.versions.bind(store),
    ids: store.ids.bind(store),
    lists: store.lists.bind(store),
    put: (summary: SummaryFields) => decode(store.put(summary)),
    drop: (listed: ListedVersion, time: string) =>
      decode(store.drop(listed, time)),
  };
};

const summary = (
  id: string,
  version: string,
  more: Partial<SummaryFields> = {},
): SummaryFields => ({
  id,
  name: id,
  version,
  size: 1,
  updated: TIME,
  manifest_path: `extensions/${id}/${version}/manifest.json`,
  manifest_checksum: SUM,
  sums_checksum: SUM,
  ...more,
});

Deno.test("StoreText fills an empty store, and empties it again", () => {
  const empty = emptyStore("Sample", TIME);
  const one = read(empty).put(summary("a", "1.0.0"));
  const two = read(one).put(summary("b", "1.0.0", { tags: ["x"] }));
  const { manifest, problems } = readStoreManifest(
    new TextEncoder().encode(two),
  );
  deepStrictEqual(problems, []);
  strictEqual(manifest?.serial, 2);
  deepStrictEqual(manifest.extensions.map(({ id }) => id), ["a", "b"]);
  strictEqual(two, `${JSON.stringify(JSON.parse(two), null, 2)}\n`);
  const dropped = [two];
  for (const id of ["a", "b"]) {
    const text = read(dropped.at(-1)!);
    dropped.push(text.drop(text.find(id, "1.0.0")!, TIME));
  }
  deepStrictEqual(JSON.parse(dropped[1]!).extensions.length, 1);
  deepStrictEqual(JSON.parse(dropped[2]!), {
    ...JSON.parse(empty),
    serial: 4,
  });
});

Deno.test("StoreText keeps what others wrote, letter by letter", () => {
  const text = `{ "extensions" : [
  {"id":"a","version":"1.0.0", "name" : "A", "stars": 12345678901234567890,
   "description": "gone", "x": 1e400},
  {"id":"b","version":"1.0.0","odd":"\\u00e9\\/"}
], "name": "S", "version": "1", "big": 1e999 }`;
  const changed = read(text).put(summary("a", "1.0.0", { name: "New" }));
  strictEqual(
    changed,
    `{ "extensions" : [
  {"id":"a","version":"1.0.0", "name" : "New", "stars": 12345678901234567890, "x": 1e400,"size": 1,"updated": "${TIME}","manifest_path": "extensions/a/1.0.0/manifest.json","manifest_checksum": "${SUM}","sums_checksum": "${SUM}"},
  {"id":"b","version":"1.0.0","odd":"\\u00e9\\/"}
], "name": "S", "version": "1", "big": 1e999, "serial": 1, "updated": "${TIME}" }`,
  );
});

Deno.test("StoreText changes text that is no ASCII as any other", () => {
  const store = (name: string) => `{"name": "${name}", "extensions": []}\n`;
  const [plain, other] = ["Store", "Größe — 🐧"].map((name) =>
    read(read(store(name)).put(summary("a", "1.0.0"))).put(
      summary("b", "1.0.0"),
    )
  );
  strictEqual(other!.replace("Größe — 🐧", "Store"), plain);
});

Deno.test.each([
  { name: "no JSON", text: "{", code: "STORE_INVALID" },
  { name: "an empty file", text: "", code: "STORE_INVALID" },
  { name: "a list", text: "[]", code: "STORE_INVALID" },
  { name: "no extensions", text: "{}", code: "STORE_INVALID" },
  {
    name: "extensions twice",
    text: '{"extensions":[],"extensions":[]}',
    code: "STORE_INVALID",
  },
  {
    name: "a byte order mark",
    text: '\ufeff{"extensions":[]}',
    code: "STORE_INVALID",
  },
  {
    name: "a serial that is a text",
    text: '{"extensions":[],"serial":"1"}',
    code: "STORE_INVALID",
  },
  {
    name: "a serial that is too large",
    text: '{"extensions":[],"serial":1e400}',
    code: "STORE_INVALID",
  },
  { name: "the form of a map", text: '{"extensions":{}}', code: "STORE_FORM" },
])("StoreText refuses $name", ({ text, code }) => {
  throws(() => read(text), { code });
});

Deno.test("StoreText finds ids, versions and directories, however they are spelt", () => {
  const text = (escaped: boolean) => {
    const json = JSON.stringify({
      extensions: [
        {
          id: "a",
          version: "1.0.0",
          note: '"b"',
          manifest_path: "./extensions/a/1.0.0/manifest.json",
        },
        {
          id: "b",
          version: "1.0.0",
          manifest_path: "extensions/b/1.0.0/manifest.json",
        },
        7,
        { id: "b", version: 8, manifest_path: null },
        { id: "b", version: "2.0.0" },
      ],
    });
    return read(
      escaped
        ? json.replace('"id":"b"', '"i\\u0064":"\\u0062"').replaceAll(
          "/",
          "\\/",
        )
        : json,
    );
  };
  for (const store of [text(false), text(true)]) {
    deepStrictEqual(store.versions("b"), ["1.0.0", "2.0.0"]);
    deepStrictEqual(store.ids(), ["a", "b"]);
    deepStrictEqual(store.find("b", "1.0.0")?.index, 1);
    deepStrictEqual(store.find("b", "2.0.0"), {
      index: 4,
      manifestPath: undefined,
      manifestChecksum: undefined,
    });
    strictEqual(store.find("c", "1.0.0"), undefined);
    ok(store.lists("extensions/a/1.0.0") && store.lists("extensions/b"));
    ok(!store.lists("extensions/b/1.0.0", 1));
    ok(!store.lists("extensions/b/1.0") && !store.lists("b"));
  }
});

Deno.test("StoreText finds what a look at every element finds", () => {
  const word = fc.constantFrom("a", "b", "a.b", 'a"b', "é");
  const element = fc.record({ id: word, version: word, manifest_path: word }, {
    requiredKeys: [],
  });
  fc.assert(
    fc.property(fc.array(element), word, word, (extensions, id, version) => {
      const store = read(JSON.stringify({ extensions, id: "a" }));
      const index = extensions.findIndex((one) =>
        one.id === id && one.version === version
      );
      strictEqual(store.find(id, version)?.index ?? -1, index);
    }),
  );
});
