// Stops publish, overwrite and unpublish before and in the middle of every change of the disk: the store is the old one
// or the new one, whole, and the next publish leaves no litter. First by an exception that nothing catches, then by SIGKILL.
import {
  deepStrictEqual,
  match,
  ok,
  rejects,
  strictEqual,
} from "node:assert/strict";
import { ioError } from "../../src/sys/_io_error.ts";
import {
  cutPlaces,
  failingDisk,
  FaultDisk,
  Stop,
  stoppingDisk,
} from "./fault_disk.ts";
import type { CutPlace } from "./fault_disk.ts";
import {
  checkNext,
  checkWhole,
  copyTree,
  listTree,
  makeFolder,
  makeSources,
  makeStore,
  readIndex,
  SCENARIOS,
} from "./scenarios.ts";
import type { Scenario } from "./scenarios.ts";

/** Children at once. */
const AT_ONCE = 4;
/** The stops that the issue asks for. */
const LEAST_CUTS = 400;

/** What a scenario is run on: a copy for each cut. */
interface Stage {
  readonly scenario: Scenario;
  readonly folder: string;
  readonly sources: string;
  readonly oldIndex: string | null;
  /** Calls of a run that is not cut. */
  readonly calls: readonly string[];
  /** What they are about. */
  readonly paths: readonly string[];
  /** A fresh copy of the store as it is before. */
  copy(name: string): string;
}

/** Prepares the scenarios, and removes all that they made. */
async function withStages(
  action: (stages: readonly Stage[]) => Promise<void>,
): Promise<void> {
  const folder = makeFolder();
  try {
    const sources = makeSources(folder);
    const stages: Stage[] = [];
    for (const [index, scenario] of SCENARIOS.entries()) {
      const home = `${folder}/${index}`;
      const store = `${home}/before`;
      Deno.mkdirSync(home);
      await makeStore(scenario, store, sources);
      const copy = (name: string) => {
        const path = `${home}/${name}`;
        if (scenario.before === null) Deno.mkdirSync(path);
        else copyTree(store, path);
        return path;
      };
      const counting = new FaultDisk();
      const whole = copy("whole");
      await scenario.run(whole, sources, counting);
      strictEqual(await checkWhole(whole, scenario, readIndex(store)), "new");
      await checkNext(whole, scenario, sources);
      stages.push({
        scenario,
        folder: home,
        sources,
        oldIndex: readIndex(store),
        calls: counting.calls,
        paths: counting.paths,
        copy,
      });
    }
    await action(stages);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}

/** Checks a store that was cut, and removes it. */
async function checkCut(
  { scenario, sources, oldIndex }: Stage,
  store: string,
  label: string,
): Promise<string> {
  try {
    const state = await checkWhole(store, scenario, oldIndex);
    await checkNext(store, scenario, sources);
    return state;
  } catch (error) {
    throw new Error(`${scenario.name}, cut ${label}: ${error}`, {
      cause: error,
    });
  } finally {
    Deno.removeSync(store, { recursive: true });
  }
}

Deno.test("stopped at every call and in the middle of every write, the store is the old or the new one", async () => {
  await withStages(async (stages) => {
    let cuts = 0;
    for (const stage of stages) {
      const states: string[] = [];
      for (const place of cutPlaces(stage.calls)) {
        const label = `${place.where}-${place.call}`;
        const store = stage.copy(label);
        const disk = stoppingDisk(place);
        await rejects(stage.scenario.run(store, stage.sources, disk), Stop);
        deepStrictEqual(
          disk.calls,
          stage.calls.slice(0, Number(place.call) + 1),
        );
        states.push(await checkCut(stage, store, label));
        cuts++;
      }
      // there is one switch, and it is never taken back
      ok(states.includes("old") && states.includes("new"), stage.scenario.name);
      deepStrictEqual(states, states.toSorted().reverse());
    }
    ok(cuts >= LEAST_CUTS, `${cuts} cuts`);
  });
});

/** Lets a child kill itself at a place, and checks what it left. */
async function kill(
  stage: Stage,
  index: number,
  place: CutPlace,
): Promise<void> {
  const label = `killed-${place.where}-${place.call}`;
  const store = stage.copy(label);
  const { signal } = await new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "-A",
      "--quiet",
      "--no-check",
      new URL("./killed_child.ts", import.meta.url).pathname,
      String(index),
      store,
      stage.sources,
      String(place.call),
      place.where,
    ],
    stdin: "null",
    stdout: "null",
    stderr: "inherit",
  }).output();
  strictEqual(signal, "SIGKILL", label);
  await checkCut(stage, store, label);
}

Deno.test("killed with SIGKILL at each of these places, the same holds", async () => {
  await withStages(async (stages) => {
    const jobs = stages.flatMap((stage, index) =>
      cutPlaces(stage.calls).map((place) => ({ stage, index, place }))
    ).values();
    let kills = 0;
    const work = async () => {
      for (const { stage, index, place } of jobs) {
        await kill(stage, index, place);
        kills++;
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    ok(kills >= LEAST_CUTS, `${kills} kills`);
  });
});

/** An error as Deno throws it for a code that has no class. */
function systemError(code: string): Error {
  return Object.assign(new Error(code), { code });
}

Deno.test.each(
  [
    { code: "ENOSPC", caught: systemError("ENOSPC"), says: "no space is left" },
    { code: "EROFS", caught: systemError("EROFS"), says: "read-only" },
    { code: "EMFILE", caught: systemError("EMFILE"), says: "too many files" },
    {
      code: "EACCES",
      caught: new Deno.errors.PermissionDenied("EACCES"),
      says: "access is refused",
    },
  ],
)(
  "where any call fails with $code, it is a coded error and the store is as before, without litter",
  async ({ code, caught, says }) => {
    const error = ioError(caught, "write", "store");
    match(error.message, new RegExp(says));
    await withStages(async (stages) => {
      for (const stage of stages) {
        for (const [number, place] of cutPlaces(stage.calls).entries()) {
          const store = stage.copy(`${code}-${number}`);
          const before = [...listTree(store)].sort();
          const disk = failingDisk(place, error);
          let thrown: unknown;
          let warnings: readonly { readonly code: string }[] = [];
          try {
            const done = await stage.scenario.run(store, stage.sources, disk);
            ({ warnings } = done as { warnings: typeof warnings });
          } catch (caught) {
            thrown = caught;
          }
          if (thrown === undefined) {
            // behind the switch the change is done, and what is left is said
            deepStrictEqual(warnings.map(({ code }) => code), [
              "STORE_LEFTOVER",
            ]);
            ok(readIndex(store) !== stage.oldIndex);
          } else {
            strictEqual(thrown, error);
            strictEqual(readIndex(store), stage.oldIndex);
            const hasLeftovers = stage.scenario.prepare !== undefined;
            if (!hasLeftovers) {
              deepStrictEqual([...listTree(store)].sort(), before);
            }
          }
          await checkCut(stage, store, `${code} at call ${place.call}`);
        }
      }
    });
  },
);

Deno.test("all that the new store.json lists is on the device before the switch", async () => {
  await withStages((stages) => {
    for (const { scenario, calls, paths } of stages) {
      const end = paths.findLastIndex((path, index) =>
        path.endsWith("/store.json") && calls[index] === "rename"
      );
      ok(end > 0, scenario.name);
      const before = calls.slice(0, end).map((name, index) => ({
        name,
        path: paths[index]!,
        index,
      }));
      const isSynced = (name: string, path: string, from: number) =>
        before.some((call) =>
          call.name === name && call.path === path && call.index > from
        );
      for (const { name, path, index } of before) {
        const label = `${scenario.name}: ${name} ${path}`;
        if (name === "write") ok(isSynced("sync", path, index), label);
        // names below the staging directory count once they are moved from there
        const folder = path.slice(0, path.lastIndexOf("/"));
        const isStaged = /\/\.storectl$/.test(folder);
        const makesName = ["create", "makeFolder", "rename"].includes(name);
        if (makesName && (!isStaged || path.endsWith("/journal.json"))) {
          ok(isSynced("syncFolder", folder, index), label);
        }
      }
      ok(calls.slice(end).includes("syncFolder"), scenario.name);
    }
    return Promise.resolve();
  });
});
