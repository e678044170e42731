import { deepStrictEqual, strictEqual } from "node:assert/strict";
import type { StoreError } from "../core/store_error.ts";
import { indexTargets } from "./index_targets.ts";
import type { ReleaseSource } from "./index_targets.ts";
import type { SourceEntry } from "./source_entry.ts";

function entry(fields: Partial<SourceEntry> = {}): SourceEntry {
  return {
    type: "deb",
    uri: "http://ex.org/",
    suite: "s",
    components: ["main"],
    architectures: ["amd64"],
    trusted: undefined,
    signedBy: undefined,
    at: "S:1",
    ...fields,
  };
}

function targets(
  ...entries: readonly SourceEntry[]
): { sources: readonly ReleaseSource[]; errors: readonly StoreError[] } {
  const errors: StoreError[] = [];
  return {
    sources: indexTargets(entries, (error) => errors.push(error)),
    errors,
  };
}

Deno.test("indexTargets() puts all entries of a release where the first one stands", () => {
  const { sources } = targets(
    entry({ suite: "a", components: ["c2"], architectures: ["i386", "amd64"] }),
    entry({ suite: "b" }),
    entry({ suite: "a", components: ["c1"], architectures: ["all"] }),
  );
  deepStrictEqual(
    sources.map((
      { suite, targets },
    ) => [suite, targets.map(({ path }) => path)]),
    [
      ["a", [
        "c2/binary-i386/Packages",
        "c2/binary-amd64/Packages",
        "c2/binary-all/Packages",
        "c1/binary-all/Packages",
      ]],
      ["b", ["main/binary-amd64/Packages", "main/binary-all/Packages"]],
    ],
  );
});

Deno.test("indexTargets() describes a release and its indexes", () => {
  const { sources: [source] } = targets(
    entry({ uri: "http://u:p@ex.org:80/x/", trusted: true }),
  );
  deepStrictEqual(source?.targets[0], {
    fileName: "ex.org:80_x_dists_s_main_binary-amd64_Packages",
    path: "main/binary-amd64/Packages",
    component: "main",
    architecture: "amd64",
    description: "http://ex.org:80/x s/main amd64 Packages",
  });
  deepStrictEqual([source.site, source.trusted], ["ex.org", true]);
  strictEqual(source.fileName("InRelease"), "ex.org:80_x_dists_s_InRelease");
  deepStrictEqual(source.translations("de"), [
    "ex.org:80_x_dists_s_main_i18n_Translation-de",
  ]);
});

Deno.test("indexTargets() knows flat repositories", () => {
  const { sources: [source] } = targets(entry({ suite: "./", components: [] }));
  deepStrictEqual(source?.targets, [{
    fileName: "ex.org_._Packages",
    path: "Packages",
    component: "",
    architecture: "",
    description: "http://ex.org ./ Packages",
  }]);
});

Deno.test.each([
  { name: "repeated entries", entries: [entry(), entry()] },
  {
    name: "two targets with one file",
    entries: [
      entry({ suite: "s/u" }),
      entry({ suite: "s", components: ["u/main"] }),
    ],
  },
  {
    name: "repeated components",
    entries: [entry({ components: ["main", "main"] })],
  },
])("indexTargets() reads a file once for $name", ({ entries }) => {
  const { sources, errors } = targets(...entries);
  deepStrictEqual(errors, []);
  strictEqual(sources.flatMap(({ targets }) => targets).length, 2);
});

Deno.test("indexTargets() has nothing to read of deb-src, which takes part in the order", () => {
  const { sources } = targets(
    entry({ suite: "a", type: "deb-src" }),
    entry({ suite: "b" }),
    entry({ suite: "a" }),
  );
  deepStrictEqual(
    sources.map(({ suite, targets }) => `${suite} ${targets.length}`),
    ["a 2", "b 2"],
  );
});

Deno.test.each([
  { a: { trusted: true }, b: { trusted: false }, option: "Trusted" },
  { a: { trusted: true }, b: {}, option: "Trusted" },
  { a: {}, b: { trusted: true }, option: "Trusted" },
  { a: { trusted: true }, b: { type: "deb-src" as const }, option: "Trusted" },
  { a: { signedBy: "a" }, b: { signedBy: "b" }, option: "Signed-By" },
  { a: { signedBy: "a" }, b: {}, option: "Signed-By" },
  { a: {}, b: { signedBy: "a" }, option: undefined },
  { a: { trusted: true }, b: { suite: "t" }, option: undefined },
])("indexTargets() compares $a with $b", ({ a, b, option }) => {
  const { sources, errors } = targets(entry(a), entry({ ...b, at: "S:2" }));
  strictEqual(sources[0]?.trusted, "trusted" in a ? a.trusted : undefined);
  deepStrictEqual(
    errors.map((
      { code, message, details },
    ) => [code, message.includes(`option ${option} `), details.at]),
    option === undefined ? [] : [["APT_SYNTAX", true, "S:2"]],
  );
});
