/**
 * Where what belongs to an installation lies below its directory.
 *
 * ```text
 * current -> generations/7                the one switch: renaming this link changes everything at once
 * generations/7/registry.json             what is installed
 * generations/7/active/ID                 -> the version of each extension that is in use
 * extensions/ID/VERSION/…                 the files of a version, never changed
 * extensions/ID/current                   -> current/active/ID, never changed
 * staging/                                what is being fetched
 * lock/                                   locked by who changes any of this
 * ```
 *
 * @module
 */

/** Name of the link that decides. */
export const CURRENT = "current";
/** Name of the directory of fetched files that have no place yet. */
export const STAGING = "staging";
/** Name of the directory that writers lock. */
export const LOCK = "lock";
/** Name of the directory of generations. */
export const GENERATIONS = "generations";
/** Name of the directory of extensions. */
export const EXTENSIONS = "extensions";
/** Name of the register in a generation. */
export const REGISTRY = "registry.json";
/** Name of the directory of links in a generation. */
export const ACTIVE = "active";

/** Directory of a generation. */
export function generationPath(data: string, generation: number): string {
  return `${data}/${GENERATIONS}/${generation}`;
}

/** Directory of an extension. */
export function extensionPath(data: string, id: string): string {
  return `${data}/${EXTENSIONS}/${id}`;
}

/** Directory of a version. */
export function versionPath(
  data: string,
  id: string,
  directory: string,
): string {
  return `${extensionPath(data, id)}/${directory}`;
}

/** Where the link to the version in use points, from its generation. */
export function activeTarget(id: string, directory: string): string {
  return `../../../${EXTENSIONS}/${id}/${directory}`;
}

/** Where the link `extensions/ID/current` points. */
export function currentTarget(id: string): string {
  return `../../${CURRENT}/${ACTIVE}/${id}`;
}
