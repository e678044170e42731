import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { readStoreManifest } from "./read_store_manifest.ts";

const SUM = `blake3:${"0a".repeat(32)}`;

/** A summary as it stands in a file. */
const summary = (id: string, version: string, more: object = {}) => ({
  id,
  name: id,
  version,
  manifest_path: `extensions/${id}/${version}/manifest.json`,
  manifest_checksum: SUM,
  ...more,
});

const read = (value: unknown) =>
  readStoreManifest(
    new TextEncoder().encode(
      typeof value === "string" ? value : JSON.stringify(value),
    ),
  );
const codes = (value: unknown) => read(value).problems.map(({ code }) => code);
const store = (...extensions: unknown[]) => ({
  name: "Sample",
  version: "1",
  extensions,
});

Deno.test("readStoreManifest() reads a list", () => {
  const { manifest, problems, rejected } = read({
    ...store(
      summary("a", "1.0.0", {
        tags: ["t"],
        size: 7,
        updated: "2026-01-02T03:04:05Z",
        sums_checksum: SUM,
        description: null,
        more: 1,
      }),
    ),
    serial: 3,
    updated: "2026-01-02T03:04:05Z",
  });
  deepStrictEqual([problems, rejected], [[], []]);
  deepStrictEqual(manifest, {
    name: "Sample",
    version: "1",
    form: "list",
    serial: 3,
    updated: "2026-01-02T03:04:05Z",
    extensions: [{
      id: "a",
      name: "a",
      version: "1.0.0",
      tags: ["t"],
      size: 7,
      updated: "2026-01-02T03:04:05Z",
      manifestPath: "extensions/a/1.0.0/manifest.json",
      manifestChecksum: SUM,
      sumsChecksum: SUM,
    }],
  });
});

Deno.test("readStoreManifest() reads the map of the wild, where keys stand for id and version", () => {
  const { id: _, version: __, ...bare } = summary("a", "2.0.0");
  const { manifest, problems } = read({
    ...store(),
    extensions: {
      a: {
        latest: "2.0.0",
        all_versions: { "1.0.0": summary("a", "1.0.0"), "2.0.0": bare },
      },
      b: { latest: null, all_versions: {} },
    },
  });
  deepStrictEqual(problems, []);
  strictEqual(manifest?.form, "map");
  deepStrictEqual(
    manifest.extensions.map(({ id, version }) => [id, version]),
    [["a", "1.0.0"], ["a", "2.0.0"]],
  );
});

Deno.test.each<{ name: string; value: unknown; want: string[] }>([
  { name: "no JSON", value: "{", want: ["STORE_INVALID"] },
  { name: "a list", value: [], want: ["STORE_INVALID"] },
  {
    name: "no extensions",
    value: { name: "a", version: "1" },
    want: ["STORE_INVALID"],
  },
  {
    name: "extensions that are a text",
    value: { ...store(), extensions: "a" },
    want: ["STORE_INVALID"],
  },
  {
    name: "no name",
    value: { version: "1", extensions: [] },
    want: ["STORE_INVALID"],
  },
  {
    name: "a version that is a number",
    value: { ...store(), version: 1 },
    want: ["STORE_INVALID"],
  },
  {
    name: "a serial that is a text",
    value: { ...store(), serial: "1" },
    want: ["STORE_INVALID"],
  },
  {
    name: "a summary that is null",
    value: store(null),
    want: ["STORE_INVALID"],
  },
  {
    name: "an id in upper case",
    value: store(summary("A", "1.0.0")),
    want: ["STORE_INVALID"],
  },
  {
    name: "a version that is none",
    value: store(summary("a", "v1")),
    want: ["VERSION_INVALID"],
  },
  {
    name: "one version twice",
    value: store(summary("a", "1.0.0"), summary("a", "1.0.0")),
    want: ["DUPLICATE"],
  },
  {
    name: "one path twice",
    value: store(
      summary("a", "1.0.0"),
      summary("a", "1.0.1", {
        manifest_path: "extensions/a/1.0.0/manifest.json",
      }),
    ),
    want: ["DUPLICATE"],
  },
  {
    name: "versions that differ in case",
    value: store(summary("a", "1.0.0-RC"), summary("a", "1.0.0-rc")),
    want: ["PATH_UNSAFE"],
  },
  {
    name: "a path that leaves the store",
    value: store(summary("a", "1.0.0", { manifest_path: "../m.json" })),
    want: ["PATH_UNSAFE"],
  },
  {
    name: "a checksum in upper case",
    value: store(
      summary("a", "1.0.0", { manifest_checksum: SUM.toUpperCase() }),
    ),
    want: ["CHECKSUM_UNSUPPORTED"],
  },
  {
    name: "a path without a checksum",
    value: store(summary("a", "1.0.0", { manifest_checksum: null })),
    want: ["STORE_INVALID"],
  },
  {
    name: "no link",
    value: store({ id: "a", name: "a", version: "1.0.0" }),
    want: ["MANIFEST_LEGACY"],
  },
  {
    name: "a negative size",
    value: store(summary("a", "1.0.0", { size: -1 })),
    want: ["STORE_INVALID"],
  },
  {
    name: "a map whose keys say something else",
    value: {
      ...store(),
      extensions: { b: { all_versions: { "1.0.1": summary("a", "1.0.0") } } },
    },
    want: ["STORE_INVALID", "STORE_INVALID"],
  },
  {
    name: "a map without versions",
    value: { ...store(), extensions: { b: {} } },
    want: ["STORE_INVALID"],
  },
  {
    name: "a latest version that is not there",
    value: {
      ...store(),
      extensions: {
        a: {
          latest: "2.0.0",
          all_versions: { "1.0.0": summary("a", "1.0.0") },
        },
      },
    },
    want: ["STORE_INVALID"],
  },
  {
    name: "a byte order mark",
    value: `\ufeff${JSON.stringify(store())}`,
    want: ["STORE_INVALID"],
  },
])(
  "readStoreManifest() finds $want in $name",
  ({ value, want }) => deepStrictEqual(codes(value), want),
);

Deno.test("readStoreManifest() keeps what can be used beside what cannot", () => {
  const { manifest, rejected } = read(
    store(
      summary("a", "1.0.0"),
      summary("b", "one"),
      summary("c", "1.0.0"),
    ),
  );
  deepStrictEqual(manifest?.extensions.map(({ id }) => id), ["a", "c"]);
  deepStrictEqual(rejected, [{
    id: "b",
    name: "b",
    manifestPath: "extensions/b/one/manifest.json",
    manifestChecksum: SUM,
  }]);
});

Deno.test("readStoreManifest() finds 100,000 problems in linear time, each with its line", () => {
  const lines = Array.from({ length: 100_000 }, (_, n) => `{"id": ${n}}`);
  const text = `{"name": "a", "version": "1", "extensions": [\n${
    lines.join(",\n")
  }]}`;
  const start = performance.now();
  const { problems } = read(text);
  ok(performance.now() - start < 10_000);
  strictEqual(problems.at(-1)?.line, 100_001);
  ok(problems.length >= 300_000);
});
