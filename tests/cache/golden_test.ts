// On the golden roots each query gives the same bytes from a warm cache as without any.
import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { type GoldenRoot, unpackRoot } from "../oracle/golden_root.ts";
import { catalogIn, NO_CACHE, run, withFolder } from "./cached_root.ts";

const QUERIES = [
  "filter --fields all --limit 1000",
  "filter --fields all --all --format ndjson",
  "filter --tab browse --fields all --limit 1000 --all-architectures",
  "filter --tab search --search lib --fields all --limit 1000",
  "filter --tab installed --fields all --limit 1000",
  "filter --tab updates --fields all --limit 1000",
  "filter --search a",
  "repos list",
  "sections",
  "categories",
];
const golden = new URL("../oracle/golden/", import.meta.url);

Deno.test.each(Array.from(Deno.readDirSync(golden), ({ name }) => ({ name })))(
  "a warm cache changes no answer on $name",
  ({ name }) =>
    withFolder(async (folder) => {
      const seed = JSON.parse(
        await Deno.readTextFile(new URL(name, golden)),
      ) as GoldenRoot;
      const root = `${folder}/root`;
      await unpackRoot(seed, root);
      const warm = { root, env: { CACHE_DIRECTORY: `${folder}/cache` } };
      const cold = { root, env: { CACHE_DIRECTORY: NO_CACHE } };
      const { stdout } = await run("filter --fields name", warm);
      const names = JSON.parse(stdout).packages.map((row: { name: string }) =>
        row.name
      );
      ok(names.length > 3);
      const details = `details ${names.slice(0, 4).join(" ")}`;
      const state = () => Deno.statSync(catalogIn(`${folder}/cache`)).ino;
      const before = state();
      for (const line of [...QUERIES, details, details]) {
        const [one, two] = await Promise.all([
          run(line, warm),
          run(line, cold),
        ]);
        deepStrictEqual(one, two, line);
        strictEqual(one.status, 0, line);
      }
      // it was really read from there
      strictEqual(state(), before);
    }),
);
