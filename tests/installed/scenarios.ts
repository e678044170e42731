/**
 * Changes of an installation that the fault tests cut, and what has to hold afterwards.
 *
 * @module
 */

import { deepStrictEqual } from "node:assert/strict";
import { satisfies } from "../../src/extensions/semver.ts";
import { applyPlan } from "../../src/installed/apply_plan.ts";
import type { ChangeRequest } from "../../src/installed/change_request.ts";
import { findEarlier } from "../../src/installed/find_earlier.ts";
import { holdExtensions } from "../../src/installed/hold_extensions.ts";
import { lockInstallation } from "../../src/installed/lock_installation.ts";
import { Offers } from "../../src/installed/offers.ts";
import type { Plan } from "../../src/installed/plan.ts";
import { planChange } from "../../src/installed/plan_change.ts";
import { planRemoval } from "../../src/installed/plan_removal.ts";
import { readInstallation } from "../../src/installed/read_installation.ts";
import type { Installation } from "../../src/installed/read_installation.ts";
import { formatRegistry } from "../../src/installed/registry.ts";
import { verifyInstalled } from "../../src/installed/verify_installed.ts";
import { directoryTree } from "../../src/stores/directory_tree.ts";
import { linkedStore } from "../../src/stores/linked_store.ts";
import type { Store } from "../../src/stores/store.ts";
import { realChanges } from "../../src/sys/file_changes.ts";
import type { FileChanges } from "../../src/sys/file_changes.ts";
import { FaultChanges, Stop, stopping } from "./fault_changes.ts";
import type { StoreContent } from "./make_store.ts";

/** What the store offers in all scenarios. */
export const CONTENT: StoreContent = {
  app: {
    "1.0.0": { dependencies: { lib: "^1.0.0" }, assetBytes: 100 },
    "2.0.0": { dependencies: { lib: "^2.0.0", extra: "*" }, assetBytes: 100 },
  },
  lib: { "1.0.0": {}, "2.0.0": {}, "2.1.0": {}, "2.2.0": {}, "2.3.0": {} },
  extra: { "1.0.0": {} },
  tool: { "1.0.0": {} },
  next: { "1.0.0": {} },
};

/** One change; it goes through `changes`. */
export type Change = (root: string, changes: FileChanges) => Promise<unknown>;

/** The store of all scenarios. */
function openStore(location: string): Store {
  const entry = {
    name: "main",
    kind: "local",
    location,
    priority: 0,
    trusted: true,
    enabled: true,
    keys: [],
    requireSignature: false,
    scope: "system",
  } as const;
  return linkedStore(entry, directoryTree(location), { data: undefined });
}

/** Carries out a plan as a command does, but for the words. */
async function carryOut(
  root: string,
  changes: FileChanges,
  makePlan: (
    installation: Installation,
    change: (request: ChangeRequest) => Promise<Plan>,
  ) => Plan | Promise<Plan>,
): Promise<void> {
  const data = `${root}/var/lib/storectl`;
  using _lock = await lockInstallation(data, { timeout: 10_000 });
  const store = openStore(`${root}/../stores/main`);
  const locationOf = () => "main";
  const installation = readInstallation(data);
  const offers = new Offers([store], {});
  const input = {
    registry: installation.registry,
    offers,
    locationOf,
    satisfies,
  };
  const plan = await makePlan(
    installation,
    (request) => planChange(input, request),
  );
  await applyPlan(installation, plan, {
    changes,
    locationOf,
    now: Date.UTC(2026, 0, 2),
  });
}

/** A change that a request describes. */
function changing(request: ChangeRequest): Change {
  return (root, changes) =>
    carryOut(root, changes, (_installation, change) => change(request));
}

function installing(...words: readonly string[]): Change {
  return changing({
    install: words.map((word) => {
      const [id, range] = word.split("@");
      return range === undefined ? { id: id! } : { id: id!, range };
    }),
  });
}

function updating(...ids: readonly string[]): Change {
  return changing({ update: new Set(ids) });
}

const rollingBack: Change = (root, changes) =>
  carryOut(root, changes, ({ registry }, change) => {
    const { directory } = findEarlier(registry.get("app")!);
    return change({ rollback: { id: "app", directory } });
  });

const removing: Change = (root, changes) =>
  carryOut(
    root,
    changes,
    ({ registry }) => planRemoval(registry, ["app"], { autoremove: true }),
  );

const holding: Change = (root, changes) =>
  holdExtensions(
    changes,
    readInstallation(`${root}/var/lib/storectl`),
    ["app"],
    true,
  );

/** A change that dies before the first call of a name. */
function dying(change: Change, name: string): Change {
  return async (root) => {
    const counting = new FaultChanges();
    const copy = `${root}-counting`;
    await copyTree(root, copy);
    await change(copy, counting);
    await Deno.remove(copy, { recursive: true });
    const place = {
      call: counting.calls.indexOf(name),
      where: "before",
    } as const;
    try {
      await change(root, stopping(place));
    } catch (error) {
      if (!(error instanceof Stop)) throw error;
    }
  };
}

/** What is cut, and what was done before it. */
export interface Scenario {
  readonly name: string;
  readonly before: readonly Change[];
  readonly change: Change;
}

const APP_1 = installing("app@1");
/** Installed one after the other, the first ones are four versions to keep. */
const LIBRARIES = ["1.0.0", "2.0.0", "2.1.0", "2.2.0"].map((version) =>
  installing(`lib@${version}`)
);

/** Every scenario. */
export const SCENARIOS: readonly Scenario[] = [
  {
    name: "the first installation, with a dependency",
    before: [],
    change: APP_1,
  },
  {
    name: "an installation of two beside others",
    before: [APP_1],
    change: installing("tool", "extra"),
  },
  {
    name: "an update of two that brings a third",
    before: [APP_1],
    change: updating("app", "lib"),
  },
  {
    name: "an update that drops the oldest version",
    before: LIBRARIES,
    change: updating("lib"),
  },
  {
    name: "a way back of two",
    before: [APP_1, updating("app", "lib")],
    change: rollingBack,
  },
  {
    name: "a removal with what nobody needs any more",
    before: [APP_1, updating("app", "lib"), installing("tool")],
    change: removing,
  },
  {
    name: "a second fetch of the same version",
    before: [APP_1],
    change: changing({ install: [{ id: "app", range: "1" }], reinstall: true }),
  },
  { name: "a hold", before: [APP_1], change: holding },
  {
    name: "an update behind one that died before its switch",
    before: [APP_1, dying(updating("app", "lib"), "writeFile")],
    change: updating("app", "lib"),
  },
  {
    name: "an installation behind a removal that died while it cleared",
    before: [APP_1, dying(removing, "remove")],
    change: installing("tool"),
  },
];

/** Copies a directory tree, links as they are. */
export async function copyTree(from: string, to: string): Promise<void> {
  const { success } = await new Deno.Command("cp", {
    args: ["-a", from, to],
  }).output();
  if (!success) throw new Error(`Cannot copy ${from}`);
}

/** The register of a root as text. */
export function registryOf(root: string): string {
  return formatRegistry(
    readInstallation(`${root}/var/lib/storectl`).registry,
  );
}

/** Checks that an installation is the old or the new one, and whole. */
export async function checkWhole(
  root: string,
  old: string,
  next: string,
): Promise<"old" | "new"> {
  const now = registryOf(root);
  const { problems } = await verifyInstalled(`${root}/var/lib/storectl`, {
    threads: 1,
  });
  deepStrictEqual(
    problems.filter(({ severity }) => severity === "error"),
    [],
  );
  if (now === old) return "old";
  deepStrictEqual(now, next);
  return "new";
}

/** Checks that the next change succeeds, and that nothing lies there but what is installed. */
export async function checkNext(root: string): Promise<void> {
  await installing("next")(root, realChanges);
  const data = `${root}/var/lib/storectl`;
  const { problems } = await verifyInstalled(data, { threads: 1 });
  deepStrictEqual(problems, []);
  const names = (path: string) =>
    [...Deno.readDirSync(`${data}/${path}`)].map(({ name }) => name).sort();
  deepStrictEqual(names(""), [
    "current",
    "extensions",
    "generations",
    "lock",
  ]);
  const { registry, generation } = readInstallation(data);
  deepStrictEqual(names("generations"), [String(generation)]);
  deepStrictEqual(names("extensions"), [...registry.keys()]);
  deepStrictEqual(names("current/active"), [...registry.keys()]);
  for (const { id, versions } of registry.values()) {
    deepStrictEqual(
      names(`extensions/${id}`),
      ["current", ...versions.map(({ directory }) => directory)].sort(),
    );
    // both ways lead to the version in use
    deepStrictEqual(
      Deno.realPathSync(`${data}/extensions/${id}/current`),
      Deno.realPathSync(`${data}/current/active/${id}`),
    );
  }
}
