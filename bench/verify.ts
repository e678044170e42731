/**
 * `deno task bench:verify`: `storectl verify` against `sha256sum --check` and `b3sum --check`.
 *
 * The contenders take turns, so that a busy machine hurts all of them alike. Files are in the page cache.
 *
 *     deno task bench:verify [--runs 7] [--only NAME]
 *
 * @module
 */

import { parseArgs } from "node:util";
import { digestFile } from "../src/sys/digest.ts";
import { HandMadeStore } from "../tests/extensions/hand_made_store.ts";
import { type Cost, hasProgram, openMeasurer } from "./measure.ts";

const PROJECT = decodeURIComponent(new URL("../", import.meta.url).pathname);

const { values } = parseArgs({
  args: Deno.args,
  options: {
    runs: { type: "string", default: "7" },
    only: { type: "string", default: "" },
  },
});
const runs = Number(values.runs);

await using cleanup = new AsyncDisposableStack();
const measurer = cleanup.use(await openMeasurer(PROJECT));
const work = Deno.makeTempDirSync({ prefix: "storectl-bench-" });
cleanup.defer(() => Deno.remove(work, { recursive: true }));

/** Bytes that look like nothing in particular. */
function noise(size: number, seed: number): Uint8Array {
  const bytes = new Uint8Array(size);
  const view = new Uint32Array(bytes.buffer, 0, size >> 2);
  for (let index = 0, state = seed + 1; index < view.length; index++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    view[index] = state;
  }
  return bytes;
}

/** Writes a store, and the lists for the other programs; returns its directory. */
async function makeStore(
  name: string,
  versions: number,
  files: number,
  size: number,
): Promise<string> {
  const root = `${work}/${name}`;
  Deno.mkdirSync(root);
  const store = new HandMadeStore();
  let sums = "";
  for (let version = 0; version < versions; version++) {
    store.add(
      `extension-${version % 100}`,
      `1.0.${version}`,
      Array.from({ length: files }, (_, file) => ({
        path: file === 0 ? "extension.wasm" : `assets/${file}.bin`,
        content: noise(size, version * files + file),
        ...(file === 0 ? {} : { type: "asset" }),
      })),
    );
    for (const [path, content] of store.files) {
      const full = `${root}/${path}`;
      Deno.mkdirSync(full.slice(0, full.lastIndexOf("/")), { recursive: true });
      Deno.writeFileSync(full, content);
      if (!path.endsWith("/SHA256SUMS")) continue;
      const folder = path.slice(0, -"SHA256SUMS".length);
      sums += new TextDecoder().decode(content)
        .replaceAll(/^(\w+ {2})/gm, `$1${root}/${folder}`);
    }
    store.files.clear();
  }
  store.write(root);
  Deno.writeTextFileSync(`${work}/${name}.sha256`, sums);
  const paths = sums.split("\n").map((line) => line.slice(66)).filter((path) =>
    path !== ""
  );
  if (await hasProgram("b3sum", "--version")) {
    let list = "";
    for (let start = 0; start < paths.length; start += 500) {
      const { stdout } = await new Deno.Command("b3sum", {
        args: paths.slice(start, start + 500),
      }).output();
      list += new TextDecoder().decode(stdout);
    }
    Deno.writeTextFileSync(`${work}/${name}.b3`, list);
  }
  return root;
}

/** The middle value. */
function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!;
}

/** Runs all contenders in turns and prints their medians; ratios are of the time on the clock. */
async function race(
  title: string,
  contenders: Readonly<Record<string, readonly string[]>>,
): Promise<void> {
  if (!title.includes(values.only)) return;
  const costs = new Map<string, Cost[]>();
  for (let round = -1; round < runs; round++) {
    for (const [name, argv] of Object.entries(contenders)) {
      const cost = await measurer.run({ argv, env: { DENO: Deno.execPath() } });
      if (cost.status !== 0) {
        throw new Error(`"${name}" ends with ${cost.status}`);
      }
      if (round >= 0) costs.set(name, [...costs.get(name) ?? [], cost]);
    }
  }
  const first = costs.get(Object.keys(contenders)[0]!)!;
  console.log(`\n${title}`);
  console.log(
    `${
      "".padEnd(28)
    }  wall ms   cpu ms  peak MiB  × storectl (pairwise median)`,
  );
  for (const [name, all] of costs) {
    const ratio = median(
      all.map(({ wall }, index) => wall / first[index]!.wall),
    );
    console.log(
      [
        name.padEnd(28),
        (median(all.map(({ wall }) => wall)) * 1000).toFixed(0).padStart(9),
        (median(all.map(({ cpu }) => cpu)) * 1000).toFixed(0).padStart(9),
        (median(all.map(({ peak }) => peak)) / 2 ** 20).toFixed(0).padStart(10),
        ratio.toFixed(2).padStart(9),
      ].join(""),
    );
  }
}

const built = await new Deno.Command(`${PROJECT}scripts/build.sh`, {
  args: ["--bundle", "--out", `${work}/bundle`],
  env: { DENO: Deno.execPath() },
}).output();
if (!built.success) throw new Error("Cannot build the bundle");
const storectl = `${work}/bundle/storectl`;
Deno.writeTextFileSync(`${work}/empty.js`, "");
const bare = [Deno.execPath(), "run", "--no-config", `${work}/empty.js`];
console.log(`${runs} runs in turns; processor time by ${measurer.method}`);

/** What other programs there are for a list. */
async function others(name: string): Promise<Record<string, string[]>> {
  return {
    "sha256sum --check": [
      "sha256sum",
      "--check",
      "--quiet",
      `${work}/${name}.sha256`,
    ],
    ...(await hasProgram("b3sum", "--version")
      ? {
        "b3sum --check": ["b3sum", "--check", "--quiet", `${work}/${name}.b3`],
      }
      : {}),
  };
}

if ("1 GiB in 2,000 files".includes(values.only)) {
  const root = await makeStore("large", 100, 20, 536_870);
  await race("1 GiB in 2,000 files", {
    "storectl verify": [storectl, "verify", root],
    "storectl verify --jobs 1": [storectl, "verify", root, "--jobs", "1"],
    ...await others("large"),
  });
  await Deno.remove(root, { recursive: true });
}
if ("8 MB in 40 files".includes(values.only)) {
  const root = await makeStore("small", 10, 4, 200_000);
  await race("8 MB in 40 files", {
    "storectl verify": [storectl, "verify", root],
    "deno run, empty script": bare,
    ...await others("small"),
  });
}
if ("10,000 versions".includes(values.only)) {
  const root = await makeStore("many", 10_000, 3, 200);
  await race("10,000 versions", {
    "storectl verify --fast": [storectl, "verify", root, "--fast"],
    "storectl verify": [storectl, "verify", root],
  });
}
if ("one file of 4 GiB, with holes".includes(values.only)) {
  const root = `${work}/huge`;
  Deno.mkdirSync(root);
  const store = new HandMadeStore();
  const content = "\0asm\x01\0\0\0";
  store.add("huge", "1.0.0", [{ path: "extension.wasm", content }]);
  store.write(root);
  const path = `${root}/extensions/huge/1.0.0/extension.wasm`;
  Deno.truncateSync(path, 2 ** 32);
  const digest = await digestFile(path, "blake3");
  store.changeManifest("huge", "1.0.0", (manifest) => {
    manifest.wasm_file.size = digest!.size;
    manifest.wasm_file.checksum = `blake3:${digest!.hex}`;
  });
  store.files.delete("extensions/huge/1.0.0/extension.wasm");
  store.write(root);
  await race("one file of 4 GiB, with holes", {
    "storectl verify": [storectl, "verify", root],
    "deno run, empty script": bare,
  });
}
