import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { pathProblem, PathSet, shortPath } from "./safe_path.ts";

Deno.test.each([
  { path: "extension.wasm" },
  { path: "./extension.wasm" },
  { path: "assets/icon.png" },
  { path: "assets/naïve — 图标.svg" },
  { path: "a/.hidden/..b/c..d" },
  { path: "extensions/a.b/1.0.0-rc.1+b_r2/manifest.json" },
  { path: "100%/x" },
  { path: "a".repeat(255) },
])(
  "pathProblem() takes $path",
  ({ path }) => strictEqual(pathProblem(path), undefined),
);

Deno.test.each([
  { path: "", why: /empty/ },
  { path: "./", why: /empty/ },
  { path: "a//b", why: /empty name/ },
  { path: "a/", why: /empty name/ },
  { path: "/etc/passwd", why: /absolute/ },
  { path: ".//etc/passwd", why: /absolute/ },
  { path: "~/x", why: /absolute/ },
  { path: "C:/x", why: /colon/ },
  { path: "C:x", why: /colon/ },
  { path: "\\\\server\\x", why: /backslash/ },
  { path: "a\\..\\b", why: /backslash/ },
  { path: "..", why: /leaves/ },
  { path: "../x", why: /leaves/ },
  { path: "a/../../x", why: /leaves/ },
  { path: "a/b/..", why: /leaves/ },
  { path: "././x", why: /"."/ },
  { path: "a/./x", why: /"."/ },
  { path: ".", why: /"."/ },
  { path: "a\0.png", why: /NUL/ },
  { path: "a\nb", why: /control/ },
  { path: "a\u007fb", why: /control/ },
  { path: "a\u202egnp.exe", why: /control/ },
  { path: "a\u200bb", why: /control/ },
  { path: "a\ud800b", why: /Unicode/ },
  { path: "a%2f..%2fb", why: /percent/ },
  { path: "%2E%2E/x", why: /percent/ },
  { path: "a%00b", why: /percent/ },
  { path: "%252e/x", why: /percent/ },
  { path: "\uff0e\uff0e/x", why: /look-alike/ },
  { path: "a\uff0fb", why: /look-alike/ },
  { path: "\u2025/x", why: /look-alike/ },
  { path: "name.", why: /dot/ },
  { path: "name /x", why: /space/ },
  { path: "a".repeat(256), why: /255 bytes/ },
  { path: "ä".repeat(128), why: /255 bytes/ },
  { path: "a/".repeat(512) + "a", why: /1024 bytes/ },
])(
  "pathProblem() refuses $path",
  ({ path, why }) => match(pathProblem(path) ?? "", why),
);

Deno.test("shortPath() takes one ./ away", () => {
  deepStrictEqual(["./a", "a", "././a"].map(shortPath), ["a", "a", "./a"]);
});

Deno.test.each([
  { paths: ["a", "b", "a/b"], want: undefined },
  { paths: ["a/x", "a/y"], want: undefined },
  { paths: ["a", "b", "a"], want: { code: "DUPLICATE", other: "a" } },
  { paths: ["Icon", "icon"], want: { code: "PATH_UNSAFE", other: "Icon" } },
  { paths: ["a/x", "A/y"], want: { code: "PATH_UNSAFE", other: "a" } },
  {
    paths: ["\u00e9", "e\u0301"],
    want: { code: "PATH_UNSAFE", other: "\u00e9" },
  },
  {
    paths: ["ﬁle", "file"],
    want: { code: "PATH_UNSAFE", other: "ﬁle" },
  },
])("PathSet finds what $paths has", ({ paths, want }) => {
  const set = new PathSet();
  const found = paths.map((path) => set.add(path));
  deepStrictEqual(found.at(-1), want);
  deepStrictEqual(found.slice(0, -1).filter((one) => one), []);
});
