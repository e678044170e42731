// Stops installations, updates, removals and ways back before and in the middle of every change of the disk: what is
// installed is the old or the new state, whole, and the next change leaves no litter. A share of the stops is SIGKILL.
import { deepStrictEqual, ok, rejects, strictEqual } from "node:assert/strict";
import { StoreError } from "../../src/core/store_error.ts";
import { realChanges } from "../../src/sys/file_changes.ts";
import {
  cutPlaces,
  failing,
  FaultChanges,
  Stop,
  stopping,
} from "./fault_changes.ts";
import type { CutPlace } from "./fault_changes.ts";
import { Machine } from "./make_store.ts";
import {
  checkNext,
  checkWhole,
  CONTENT,
  copyTree,
  registryOf,
  SCENARIOS,
} from "./scenarios.ts";
import type { Scenario } from "./scenarios.ts";

/** Every so many stops are real. */
const KILL_EVERY = 4;
/** Children at once. */
const AT_ONCE = 3;
/** The stops that there are at least. */
const LEAST_CUTS = 200;

/** What a scenario is run on: a copy for each cut. */
interface Stage {
  readonly index: number;
  readonly scenario: Scenario;
  readonly old: string;
  readonly next: string;
  /** Calls of a run that is not cut. */
  readonly calls: readonly string[];
  /** Runs `action` on a fresh copy of the root. */
  onCopy<Result>(action: (root: string) => Promise<Result>): Promise<Result>;
}

/** Prepares the scenarios on one machine. */
async function makeStages(machine: Machine): Promise<readonly Stage[]> {
  const stages: Stage[] = [];
  for (const [index, scenario] of SCENARIOS.entries()) {
    const before = `${machine.folder}/before-${index}`;
    await copyTree(machine.root, before);
    for (const change of scenario.before) await change(before, realChanges);
    let copies = 0;
    const onCopy: Stage["onCopy"] = async (action) => {
      const root = `${machine.folder}/copy-${index}-${copies++}`;
      await copyTree(before, root);
      try {
        return await action(root);
      } finally {
        await Deno.remove(root, { recursive: true });
      }
    };
    const old = registryOf(before);
    const [next, calls] = await onCopy(async (root) => {
      const counting = new FaultChanges();
      await scenario.change(root, counting);
      const next = registryOf(root);
      strictEqual(await checkWhole(root, old, next), "new");
      await checkNext(root);
      return [next, counting.calls] as const;
    });
    stages.push({ index, scenario, old, next, calls, onCopy });
  }
  return stages;
}

async function withStages(
  action: (stages: readonly Stage[]) => Promise<void>,
): Promise<void> {
  await using machine = await Machine.make(
    { main: { content: CONTENT } },
    { inMemory: true },
  );
  await action(await makeStages(machine));
}

/** Cuts a change, and checks what it left. */
async function cut(
  { scenario, old, next, onCopy }: Stage,
  place: CutPlace,
  run: (root: string) => Promise<void>,
): Promise<string> {
  return await onCopy(async (root) => {
    try {
      await run(root);
      const state = await checkWhole(root, old, next);
      await checkNext(root);
      return state;
    } catch (error) {
      throw new Error(
        `${scenario.name}, ${place.where} call ${place.call}: ${error}`,
        { cause: error },
      );
    }
  });
}

Deno.test("stopped at every call and in the middle of it, what is installed is the old or the new state", async () => {
  await withStages(async (stages) => {
    let cuts = 0;
    for (const stage of stages) {
      const states: string[] = [];
      for (const place of cutPlaces(stage.calls)) {
        states.push(
          await cut(stage, place, async (root) => {
            await rejects(stage.scenario.change(root, stopping(place)), Stop);
          }),
        );
        cuts++;
      }
      // there is one switch, and it is never taken back
      ok(states.includes("old") && states.includes("new"), stage.scenario.name);
      deepStrictEqual(states, states.toSorted().reverse());
    }
    ok(cuts >= LEAST_CUTS, `${cuts} cuts`);
  });
});

Deno.test("killed with SIGKILL at every fourth of these places, the same holds", async () => {
  await withStages(async (stages) => {
    const jobs = stages.flatMap((stage) =>
      cutPlaces(stage.calls).map((place) => ({ stage, place }))
    ).filter((_, number) => number % KILL_EVERY === 0).values();
    let kills = 0;
    const work = async () => {
      for (const { stage, place } of jobs) {
        await cut(stage, place, async (root) => {
          const { signal } = await new Deno.Command(Deno.execPath(), {
            args: [
              "run",
              "-A",
              "--quiet",
              "--no-check",
              new URL("./killed_child.ts", import.meta.url).pathname,
              String(stage.index),
              root,
              String(place.call),
              place.where,
            ],
            stdin: "null",
            stdout: "null",
            stderr: "inherit",
          }).output();
          strictEqual(signal, "SIGKILL");
        });
        kills++;
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    ok(kills >= LEAST_CUTS / KILL_EVERY, `${kills} kills`);
  });
});

Deno.test("where any call fails, it is that error and all is as before, or all is done", async () => {
  const error = new StoreError("IO", "Cannot write: no space is left");
  await withStages(async (stages) => {
    for (const stage of stages) {
      for (const place of cutPlaces(stage.calls)) {
        let isThrown = false;
        const state = await cut(stage, place, async (root) => {
          try {
            await stage.scenario.change(root, failing(place, error));
          } catch (thrown) {
            strictEqual(thrown, error);
            isThrown = true;
          }
        });
        strictEqual(state, isThrown ? "old" : "new");
      }
    }
  });
});
