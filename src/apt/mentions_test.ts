import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { scanChunks } from "../../tests/scan_text.ts";
import { Mentions } from "./mentions.ts";

const WANTED = {
  anyNames: true,
  firstOf: new Set(["p"]),
  architectures: new Set(["amd64", "i386"]),
};

Deno.test.each([
  { field: "p:any", anyNames: ["p"], first: undefined },
  {
    field: "a, b | c:any (>= 1),d:any",
    anyNames: ["c", "d"],
    first: undefined,
  },
  { field: "p", anyNames: [], first: "amd64" },
  { field: "p:i386 (>= 1), p", anyNames: [], first: "i386" },
  { field: "x|p:armhf", anyNames: [], first: "armhf" },
  { field: "pp, p-p", anyNames: [], first: undefined },
  { field: "", anyNames: [], first: undefined },
])(
  "Mentions.seeRelation() finds what '$field' names",
  ({ field, anyNames, first }) => {
    const mentions = new Mentions(WANTED);
    mentions.seeRelation(field, "amd64");
    deepStrictEqual([...mentions.anyNames], anyNames);
    strictEqual(mentions.firstOf.get("p"), first);
  },
);

Deno.test("Mentions.seeRelation() takes name:any of other architectures for their own", () => {
  const mentions = new Mentions(WANTED);
  mentions.seeRelation("p:any", "armhf");
  strictEqual(mentions.firstOf.get("p"), "armhf");
});

Deno.test("Mentions keeps what was seen first, of wanted names", () => {
  const mentions = new Mentions(WANTED);
  mentions.see("q", "amd64");
  mentions.see("p", "i386");
  mentions.see("p", "amd64");
  deepStrictEqual([...mentions.firstOf], [["p", "i386"]]);
});

Deno.test("Mentions.seeAllowed() counts for configured architectures", () => {
  const mentions = new Mentions(WANTED);
  mentions.seeAllowed("a", "amd64");
  mentions.seeAllowed("b", "armhf");
  deepStrictEqual([...mentions.anyNames], ["a"]);
});

Deno.test("Mentions.isNeeded says whether there is anything to look for", () => {
  strictEqual(new Mentions().isNeeded, false);
  strictEqual(new Mentions(WANTED).isNeeded, true);
});

Deno.test("StanzaScanner tells Mentions of relations of versions", () => {
  const text =
    "Package: a\nVersion: 1\nArchitecture: amd64\nSuggests: x:any\nMulti-Arch: allowed\n\n" +
    "Package: b\nArchitecture: amd64\nDepends: y:any\n";
  const { table } = scanChunks([[new TextEncoder().encode(text)]], WANTED);
  deepStrictEqual([...table.mentions.anyNames].sort(), ["a", "x"]);
});
