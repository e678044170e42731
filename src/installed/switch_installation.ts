/**
 * Changes what is installed: from one state to the next in one step, whatever happens in between.
 *
 * @module
 */

import { StoreError } from "../core/store_error.ts";
import type { FileChanges } from "../sys/file_changes.ts";
import { listDirectory } from "../sys/list_directory.ts";
import { lookAt } from "../sys/store_files.ts";
import {
  ACTIVE,
  activeTarget,
  CURRENT,
  currentTarget,
  extensionPath,
  EXTENSIONS,
  generationPath,
  GENERATIONS,
  REGISTRY,
  STAGING,
} from "./installed_paths.ts";
import { readInstallation } from "./read_installation.ts";
import type { Installation } from "./read_installation.ts";
import { formatRegistry } from "./registry.ts";
import type { Registry } from "./registry.ts";

/** The link that takes the place of `current`. */
const NEXT = "current.new";

/** Names in a directory that are not expected there, as paths. */
function strangers(
  folder: string,
  isExpected: (name: string) => boolean,
): readonly string[] {
  return (listDirectory(folder) ?? []).filter((name) => !isExpected(name))
    .map((name) => `${folder}/${name}`);
}

/** What lies in the directory of an installation and does not belong to its state. */
export function leftovers(
  { data, generation, registry }: Installation,
): readonly string[] {
  const paths = [`${data}/${STAGING}`, `${data}/${NEXT}`]
    .filter((path) => lookAt(path) !== undefined);
  paths.push(
    ...strangers(
      `${data}/${GENERATIONS}`,
      (name) => name === String(generation),
    ),
    ...strangers(`${data}/${EXTENSIONS}`, (name) => registry.has(name)),
  );
  for (const { id, versions } of registry.values()) {
    paths.push(
      ...strangers(extensionPath(data, id), (name) =>
        name === CURRENT ||
        versions.some(({ directory }) => directory === name)),
    );
  }
  return paths;
}

/**
 * Removes what a writer that was killed left behind, and what the last change made superfluous. The caller has the lock.
 *
 * @throws {StoreError} `PERMISSION`, or `IO`.
 */
export function clearLeftovers(
  changes: FileChanges,
  installation: Installation,
): void {
  for (const path of leftovers(installation)) changes.remove(path);
}

/**
 * The same at the end of a change, however that ended. What cannot be removed now, the next change removes.
 */
export function clearQuietly(changes: FileChanges, data: string): void {
  try {
    // whatever happened: the disk says which state it is now
    clearLeftovers(changes, readInstallation(data));
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
  }
}

/** The link beside the versions, which leads through the switch. */
function linkCurrent(
  changes: FileChanges,
  data: string,
  registry: Registry,
): readonly string[] {
  const folders: string[] = [];
  for (const id of registry.keys()) {
    const folder = extensionPath(data, id);
    const path = `${folder}/${CURRENT}`;
    const entry = lookAt(path);
    if (entry?.target === currentTarget(id)) continue;
    if (entry !== undefined) changes.remove(path);
    changes.link(currentTarget(id), path);
    folders.push(folder);
  }
  return folders;
}

/**
 * Makes `registry` the state of an installation. The caller has the lock, and the versions are in their places.
 *
 * Until the link `current` is renamed, all is as before; from then on, all is as `registry` says.
 *
 * @returns The new state.
 * @throws {StoreError} `PERMISSION`, or `IO`: then all is as before.
 */
export async function switchInstallation(
  changes: FileChanges,
  { data, generation }: Installation,
  registry: Registry,
): Promise<Installation> {
  const next = { data, generation: generation + 1, registry };
  const folder = generationPath(data, next.generation);
  const linked = linkCurrent(changes, data, registry);
  changes.makeDirectory(`${folder}/${ACTIVE}`);
  for (const { id, current } of registry.values()) {
    changes.link(activeTarget(id, current), `${folder}/${ACTIVE}/${id}`);
  }
  changes.writeFile(
    `${folder}/${REGISTRY}`,
    new TextEncoder().encode(formatRegistry(registry)),
  );
  changes.link(`${GENERATIONS}/${next.generation}`, `${data}/${NEXT}`);
  await changes.sync([
    ...linked,
    `${folder}/${ACTIVE}`,
    folder,
    `${data}/${GENERATIONS}`,
    data,
  ]);
  changes.rename(`${data}/${NEXT}`, `${data}/${CURRENT}`);
  try {
    await changes.sync([data]);
  } catch (error) {
    // it is done; should the power fail now, all is as before, which is whole too
    if (!(error instanceof StoreError)) throw error;
  }
  return next;
}
