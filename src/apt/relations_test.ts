import { deepStrictEqual } from "node:assert/strict";
import { parseStanzas } from "./deb822.ts";
import { relationsOf } from "./relations.ts";

Deno.test("relationsOf() splits the fields that are there", () => {
  const [stanza] = parseStanzas(
    "Depends: a (>=  1),\n b | c,,\nPre-Depends: d\nRecommends:\nSuggests: ,\nEnhances: e\nBreaks: f (<< 2)\n" +
      "Conflicts: g\nReplaces: h\nProvides: i (= 3)\nBuilt-Using: z\n",
    { path: "F" },
  );
  deepStrictEqual(relationsOf(stanza!), {
    depends: ["a (>= 1)", "b | c"],
    preDepends: ["d"],
    enhances: ["e"],
    breaks: ["f (<< 2)"],
    conflicts: ["g"],
    replaces: ["h"],
    provides: ["i (= 3)"],
  });
});
