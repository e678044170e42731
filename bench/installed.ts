/**
 * `deno task bench:installed`: what it costs to ask what is installed.
 *
 * A hundred extensions are installed from ten local stores of a thousand each, and all have updates.
 *
 *     deno task bench:installed [--runs 15]
 *
 * @module
 */

import { parseArgs } from "node:util";
import { generationPath } from "../src/installed/installed_paths.ts";
import type { InstalledExtension } from "../src/installed/registry.ts";
import { switchInstallation } from "../src/installed/switch_installation.ts";
import { realChanges } from "../src/sys/file_changes.ts";
import { openMeasurer } from "./measure.ts";

const PROJECT = new URL("../", import.meta.url).pathname;
const STORES = 10;
const EXTENSIONS = 1000;
const INSTALLED = 100;
/** Milliseconds for a whole process. */
const MOST_OUTDATED = 150;

const { values } = parseArgs({
  args: Deno.args.filter((argument) => argument !== "--"),
  options: { runs: { type: "string", default: "15" } },
});
const runs = Number(values.runs);

/** The middle value. */
function median(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[times.length >> 1]!;
}

function idOf(store: number, extension: number): string {
  return `org.example.s${store}.e${extension}`;
}

/** What a store says of one extension; nothing reads the manifests behind it. */
function summary(store: number, extension: number): unknown {
  const id = idOf(store, extension);
  return {
    id,
    name: `Harbour helper ${extension}`,
    version: "1.1.0",
    description: "Helps those who sail to find a berth before it gets dark",
    author: "Ada Example",
    tags: ["field::marine", "use::planning"],
    size: 123_456,
    updated: "2026-01-02T03:04:05.000Z",
    manifest_path: `extensions/${id}/1.1.0/manifest.json`,
    manifest_checksum: `blake3:${"0".repeat(64)}`,
    sums_checksum: `blake3:${"1".repeat(64)}`,
  };
}

/** Writes the stores and the list that names them. */
function writeStores(folder: string): void {
  const stores = Array.from({ length: STORES }, (_, store) => {
    const location = `${folder}/store-${store}`;
    Deno.mkdirSync(location);
    const extensions = Array.from(
      { length: EXTENSIONS },
      (_, extension) => summary(store, extension),
    );
    Deno.writeTextFileSync(
      `${location}/store.json`,
      JSON.stringify({ name: `Store ${store}`, version: "1.0.0", extensions }),
    );
    return { name: `store-${store}`, kind: "local", location };
  });
  Deno.mkdirSync(`${folder}/root/etc/storectl`, { recursive: true });
  Deno.writeTextFileSync(
    `${folder}/root/etc/storectl/stores.json`,
    JSON.stringify({ stores }),
  );
}

/** An extension that was installed when its store had only version 1.0.0. */
function installed(folder: string, number: number): InstalledExtension {
  const store = number % STORES;
  return {
    id: idOf(store, number),
    current: "1.0.0",
    asked: true,
    held: false,
    prereleases: false,
    history: [],
    versions: [{
      directory: "1.0.0",
      version: "1.0.0",
      name: `Harbour helper ${number}`,
      store: `store-${store}`,
      location: `${folder}/store-${store}`,
      manifestChecksum: `blake3:${"0".repeat(64)}`,
      size: 123_456,
      dependencies: {},
      installed: "2026-01-02T03:04:05.000Z",
    }],
  };
}

const work = await Deno.makeTempDir({ prefix: "storectl-bench-" });
await using cleanup = new AsyncDisposableStack();
cleanup.defer(() => Deno.remove(work, { recursive: true }));
writeStores(work);
const data = `${work}/root/var/lib/storectl`;
const extensions = Array.from(
  { length: INSTALLED },
  (_, number) => installed(work, number),
);
for (const { id } of extensions) {
  Deno.mkdirSync(`${data}/extensions/${id}`, { recursive: true });
}
Deno.mkdirSync(generationPath(data, 0), { recursive: true });
await switchInstallation(
  realChanges,
  { data, generation: 0, registry: new Map() },
  new Map(extensions.map((extension) => [extension.id, extension])),
);

const measurer = cleanup.use(await openMeasurer(PROJECT));
console.log(
  `${INSTALLED} installed from ${STORES} stores of ${EXTENSIONS}, ${runs} runs`,
);
Deno.writeTextFileSync(`${work}/empty.js`, "");
const bare = [Deno.execPath(), "run", "--no-config", `${work}/empty.js`];
const program = [Deno.execPath(), "run", "-q", "-P", "--no-prompt", "main.ts"];
const options = ["--root", `${work}/root`, "--format", "json"];
const contenders: readonly (readonly [string, readonly string[]])[] = [
  ["deno run, empty script", bare],
  ["storectl list", [...program, "list", ...options]],
  ["storectl outdated", [...program, "outdated", ...options]],
];
const walls = new Map<string, number[]>();
// they take turns, so that a busy machine hurts all of them alike
for (let run = 0; run < runs + 1; run++) {
  for (const [name, argv] of contenders) {
    const { status, wall } = await measurer.run({ argv });
    if (status !== 0) throw new Error(`${name} ended with ${status}`);
    if (run > 0) walls.set(name, [...walls.get(name) ?? [], wall * 1000]);
  }
}
for (const [name, times] of walls) {
  console.log(`${name.padEnd(20)} ${median(times).toFixed(0)} ms`);
}
const outdated = median(walls.get("storectl outdated")!);
console.log(
  `outdated takes at most ${MOST_OUTDATED} ms: ${
    outdated <= MOST_OUTDATED ? "yes" : "NO"
  }`,
);
