import { deepStrictEqual } from "node:assert/strict";
import { ProfileSum } from "./profile.ts";

/** A bundle of three modules, ten lines. */
const CODE = `// src/catalog/catalog.ts
function column() {
}

// src/curation/cascade.ts
function select() {
}

// main.ts
select();
`;

/** A function of a profile; lines from 0. */
const frame = (functionName: string, url: string, lineNumber: number) => ({
  callFrame: { functionName, url, lineNumber },
});

Deno.test("ProfileSum gives the runtime's time to the function that called it, and loading to nobody", async () => {
  const bundle = await Deno.makeTempDir({ prefix: "storectl_profile_" });
  try {
    await Deno.writeTextFile(`${bundle}/storectl.js`, CODE);
    const url = `file://${bundle}/storectl.js`;
    const sum = new ProfileSum(bundle);
    sum.add(JSON.stringify({
      nodes: [
        { id: 1, ...frame("(root)", "", -1), children: [2, 6] },
        { id: 2, ...frame("", url, 0), children: [3] },
        { id: 3, ...frame("select", url, 5), children: [4] },
        { id: 4, ...frame("column", url, 1), children: [5] },
        { id: 5, ...frame("decode", "ext:deno_web/text.js", 7) },
        { id: 6, ...frame("(idle)", "", -1) },
      ],
      samples: [6, 2, 3, 4, 5],
      timeDeltas: [100, 50, 10, 10, 20],
    }));
    deepStrictEqual(sum.shares(), [
      ["checking and decoding columns", 0.75],
      ["deciding and selecting", 0.25],
    ]);
  } finally {
    await Deno.remove(bundle, { recursive: true });
  }
});
