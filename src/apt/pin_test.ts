import { strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { indexFile } from "../../tests/scan_text.ts";
import {
  defaultReleasePin,
  defaultReleaseProblem,
  makePin,
  matchesPackage,
  pinPackages,
} from "./pin.ts";

const FILE = indexFile({
  suite: "Stable",
  codename: "bookworm",
  version: "12.5",
  origin: "De bian",
  label: "L",
});
const BARE = indexFile({});
const FLAT = indexFile({}, { component: "", architecture: "", site: "" });
const STATUS = indexFile("status");

/** Which of the four files a rule is about: `f`, `b`, `l`, `s`. */
function about(type: "release" | "origin", data: string): string {
  const { matchesFile } = makePin({ type, data }, undefined, 1);
  return [["f", FILE], ["b", BARE], ["l", FLAT], ["s", STATUS]].filter((
    [, file],
  ) => matchesFile(file as typeof FILE))
    .map(([letter]) => letter).join("");
}

Deno.test.each([
  ["a=stable", "f"],
  ["A=STABLE", "f"],
  ["a=st*", "f"],
  ["a=/^s/", "f"],
  ["n=bookworm", "f"],
  ["v=12*", "f"],
  ["v=12.5", "f"],
  ["v=12", ""],
  ["o=de bian", "f"],
  ["o=Debian", ""],
  ["l=L", "f"],
  ["l=*", "f"],
  ["a=*", "fs"],
  ["c=main", "fb"],
  ["c=*", "fbls"],
  ["b=amd64", "fb"],
  ["b=*", "fb"],
  ["a=stable,n=bookworm", "f"],
  ["a=stable , n=bookworm", "f"],
  ["a=stable,n=sid", ""],
  ["a=x,a=stable", "f"],
  ["x=y,a=stable", "f"],
  ["12*", "f"],
  ["12.5", "f"],
  ["13", ""],
  ["stable", "f"],
  ["BOOK*", "f"],
  ["now", "s"],
  ["a=now", "s"],
  ["*", "fbls"],
  ["", "s"],
  ["x=y", "s"],
  ["a = stable", "s"],
  ["a=", "s"],
  ["v=*", "s"],
  ['a="stable"', ""],
  [`${"x=y,".repeat(18)}a=stable`, "f"],
  [`${"x=y,".repeat(19)}a=stable`, "s"],
  [`a=stable,x=${"z".repeat(290)},a=x`, "f"],
].map(([data, want]) => ({ data: data!, want: want! })))(
  "makePin() knows the files of release $data",
  ({ data, want }) => strictEqual(about("release", data), want),
);

Deno.test.each([
  ["ex.org", "fb"],
  ['"EX.ORG"', "fb"],
  ["*.org", "fb"],
  ["/ex/", "fb"],
  ["", "l"],
  ['""', "l"],
  ["*", "fbl"],
  ["ex", ""],
  ["http://ex.org", ""],
].map(([data, want]) => ({ data: data!, want: want! })))(
  "makePin() knows the files of origin $data",
  ({ data, want }) => strictEqual(about("origin", data), want),
);

Deno.test("makePin() makes pins about versions", () => {
  const pin = makePin({ type: "version", data: "1*" }, undefined, 7);
  strictEqual(pin.matchesVersion?.("1.2"), true);
  strictEqual(pin.matchesVersion?.("2"), false);
  strictEqual(pin.matchesFile(FILE), false);
  strictEqual(
    makePin({ type: "version", data: "" }, undefined, 7).matchesVersion?.(""),
    false,
  );
  strictEqual(
    makePin({ type: "release", data: "" }, undefined, 7).matchesVersion,
    undefined,
  );
});

/** Which of four packages a word is about; `any` is `Multi-Arch: allowed`. */
function packagesOf(word: string): string {
  const packages = pinPackages(word, "amd64");
  return ["p:amd64", "p:i386", "q:amd64", "any:i386"].filter((key) => {
    const [name, architecture] = key.split(":") as [string, string];
    return matchesPackage(packages, name, architecture, new Set(["any"]));
  }).join(" ");
}

Deno.test.each([
  ["p", "p:amd64"],
  ["P", ""],
  ["p:", "p:amd64"],
  ["p:amd64", "p:amd64"],
  ["p:i386", "p:i386"],
  ["p:any", "p:amd64 p:i386"],
  ["p:*", "p:amd64 p:i386"],
  ["p:native", ""],
  ["p:all", ""],
  ["p:linux-any", "p:amd64 p:i386"],
  ["*", "p:amd64 q:amd64 any:i386"],
  ["?", "p:amd64 q:amd64"],
  ["P*", "p:amd64"],
  ["[pq]", "p:amd64 q:amd64"],
  ["/^P/", "p:amd64"],
  ["?:i386", "p:i386"],
  ["any", ""],
  ["an*", "any:i386"],
  ["an*:amd64", ""],
  ["/y$/", "any:i386"],
  ["/an$/", ""],
  ["src:p", "p:amd64"],
  ["src:p:i386", "p:i386"],
].map(([word, want]) => ({ word: word!, want: want! })))(
  "pinPackages() knows the packages of $word",
  ({ word, want }) => strictEqual(packagesOf(word), want),
);

Deno.test("pinPackages() tells sources and exact names apart", () => {
  strictEqual(pinPackages("src:p", "amd64").isSource, true);
  strictEqual(pinPackages("p", "amd64").exactName, "p");
  strictEqual(pinPackages("p*", "amd64").exactName, undefined);
  strictEqual(pinPackages("p:any", "amd64").hasArchitecture, true);
  strictEqual(pinPackages("p:", "amd64").hasArchitecture, false);
});

Deno.test("defaultReleasePin() is a generic pin of 990", () => {
  const pin = defaultReleasePin("stable");
  strictEqual(pin.priority, 990);
  strictEqual(pin.packages, undefined);
  strictEqual(pin.matchesFile(FILE), true);
});

for (
  const release of ["", "now", "stable", "book*", "12.5", "a=nowhere", "*"]
) {
  Deno.test(`defaultReleaseProblem() has nothing against "${release}"`, () =>
    strictEqual(defaultReleaseProblem(release, [FILE, STATUS]), undefined));
}
for (const release of ["sid", "13", "origin=x"]) {
  Deno.test(`defaultReleaseProblem() complains of "${release}"`, () => {
    const problem = defaultReleaseProblem(release, [FILE, STATUS]);
    strictEqual(problem?.code, "APT_SYNTAX");
    strictEqual(
      problem.message,
      `Cannot use APT::Default-Release "${release}": no package list is of such a release`,
    );
  });
}

Deno.test("makePin() and pinPackages() throw nothing", () =>
  fc.assert(
    fc.property(
      fc.string(),
      fc.constantFrom("release" as const, "origin" as const),
      (text, type) => {
        about(type, text);
        packagesOf(text);
      },
    ),
  ));
