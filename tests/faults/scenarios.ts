/**
 * Changes of a store that the fault tests cut, and what has to hold afterwards.
 *
 * @module
 */

import { deepStrictEqual, ok, rejects, strictEqual } from "node:assert/strict";
import { keyOf } from "../../src/extensions/_testing_keys.ts";
import type { Problem } from "../../src/extensions/problem.ts";
import { publishExtension } from "../../src/stores/publish_extension.ts";
import { unpublishExtension } from "../../src/stores/unpublish_extension.ts";
import { verifyStore } from "../../src/stores/verify_store.ts";
import type { Disk } from "../../src/sys/disk.ts";
import { Stop, stoppingDisk } from "./fault_disk.ts";

/**
 * A directory of the tests, in memory where the machine has one: thousands of fsyncs are not what is tested.
 *
 * @param isForProgram Not there then: Deno keeps programs with narrow rights away from `/dev`.
 */
export function makeFolder({ isForProgram = false } = {}): string {
  const options = { prefix: "storectl-faults-" };
  if (isForProgram) return Deno.makeTempDirSync(options);
  try {
    return Deno.makeTempDirSync({ ...options, dir: "/dev/shm" });
  } catch {
    return Deno.makeTempDirSync(options);
  }
}

/** The id that all publish. */
export const ID = "org.example.notes";

/** Writes what can be published: a component and six assets in three directories. */
export function writeSource(
  folder: string,
  version: string,
  text: string,
): void {
  const files = {
    "manifest.json": JSON.stringify({ id: ID, name: "Notes", version }),
    "extension.wasm": `\0asm\x01\0\0\0${text}`,
    "README.md": text,
    "LICENSE": text,
    "assets/icon.png": text,
    "assets/deep/down/a.txt": text,
    "assets/deep/b.txt": `${text}${text}`,
    "docs/c.md": "",
  };
  for (const [path, content] of Object.entries(files)) {
    const file = `${folder}/${path}`;
    Deno.mkdirSync(file.slice(0, file.lastIndexOf("/")), { recursive: true });
    Deno.writeTextFileSync(file, content);
  }
}

/** Options of every change. */
export const OPTIONS = {
  init: false,
  dryRun: false,
  overwrite: false,
  lockTimeout: 10_000,
  now: Date.UTC(2026, 0, 2),
} as const;

const source = (folder: string) => ({
  folder,
  fields: {},
  types: new Map<string, string>(),
});

/** A change to cut. */
export interface Scenario {
  /** What happens. */
  readonly name: string;
  /** Versions that the store has before; null for no store. */
  readonly before: readonly string[] | null;
  /** Versions that it has afterwards. */
  readonly after: readonly string[];
  /** Does it. `old` and `other` are directories to publish, of versions 1.0.0 and 2.0.0. */
  run(
    store: string,
    sources: string,
    disk: Disk,
  ): Promise<unknown>;
  /** Whether every change is signed. */
  readonly isSigned?: boolean;
  /** What happened to the store before. */
  prepare?(store: string, sources: string): Promise<void>;
}

/** The key of all stores that are signed. */
const signing = async () => ({ keys: [await keyOf(1)], days: 30 });

const publishNew: Scenario["run"] = (store, sources, disk) =>
  publishExtension(source(`${sources}/2.0.0`), store, { ...OPTIONS, disk });
const overwrite: Scenario["run"] = (store, sources, disk) =>
  publishExtension(source(`${sources}/1.0.0-changed`), store, {
    ...OPTIONS,
    overwrite: true,
    disk,
  });

/** Stops a change at the first call of a name, for good. */
async function stopAt(
  call: string,
  run: (disk: Disk) => Promise<unknown>,
): Promise<void> {
  await rejects(run(stoppingDisk({ call, where: "before" })), Stop);
}

/** Every scenario. */
export const SCENARIOS: readonly Scenario[] = [
  {
    name: "the first publish of a new store",
    before: null,
    after: ["2.0.0"],
    run: (store, sources, disk) =>
      publishExtension(source(`${sources}/2.0.0`), store, {
        ...OPTIONS,
        init: true,
        disk,
      }),
  },
  {
    name: "a publish",
    before: ["1.0.0"],
    after: ["1.0.0", "2.0.0"],
    run: publishNew,
  },
  {
    name: "an overwrite",
    before: ["1.0.0"],
    after: ["1.0.0"],
    run: overwrite,
  },
  {
    name: "an unpublish",
    before: ["1.0.0"],
    after: [],
    run: (store, _sources, disk) =>
      unpublishExtension(ID, "1.0.0", store, { ...OPTIONS, disk }),
  },
  {
    name: "a publish to a store that is signed",
    before: ["1.0.0"],
    after: ["1.0.0", "2.0.0"],
    isSigned: true,
    run: async (store, sources, disk) =>
      publishExtension(source(`${sources}/2.0.0`), store, {
        ...OPTIONS,
        signing: await signing(),
        disk,
      }),
  },
  {
    name: "a publish behind a publish that died before its switch",
    before: ["1.0.0"],
    after: ["1.0.0", "2.0.0"],
    prepare: (store, sources) =>
      stopAt("setMode", (disk) => publishNew(store, sources, disk)),
    run: publishNew,
  },
  {
    name: "a publish behind an overwrite that died while it cleared",
    before: ["1.0.0"],
    after: ["1.0.0", "2.0.0"],
    prepare: (store, sources) =>
      stopAt("removeFile", (disk) => overwrite(store, sources, disk)),
    run: publishNew,
  },
];

/** Makes what all scenarios publish. */
export function makeSources(folder: string): string {
  const sources = `${folder}/sources`;
  writeSource(`${sources}/1.0.0`, "1.0.0", "one");
  writeSource(`${sources}/1.0.0-changed`, "1.0.0", "another one");
  writeSource(`${sources}/2.0.0`, "2.0.0", "two");
  writeSource(`${sources}/3.0.0`, "3.0.0", "three");
  return sources;
}

/** Makes the store of a scenario. */
export async function makeStore(
  scenario: Scenario,
  store: string,
  sources: string,
): Promise<void> {
  for (const version of scenario.before ?? []) {
    await publishExtension(source(`${sources}/${version}`), store, {
      ...OPTIONS,
      init: true,
      signing: scenario.isSigned ? await signing() : undefined,
    });
  }
  await scenario.prepare?.(store, sources);
}

/** Copies a directory tree. */
export function copyTree(from: string, to: string): void {
  Deno.mkdirSync(to);
  for (const { name, isDirectory } of Deno.readDirSync(from)) {
    if (isDirectory) copyTree(`${from}/${name}`, `${to}/${name}`);
    else Deno.copyFileSync(`${from}/${name}`, `${to}/${name}`);
  }
}

/** Bytes of `store.json`; null where there is none. */
export function readIndex(store: string): string | null {
  try {
    return Deno.readTextFileSync(`${store}/store.json`);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}

/** The versions that a store lists. */
export function versionsOf(store: string): readonly string[] {
  const text = readIndex(store);
  if (text === null) return [];
  return JSON.parse(text).extensions.map(({ version }: { version: string }) =>
    version
  );
}

/** Problems of a store, as `verify` finds them. */
export async function problemsOf(store: string): Promise<readonly Problem[]> {
  return (await verifyStore(store, { threads: 1 })).problems;
}

/** Checks that a store is the old one or the new one, and whole. */
export async function checkWhole(
  store: string,
  scenario: Scenario,
  oldIndex: string | null,
): Promise<"old" | "new"> {
  const index = readIndex(store);
  if (index === null) {
    strictEqual(oldIndex, null, "the store is gone");
    return "old";
  }
  const errors = (await problemsOf(store)).filter(({ severity }) =>
    severity === "error"
  );
  deepStrictEqual(errors, []);
  if (index === oldIndex) return "old";
  deepStrictEqual(versionsOf(store), scenario.after);
  return "new";
}

/** Every file and directory in a store, from its root. */
export function* listTree(folder: string, prefix = ""): Generator<string> {
  for (const { name, isDirectory } of Deno.readDirSync(folder)) {
    yield `${prefix}${name}`;
    if (isDirectory) yield* listTree(`${folder}/${name}`, `${prefix}${name}/`);
  }
}

/** Checks that the next publish succeeds, and that nothing is in the store but what it lists. */
export async function checkNext(
  store: string,
  { isSigned }: Scenario,
  sources: string,
): Promise<void> {
  const { warnings, changed } = await publishExtension(
    source(`${sources}/3.0.0`),
    store,
    {
      ...OPTIONS,
      init: true,
      signing: isSigned ? await signing() : undefined,
    },
  );
  ok(changed);
  deepStrictEqual(warnings, []);
  deepStrictEqual(await problemsOf(store), []);
  const { extensions } = JSON.parse(readIndex(store)!);
  const homes: string[] = extensions.map((
    { manifest_path }: { manifest_path: string },
  ) => manifest_path.slice(0, manifest_path.lastIndexOf("/")));
  const litter = [...listTree(store)].filter((path) =>
    path !== "store.json" &&
    !(isSigned && /^signatures(\/[0-9a-f]{64}\.json)?$/.test(path)) &&
    !homes.some((home) => home.startsWith(path) || path.startsWith(home))
  );
  deepStrictEqual(litter, []);
}
