/**
 * `deno task bench:stores`: what the manager of stores adds to a query on local stores.
 *
 * Ten stores of a thousand extensions are searched in two ways that take turns: their `store.json` files read, parsed
 * and ranked one after the other, and the same question put to the manager. Then the commands as whole processes.
 *
 *     deno task bench:stores [--runs 15]
 *
 * @module
 */

import { parseArgs } from "node:util";
import { readSoundStore } from "../src/extensions/read_sound_store.ts";
import { askStores } from "../src/stores/ask_stores.ts";
import { openManager } from "../src/stores/manager.ts";
import type { ManagerPlace } from "../src/stores/manager.ts";
import { mergeMatches } from "../src/stores/merge_matches.ts";
import { searchItems } from "../src/stores/search_items.ts";
import { openMeasurer } from "./measure.ts";

const PROJECT = new URL("../", import.meta.url).pathname;
const STORES = 10;
const EXTENSIONS = 1000;
const QUERY = "harbour 77";
/** Milliseconds. */
const MOST_ADDED = 10;

const { values } = parseArgs({
  args: Deno.args.filter((argument) => argument !== "--"),
  options: { runs: { type: "string", default: "15" } },
});
const runs = Number(values.runs);

/** The middle value. */
function median(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[times.length >> 1]!;
}

/** What a store says of one extension; nothing reads the manifests behind it. */
function summary(store: number, extension: number): unknown {
  const id = `org.example.s${store}.e${extension}`;
  return {
    id,
    name: `Harbour helper ${extension}`,
    version: `1.${extension}.0`,
    description: "Helps those who sail to find a berth before it gets dark",
    author: "Ada Example",
    tags: ["field::marine", "use::planning"],
    size: 123_456,
    updated: "2026-01-02T03:04:05.000Z",
    manifest_path: `extensions/${id}/1.${extension}.0/manifest.json`,
    manifest_checksum: `blake3:${"0".repeat(64)}`,
    sums_checksum: `blake3:${"1".repeat(64)}`,
  };
}

/** Writes the stores and the list that names them; returns the directories. */
function writeStores(folder: string): readonly string[] {
  const folders = Array.from({ length: STORES }, (_, store) => {
    const path = `${folder}/store-${store}`;
    Deno.mkdirSync(path);
    const extensions = Array.from(
      { length: EXTENSIONS },
      (_, extension) => summary(store, extension),
    );
    const index = { name: `Store ${store}`, version: "1.0.0", extensions };
    Deno.writeTextFileSync(`${path}/store.json`, JSON.stringify(index));
    return path;
  });
  Deno.mkdirSync(`${folder}/root/etc/storectl`, { recursive: true });
  const stores = folders.map((location, index) => ({
    name: `store-${index}`,
    kind: "local",
    location,
  }));
  Deno.writeTextFileSync(
    `${folder}/root/etc/storectl/stores.json`,
    JSON.stringify({ stores }),
  );
  return folders;
}

/** Reads, parses and ranks, with no manager. */
function searchFiles(folders: readonly string[]): number {
  return folders.reduce((sum, path) => {
    const store = readSoundStore(Deno.readFileSync(`${path}/store.json`));
    const items = store!.extensions.map((
      { id, name, version, description = "", author = "", tags = [] },
    ) => ({
      id,
      name,
      version,
      description,
      author,
      tags,
      size: null,
      updated: null,
    }));
    return sum +
      searchItems({ items, age: 0, warnings: [] }, QUERY).items.length;
  }, 0);
}

/** Puts the same question to the manager. */
async function searchManager(place: ManagerPlace): Promise<number> {
  const manager = await openManager(place, { kinds: ["local"] });
  const { answers } = await askStores(
    manager.stores,
    (store, signal) => store.search(QUERY, { signal }),
  );
  return mergeMatches(
    answers.map(({ store, answer }) => ({ store, items: answer.items })),
    "relevance",
  ).length;
}

const work = await Deno.makeTempDir({ prefix: "storectl-bench-" });
await using cleanup = new AsyncDisposableStack();
cleanup.defer(() => Deno.remove(work, { recursive: true }));
const folders = writeStores(work);
const none = () => Promise.reject(new Error("There is no APT here"));
const place: ManagerPlace = {
  root: `${work}/root`,
  cache: `${work}/cache`,
  data: `${work}/data`,
  configs: [{ scope: "system", path: `${work}/root/etc/storectl/stores.json` }],
  readDefinitions: none,
  openCatalog: none,
  askCatalog: none,
};

const direct: number[] = [];
const managed: number[] = [];
for (let run = 0; run < runs + 2; run++) {
  const start = performance.now();
  const found = searchFiles(folders);
  const middle = performance.now();
  const again = await searchManager(place);
  const end = performance.now();
  if (found !== again) throw new Error(`${found} is not ${again}`);
  if (run < 2) continue; // while the compiler warms up
  direct.push(middle - start);
  managed.push(end - middle);
}
const added = median(managed.map((time, run) => time - direct[run]!));
console.log(`${STORES} local stores of ${EXTENSIONS} extensions, ${runs} runs`);
console.log(`read, parsed and ranked   ${median(direct).toFixed(1)} ms`);
console.log(`the manager               ${median(managed).toFixed(1)} ms`);
console.log(
  `it adds                   ${added.toFixed(1)} ms (at most ${MOST_ADDED}: ${
    added <= MOST_ADDED ? "yes" : "NO"
  })`,
);

const measurer = cleanup.use(await openMeasurer(PROJECT));
for (
  const args of [["search", ...QUERY.split(" ")], ["outdated"], [
    "stores",
    "list",
  ]]
) {
  const argv = [Deno.execPath(), "run", "-q", "-P", "--no-prompt", "main.ts"]
    .concat(args, "--root", `${work}/root`, "--format", "json");
  const walls: number[] = [];
  for (let run = 0; run < Math.min(runs, 7) + 1; run++) {
    const { status, wall } = await measurer.run({ argv });
    if (status !== 0) throw new Error(`${args.join(" ")} ended with ${status}`);
    if (run > 0) walls.push(wall * 1000);
  }
  console.log(
    `storectl ${args.join(" ").padEnd(20)} ${
      median(walls).toFixed(0)
    } ms as a whole process`,
  );
}
