import { deepStrictEqual, ok, strictEqual, throws } from "node:assert/strict";
import fc from "fast-check";
import { SourceManifest, sumsText } from "./link_manifest.ts";

const LINK = { path: "extension.wasm", checksum: "blake3:00", size: 8 };
const read = (text: string | null) =>
  new SourceManifest(
    text === null ? null : new TextEncoder().encode(text),
    "manifest.json",
  );

Deno.test("SourceManifest makes a manifest of flags alone, laid out for people", () => {
  const text = read(null).link(
    { id: "a", name: "A", version: undefined },
    LINK,
    [
      { name: "b", path: "b", checksum: "blake3:01", size: 1, type: "asset" },
    ],
  );
  strictEqual(
    text,
    `${
      JSON.stringify(
        {
          id: "a",
          name: "A",
          wasm_file: LINK,
          assets: [{
            name: "b",
            path: "b",
            checksum: "blake3:01",
            size: 1,
            type: "asset",
          }],
        },
        null,
        2,
      )
    }\n`,
  );
});

Deno.test("SourceManifest tells what a manifest says about files", () => {
  const { hints } = read(`{
    "wasm_file": {"path": "./code/a.wasm"},
    "assets": [{"path": "./b", "type": "icon", "name": 7}, 1, {"type": "x"}]
  }`);
  strictEqual(hints.wasmPath, "code/a.wasm");
  deepStrictEqual([...hints.assets], [["b", {
    name: undefined,
    type: "icon",
  }]]);
  for (const text of ["{}", '{"wasm_file": 1, "assets": {"path": "b"}}']) {
    strictEqual(read(text).hints.wasmPath, undefined);
    strictEqual(read(text).hints.assets.size, 0);
  }
});

Deno.test.each(["", "[]", "7", "{", '{"a": 1, "a": 2}', "\ufeff{}"].map((
  text,
) => ({ text })))("SourceManifest refuses $text", ({ text }) => {
  throws(() => read(text), { code: "EXTENSION_INVALID" });
});

Deno.test("SourceManifest keeps whatever else a manifest says", () => {
  const key = fc.constantFrom(
    "id",
    "x",
    "y z",
    "é",
    "wasm_file",
    "assets",
    "entry",
  );
  const value = fc.oneof(
    fc.jsonValue({ maxDepth: 2 }),
    fc.dictionary(key, fc.jsonValue({ maxDepth: 1 })),
  );
  fc.assert(
    fc.property(
      fc.dictionary(key, value),
      fc.constantFrom(0, 2, "\t"),
      (manifest, space) => {
        const text = read(JSON.stringify(manifest, null, space))
          .link({ id: "a" }, LINK, []);
        const old = JSON.parse(JSON.stringify(manifest));
        const isObject = typeof old.wasm_file === "object" &&
          old.wasm_file !== null && !Array.isArray(old.wasm_file);
        deepStrictEqual(JSON.parse(text), {
          ...old,
          id: "a",
          wasm_file: isObject ? { ...old.wasm_file, ...LINK } : LINK,
          assets: [],
        });
      },
    ),
  );
});

Deno.test("sumsText() is in path order, one line for each file", () => {
  const text = sumsText([
    { path: "manifest.json", sha256: "b" },
    { path: "a b", sha256: "c" },
    { path: "Z", sha256: "a" },
  ]);
  strictEqual(text, "a  Z\nc  a b\nb  manifest.json\n");
  ok(text.endsWith("\n"));
});
