/**
 * `deno task bench:publish`: publishing 1 MB into a store of 10,000 versions, and into an empty one.
 *
 * The two take turns, so that a busy machine hurts both alike. Every run publishes a version of its own.
 *
 *     deno task bench:publish [--runs 9]
 *
 * @module
 */

import { parseArgs } from "node:util";
import { type Cost, openMeasurer } from "./measure.ts";

const PROJECT = decodeURIComponent(new URL("../", import.meta.url).pathname);
const LISTED = 10_000;

const { values } = parseArgs({
  args: Deno.args,
  options: { runs: { type: "string", default: "9" } },
});

await using cleanup = new AsyncDisposableStack();
const measurer = cleanup.use(await openMeasurer(PROJECT));
const work = Deno.makeTempDirSync({ prefix: "storectl-bench-" });
cleanup.defer(() => Deno.remove(work, { recursive: true }));

/** Writes a `store.json` that lists versions of a hundred extensions. */
function makeStore(name: string, versions: number): string {
  const checksum = `blake3:${"0a".repeat(32)}`;
  const extensions = Array.from({ length: versions }, (_, number) => {
    const id = `org.example.extension-${number % 100}`;
    const version = `1.${Math.floor(number / 100)}.0`;
    return {
      id,
      name: "An extension",
      version,
      description: "What it does, in a sentence that is as long as most are.",
      author: "Somebody <somebody@example.org>",
      tags: ["one", "two", "three"],
      size: 1_000_000,
      updated: "2026-01-02T03:04:05.000Z",
      manifest_path: `extensions/${id}/${version}/manifest.json`,
      manifest_checksum: checksum,
      sums_checksum: checksum,
    };
  });
  const folder = `${work}/${name}`;
  Deno.mkdirSync(folder);
  const store = { name, version: "1.0.0", extensions };
  Deno.writeTextFileSync(
    `${folder}/store.json`,
    JSON.stringify(store, null, 2),
  );
  return folder;
}

/** The middle value. */
function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!;
}

const source = `${work}/source`;
Deno.mkdirSync(source);
const wasm = new Uint8Array(1_000_000);
for (let at = 0; at < wasm.length; at += 50_000) {
  crypto.getRandomValues(wasm.subarray(at, at + 50_000));
}
wasm.set([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);
Deno.writeFileSync(`${source}/extension.wasm`, wasm);
Deno.writeTextFileSync(
  `${source}/manifest.json`,
  JSON.stringify({ id: "org.example.new", name: "New" }),
);

const built = await new Deno.Command(`${PROJECT}scripts/build.sh`, {
  args: ["--bundle", "--out", `${work}/bundle`],
  env: { DENO: Deno.execPath() },
}).output();
if (!built.success) throw new Error("Cannot build the bundle");

const stores = [
  { name: "an empty store", folder: makeStore("empty", 0) },
  { name: `a store of ${LISTED} versions`, folder: makeStore("full", LISTED) },
].map((store) => ({ ...store, costs: [] as Cost[] }));
for (let run = -1; run < Number(values.runs); run++) {
  for (const { name, folder, costs } of stores) {
    const cost = await measurer.run({
      argv: [
        `${work}/bundle/storectl`,
        ...["publish", source, "--to", folder, "--version", `1.0.${run + 1}`],
      ],
      env: { DENO: Deno.execPath() },
    });
    if (cost.status !== 0) {
      throw new Error(`"${name}" ends with ${cost.status}`);
    }
    if (run >= 0) costs.push(cost);
  }
}

console.log(
  `publish of 1 MB, ${values.runs} runs in turns; ${measurer.method}\n`,
);
console.log(
  `${
    "".padEnd(28)
  }  wall ms   cpu ms  peak MiB  × wall   × cpu (pairwise medians)`,
);
const first = stores[0]!.costs;
for (const { name, costs } of stores) {
  const ratio = (of: (cost: Cost) => number) =>
    median(costs.map((cost, index) => of(cost) / of(first[index]!))).toFixed(2);
  const milliseconds = (of: (cost: Cost) => number) =>
    (median(costs.map(of)) * 1000).toFixed(0).padStart(9);
  console.log(
    name.padEnd(28) + milliseconds(({ wall }) => wall) +
      milliseconds(({ cpu }) => cpu) +
      (median(costs.map(({ peak }) => peak)) / 2 ** 20).toFixed(0).padStart(
        10,
      ) +
      ratio(({ wall }) => wall).padStart(8) + ratio(({ cpu }) =>
        cpu
      ).padStart(8),
  );
}
