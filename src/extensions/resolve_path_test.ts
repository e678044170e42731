import { deepStrictEqual, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { resolvePath } from "./resolve_path.ts";
import type { TreeEntry } from "./resolve_path.ts";

/** A tree: a path with a text is a link there, with `"/"` a directory, with `""` a file, with `"|"` a pipe. */
function lookUpIn(
  tree: Readonly<Record<string, string>>,
): (path: string) => TreeEntry | undefined {
  return (path) => {
    if (path === "") return { kind: "directory", size: 0, device: 1, inode: 1 };
    const kind = tree[path];
    if (kind === undefined) return undefined;
    const facts = { size: 0, device: 1, inode: 2 };
    if (kind === "/") return { kind: "directory", ...facts };
    if (kind === "|") return { kind: "other", ...facts };
    return kind === ""
      ? { kind: "file", ...facts }
      : { kind: "link", ...facts, target: kind };
  };
}

const TREE = {
  a: "/",
  "a/file": "",
  "a/pipe": "|",
  "a/up": "../b/file",
  "a/out": "../../x",
  "a/absolute": "/etc/passwd",
  "a/dangling": "nothing",
  "a/circle": "round",
  "a/round": "circle",
  "a/self": ".",
  b: "/",
  "b/file": "",
  latest: "a",
  home: "..",
  twice: "latest/up",
};

Deno.test.each([
  { path: "a/file", found: "a/file", links: [] },
  { path: "a/pipe", found: "a/pipe", links: [] },
  { path: "a", found: "a", links: [] },
  { path: "a/../b/file", found: "b/file", links: [] },
  { path: "./a//./file", found: "a/file", links: [] },
  { path: "a/up", found: "b/file", links: ["a/up"] },
  { path: "latest/file", found: "a/file", links: ["latest"] },
  { path: "latest", found: "a", links: ["latest"] },
  { path: "twice", found: "b/file", links: ["twice", "latest", "a/up"] },
  { path: "a/self/self/file", found: "a/file", links: ["a/self", "a/self"] },
])("resolvePath() finds $path", ({ path, found, links }) => {
  const result = resolvePath(path, lookUpIn(TREE));
  strictEqual(result.state, "found");
  if (result.state === "found") {
    deepStrictEqual([result.path, result.links], [found, links]);
  }
});

Deno.test.each([
  { path: "a/none", state: "missing", at: "a/none" },
  { path: "a/file/more", state: "missing", at: "a/file/more" },
  { path: "a/dangling", state: "missing", at: "a/nothing" },
  { path: "a/out", state: "outside", at: "a/out" },
  { path: "latest/out", state: "outside", at: "a/out" },
  { path: "a/absolute", state: "outside", at: "a/absolute" },
  { path: "home/etc", state: "outside", at: "home" },
  { path: "../x", state: "outside", at: "../x" },
])("resolvePath() says $state for $path", ({ path, state, at }) => {
  deepStrictEqual(resolvePath(path, lookUpIn(TREE)), { state, at });
});

Deno.test("resolvePath() says loop for links in a circle", () => {
  strictEqual(resolvePath("a/circle", lookUpIn(TREE)).state, "loop");
});

Deno.test("resolvePath() never asks through a link, never above the root, and always ends", () => {
  const step = fc.constantFrom("a", "b", "..", ".", "", "/");
  const path = fc.array(step, { minLength: 1, maxLength: 5 }).map((steps) =>
    steps.join("/")
  );
  const kind = fc.oneof(
    fc.constantFrom("/", "", "|"),
    path.filter((text) => text !== "/" && text !== "|" && text !== ""),
  );
  const tree = fc.dictionary(
    fc.constantFrom("a", "b", "a/a", "a/b", "b/a", "a/a/a"),
    kind,
  );
  fc.assert(fc.property(tree, path, (entries, asked) => {
    const lookUp = lookUpIn(entries);
    resolvePath(asked, (inner) => {
      const parents = inner.split("/").slice(0, -1);
      for (let end = 1; end <= parents.length; end++) {
        strictEqual(lookUp(parents.slice(0, end).join("/"))?.kind, "directory");
      }
      strictEqual(inner.split("/").includes(".."), false);
      return lookUp(inner);
    });
  }));
});
