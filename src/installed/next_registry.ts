/**
 * The register after a plan. Pure.
 *
 * @module
 */

import type { Plan, PlanStep } from "./plan.ts";
import { versionIn } from "./registry.ts";
import type { InstalledExtension, KeptVersion, Registry } from "./registry.ts";

/** Earlier versions of one extension that are kept for the way back. */
export const KEPT_EARLIER = 3;

/** The name of a directory for a version that is to come: the version, or `VERSION_rN` where that is taken. */
export function freeDirectory(
  version: string,
  extension: InstalledExtension | undefined,
): string {
  let directory = version;
  for (
    let next = 2;
    extension !== undefined && versionIn(extension, directory) !== undefined;
    next++
  ) directory = `${version}_r${next}`;
  return directory;
}

/** Directories of earlier versions after `next` has taken the place of the current one. */
function historyAfter(
  { history, current }: InstalledExtension,
  step: PlanStep,
  next: string,
): readonly string[] {
  const back = history.indexOf(next);
  if (back >= 0 && step.action === "downgrade") return history.slice(0, back);
  // what comes again takes the place of what was damaged
  const earlier = step.action === "reinstall" ? history : [...history, current];
  return earlier.filter((directory) => directory !== next)
    .slice(-KEPT_EARLIER);
}

/** An extension after its step. */
function extensionAfter(
  old: InstalledExtension | undefined,
  step: PlanStep,
  version: KeptVersion,
): InstalledExtension {
  const { id, asked } = step;
  if (old === undefined) {
    return {
      id,
      current: version.directory,
      asked,
      held: false,
      prereleases: false,
      history: [],
      versions: [version],
    };
  }
  const history = historyAfter(old, step, version.directory);
  const isKept = ({ directory }: KeptVersion) =>
    history.includes(directory) ||
    // who went back may want to come forth again
    (step.to?.kept !== undefined && directory === old.current);
  return {
    ...old,
    asked,
    current: version.directory,
    history,
    versions: [
      ...old.versions.filter((kept) =>
        kept.directory !== version.directory && isKept(kept)
      ),
      version,
    ],
  };
}

/**
 * The register after a plan was carried out.
 *
 * @param fetched The versions that came, by id.
 */
export function nextRegistry(
  registry: Registry,
  plan: Pick<Plan, "steps" | "marks" | "prereleases">,
  fetched: ReadonlyMap<string, KeptVersion>,
): Registry {
  const next = new Map(registry);
  for (const step of plan.steps) {
    const version = step.to?.kept ?? fetched.get(step.id);
    if (version === undefined) next.delete(step.id);
    else {
      next.set(
        step.id,
        extensionAfter(registry.get(step.id), step, version),
      );
    }
  }
  for (const [id, extension] of next) {
    const asked = extension.asked || plan.marks.has(id);
    const prereleases = extension.prereleases || plan.prereleases.has(id);
    next.set(id, { ...extension, asked, prereleases });
  }
  return new Map([...next].sort(([a], [b]) => a < b ? -1 : 1));
}
