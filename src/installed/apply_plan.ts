/**
 * Carries out a plan.
 *
 * @module
 */

import { StoreError } from "../core/store_error.ts";
import type { AskOptions } from "../stores/store.ts";
import type { FileChanges } from "../sys/file_changes.ts";
import {
  extensionPath,
  EXTENSIONS,
  STAGING,
  versionPath,
} from "./installed_paths.ts";
import { linkedBytes } from "./linked_bytes.ts";
import { freeDirectory, nextRegistry } from "./next_registry.ts";
import type { Plan, PlanStep } from "./plan.ts";
import type { Installation } from "./read_installation.ts";
import type { KeptVersion } from "./registry.ts";
import {
  clearLeftovers,
  clearQuietly,
  switchInstallation,
} from "./switch_installation.ts";

/** How a plan is carried out. */
export interface ApplyOptions {
  /** What all changes go through. */
  readonly changes: FileChanges;
  /** Where a store is now. */
  readonly locationOf: (store: string) => string | undefined;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** How to ask the stores. */
  readonly ask?: AskOptions;
  /** Told when a version was fetched. */
  readonly onFetched?: (step: PlanStep) => void;
}

/** Extensions that are fetched at once; each store bounds its own files too. */
const FETCHED_AT_ONCE = 8;

/** Directories that hold the paths, from the root of them. */
function foldersOf(paths: readonly string[]): readonly string[] {
  const folders = new Set([""]);
  for (const path of paths) {
    for (let at = path.indexOf("/"); at >= 0; at = path.indexOf("/", at + 1)) {
      folders.add(path.slice(0, at));
    }
  }
  return [...folders];
}

/** Fetches one version into a directory, and sees to it that it survives a crash there. */
async function fetchStep(
  step: PlanStep,
  into: string,
  installation: Installation,
  { changes, locationOf, now, ask }: ApplyOptions,
): Promise<KeptVersion> {
  const { id, version, store, source } = step.to!;
  changes.makeDirectory(into);
  const { manifest, manifestChecksum, paths } = await source!.fetch(
    id,
    version,
    into,
    ask,
  );
  if (manifest.id !== id || manifest.version !== version) {
    throw new StoreError(
      "CHECKSUM_MISMATCH",
      `Cannot install "${id}" ${version}: store "${store}" gave "${manifest.id}" ${manifest.version}`,
      { hint: "Tell the publisher of the store." },
    );
  }
  await changes.sync(
    [...paths, ...foldersOf(paths)].map((path) => `${into}/${path}`),
  );
  return {
    directory: freeDirectory(version, installation.registry.get(id)),
    version,
    name: manifest.name,
    store,
    location: locationOf(store) ?? "",
    manifestChecksum,
    size: linkedBytes(manifest),
    dependencies: manifest.dependencies,
    installed: new Date(now).toISOString(),
  };
}

/** Fetches all that has to come, some at once; the first failure ends it. */
async function fetchAll(
  steps: readonly PlanStep[],
  installation: Installation,
  options: ApplyOptions,
): Promise<ReadonlyMap<string, KeptVersion>> {
  const fetched = new Map<string, KeptVersion>();
  const ending = new AbortController();
  const signal = options.ask?.signal === undefined
    ? ending.signal
    : AbortSignal.any([ending.signal, options.ask.signal]);
  const ask = { ...options.ask, signal };
  const left = steps.entries();
  let failure: unknown;
  const work = async () => {
    for (const [index, step] of left) {
      if (signal.aborted) return;
      const into = `${installation.data}/${STAGING}/${index}`;
      try {
        const version = await fetchStep(step, into, installation, {
          ...options,
          ask,
        });
        fetched.set(step.id, version);
        options.onFetched?.(step);
      } catch (error) {
        failure ??= error;
        ending.abort();
      }
    }
  };
  await Promise.all(Array.from({ length: FETCHED_AT_ONCE }, work));
  options.ask?.signal?.throwIfAborted();
  if (failure !== undefined) throw failure;
  return fetched;
}

/** Gives fetched versions their places, where nothing leads to them yet. */
async function place(
  steps: readonly PlanStep[],
  fetched: ReadonlyMap<string, KeptVersion>,
  { data }: Installation,
  { changes }: ApplyOptions,
): Promise<void> {
  for (const [index, { id }] of steps.entries()) {
    changes.makeDirectory(extensionPath(data, id));
    changes.rename(
      `${data}/${STAGING}/${index}`,
      versionPath(data, id, fetched.get(id)!.directory),
    );
  }
  await changes.sync([
    ...steps.map(({ id }) => extensionPath(data, id)),
    `${data}/${EXTENSIONS}`,
  ]);
}

/**
 * Carries out a plan: all of it, or nothing. The caller has the lock, and made the plan from this state.
 *
 * @returns The new state.
 * @throws {StoreError} What a store throws, or `PERMISSION` or `IO`; then all is as before.
 */
export async function applyPlan(
  installation: Installation,
  plan: Plan,
  options: ApplyOptions,
): Promise<Installation> {
  const { changes } = options;
  clearLeftovers(changes, installation);
  const coming = plan.steps.filter(({ to }) => to?.source !== undefined);
  try {
    const fetched = await fetchAll(coming, installation, options);
    if (coming.length > 0) await place(coming, fetched, installation, options);
    return await switchInstallation(
      changes,
      installation,
      nextRegistry(installation.registry, plan, fetched),
    );
  } finally {
    clearQuietly(changes, installation.data);
  }
}
