import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { readExtensionManifest } from "./read_extension_manifest.ts";

const SUM = `blake3:${"0a".repeat(32)}`;
const PATH = "extensions/org.example.notes/1.2.0/manifest.json";

/** A manifest that is right, as a value that tests change. */
function good(): Record<string, unknown> {
  return {
    id: "org.example.notes",
    name: "Notes",
    version: "1.2.0",
    description: null,
    tags: ["text"],
    wasm_file: { path: "./extension.wasm", checksum: SUM, size: 3 },
    assets: [
      {
        name: "a.png",
        path: "assets/a.png",
        checksum: SUM,
        size: 1,
        type: "i",
      },
      { name: "b", path: "b", checksum: SUM, size: 0, type: "asset" },
    ],
    dependencies: { "org.example.base": "^1" },
    more: { of: "whatever" },
  };
}

const read = (value: unknown, expected = {}, path = PATH) =>
  readExtensionManifest(
    new TextEncoder().encode(
      typeof value === "string" ? value : JSON.stringify(value),
    ),
    path,
    expected,
  );

Deno.test("readExtensionManifest() reads a manifest", () => {
  const { manifest, problems } = read(good(), {
    id: "org.example.notes",
    version: "1.2.0",
  });
  deepStrictEqual(problems, []);
  deepStrictEqual(manifest, {
    id: "org.example.notes",
    name: "Notes",
    version: "1.2.0",
    tags: ["text"],
    wasmFile: { path: "extension.wasm", checksum: SUM, size: 3 },
    assets: [
      {
        name: "a.png",
        path: "assets/a.png",
        checksum: SUM,
        size: 1,
        type: "i",
      },
      { name: "b", path: "b", checksum: SUM, size: 0, type: "asset" },
    ],
    dependencies: { "org.example.base": "^1" },
  });
});

/** Sets what some steps lead to; undefined removes it. */
function change(steps: string, to: unknown): Record<string, unknown> {
  const value = good();
  const names = steps.split(".");
  const last = names.pop()!;
  // deno-lint-ignore no-explicit-any -- a test's own value
  const holder = names.reduce((part: any, name) => part[name], value);
  if (to === undefined) delete holder[last];
  else holder[last] = to;
  return value;
}

Deno.test.each<{ at: string; to: unknown; want: string[] }>([
  { at: "id", to: undefined, want: ["MANIFEST_INVALID"] },
  {
    at: "id",
    to: "Org.Example",
    want: ["MANIFEST_INVALID", "MANIFEST_MISMATCH"],
  },
  { at: "id", to: "../x", want: ["MANIFEST_INVALID", "MANIFEST_MISMATCH"] },
  { at: "id", to: "org.example.other", want: ["MANIFEST_MISMATCH"] },
  { at: "id", to: 7, want: ["MANIFEST_INVALID"] },
  { at: "name", to: " ", want: ["MANIFEST_INVALID"] },
  { at: "version", to: "1.2", want: ["VERSION_INVALID", "MANIFEST_MISMATCH"] },
  { at: "version", to: "1.2.1", want: ["MANIFEST_MISMATCH"] },
  { at: "version", to: undefined, want: ["MANIFEST_INVALID"] },
  { at: "author", to: ["a"], want: ["MANIFEST_INVALID"] },
  { at: "tags", to: ["a", 1], want: ["MANIFEST_INVALID"] },
  { at: "tags", to: "a", want: ["MANIFEST_INVALID"] },
  { at: "dependencies", to: [], want: [] },
  { at: "dependencies", to: ["a"], want: ["MANIFEST_INVALID"] },
  { at: "dependencies", to: { "A": "1" }, want: ["MANIFEST_INVALID"] },
  { at: "dependencies", to: { "a": 1 }, want: ["MANIFEST_INVALID"] },
  { at: "wasm_file", to: undefined, want: ["MANIFEST_INVALID"] },
  { at: "wasm_file", to: "extension.wasm", want: ["MANIFEST_INVALID"] },
  { at: "wasm_file.size", to: "3", want: ["MANIFEST_INVALID"] },
  { at: "wasm_file.size", to: -3, want: ["MANIFEST_INVALID"] },
  { at: "wasm_file.size", to: 1e300, want: ["MANIFEST_INVALID"] },
  { at: "wasm_file.size", to: 0.5, want: ["MANIFEST_INVALID"] },
  { at: "wasm_file.size", to: null, want: ["MANIFEST_INVALID"] },
  { at: "wasm_file.path", to: "/bin/sh", want: ["PATH_UNSAFE"] },
  { at: "wasm_file.path", to: "../x", want: ["PATH_UNSAFE"] },
  { at: "wasm_file.path", to: "a\\b", want: ["PATH_UNSAFE"] },
  { at: "wasm_file.path", to: "././x", want: ["PATH_UNSAFE"] },
  { at: "wasm_file.path", to: "B", want: ["PATH_UNSAFE"] },
  { at: "wasm_file.path", to: "b", want: ["DUPLICATE"] },
  {
    at: "wasm_file.checksum",
    to: SUM.toUpperCase(),
    want: ["CHECKSUM_UNSUPPORTED"],
  },
  {
    at: "wasm_file.checksum",
    to: SUM.slice(0, -1),
    want: ["CHECKSUM_UNSUPPORTED"],
  },
  {
    at: "wasm_file.checksum",
    to: `md5:${"a".repeat(32)}`,
    want: ["CHECKSUM_UNSUPPORTED"],
  },
  { at: "assets", to: undefined, want: ["MANIFEST_INVALID"] },
  { at: "assets", to: {}, want: ["MANIFEST_INVALID"] },
  { at: "assets.0", to: null, want: ["MANIFEST_INVALID"] },
  { at: "assets.0.type", to: undefined, want: ["MANIFEST_INVALID"] },
  { at: "assets.0.name", to: 1, want: ["MANIFEST_INVALID"] },
])(
  "readExtensionManifest() finds $want where $at is $to",
  ({ at, to, want }) => {
    const { manifest, problems } = read(change(at, to));
    deepStrictEqual(problems.map(({ code }) => code), want);
    strictEqual(manifest === undefined, want.length > 0);
  },
);

Deno.test("readExtensionManifest() tells a manifest without links", () => {
  const { wasm_file: _, assets: __, ...legacy } = good();
  const { problems } = read(legacy);
  deepStrictEqual(problems, [{
    severity: "error",
    code: "MANIFEST_LEGACY",
    path: PATH,
    message: `Cannot use "${PATH}": it has no links to its files`,
    hint: "Publish this version again.",
    line: 1,
    column: 1,
  }]);
});

Deno.test("readExtensionManifest() holds id and version against summary and path, _rN aside", () => {
  const codes = (expected: object, path?: string) =>
    read(good(), expected, path).problems.map(({ message }) => message);
  deepStrictEqual(codes({}, PATH.replace("1.2.0", "1.2.0_r12")), []);
  deepStrictEqual(codes({}, "elsewhere/manifest.json"), []);
  deepStrictEqual(codes({}, PATH.replace("1.2.0", "1.2.0_r")), [
    'Cannot use "version": it is not what its path says',
  ]);
  deepStrictEqual(codes({ id: "a", version: "2.0.0" }), [
    'Cannot use "id": it is not what its summary says',
    'Cannot use "version": it is not what its summary says',
  ]);
  deepStrictEqual(codes({ id: "a" }, PATH.replace("notes", "other")), [
    'Cannot use "id": it is not what its summary and its path say',
  ]);
});

Deno.test("readExtensionManifest() goes on to the end, with line and column, and keeps what can be used", () => {
  const text = `{
  "id": "org.example.notes", "name": "Notes", "id": "org.example.notes",
  "version": "1.2.0",
  "wasm_file": {"path": "extension.wasm", "checksum": "crc:1", "size": 3},
  "assets": [
    {"name": "a", "path": "../a", "checksum": "${SUM}", "size": 1, "type": "x"},
    {"name": "b", "path": "b", "checksum": "${SUM}", "size": "1", "type": "x"}
  ]
}`;
  const { manifest, problems, links } = read(text);
  strictEqual(manifest, undefined);
  deepStrictEqual(
    problems.map(({ code, line, column }) => `${code} ${line}:${column}`),
    [
      "DUPLICATE 2:47",
      "CHECKSUM_UNSUPPORTED 4:55",
      "PATH_UNSAFE 6:27",
      `MANIFEST_INVALID 7:${text.split("\n")[6]!.indexOf('"1"') + 1}`,
    ],
  );
  deepStrictEqual(links, [
    { path: "extension.wasm", size: 3 },
    { checksum: SUM, size: 1 },
    { path: "b", checksum: SUM },
  ]);
});

Deno.test.each([
  { name: "nothing", text: "", want: ["MANIFEST_INVALID"] },
  { name: "a list", text: "[]", want: ["MANIFEST_INVALID"] },
  { name: "deep nesting", text: "[".repeat(1e5), want: ["MANIFEST_INVALID"] },
  {
    name: "a BOM",
    text: `\ufeff${JSON.stringify(good())}`,
    want: ["MANIFEST_INVALID"],
  },
  {
    name: "CRLF",
    text: JSON.stringify(good(), null, 2).replaceAll("\n", "\r\n"),
    want: [],
  },
])(
  "readExtensionManifest() finds what is wrong with $name",
  ({ text, want }) =>
    deepStrictEqual(read(text).problems.map(({ code }) => code), want),
);

Deno.test("readExtensionManifest() reads a name that all objects have as any other", () => {
  const value = good();
  value["dependencies"] = JSON.parse('{"constructor": "1", "tostring": "2"}');
  deepStrictEqual(
    { ...read(value).manifest?.dependencies },
    { constructor: "1", tostring: "2" },
  );
  ok(read('{"__proto__": {"id": "a"}}').manifest === undefined);
});

Deno.test("readExtensionManifest() never throws", () =>
  fc.assert(fc.property(
    fc.oneof(
      fc.uint8Array(),
      fc.json().map((text) => new TextEncoder().encode(text)),
    ),
    (bytes) => {
      const { manifest, problems } = readExtensionManifest(bytes, PATH);
      ok((manifest === undefined) === (problems.length > 0));
    },
  )));
