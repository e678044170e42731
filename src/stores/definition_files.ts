/**
 * Where store definitions lie.
 *
 * @module
 */

import { listDirectory } from "../sys/list_directory.ts";
import { below } from "./_apt_paths.ts";

/** Where definitions are looked for. */
export interface DefinitionFolders {
  /** The directory that plays `/`. */
  readonly root: string;
  /** More directories, in order; one that is missing is an error. */
  readonly named: readonly string[];
  /** The user's own directory, or undefined. */
  readonly user: string | undefined;
}

/** A directory of definitions. */
export interface DefinitionFolder {
  /** Its path. */
  readonly path: string;
  /** Whether it was asked for by name, and so must exist. */
  readonly isNamed: boolean;
}

/** Directory below the root that packages install their definitions into. */
export const DEFINITIONS_FOLDER = "/etc/container-apps/stores";

/** The directories in the order in which they count, each once. */
export function definitionFolders(
  { root, named, user }: DefinitionFolders,
): readonly DefinitionFolder[] {
  const folders = new Map([[below(root, DEFINITIONS_FOLDER), false]]);
  for (const folder of named) {
    folders.set(folder.replace(/(?<=.)\/+$/, ""), true);
  }
  if (user !== undefined && !folders.has(user)) folders.set(user, false);
  return Array.from(folders, ([path, isNamed]) => ({ path, isNamed }));
}

/** The definition files of a directory in the order of the bytes of their names, or undefined where there is none. */
export function definitionFiles(folder: string): readonly string[] | undefined {
  return listDirectory(folder)?.filter((name) =>
    /\.ya?ml$/.test(name) && !name.startsWith(".")
  )
    .map((name) => `${folder.replace(/\/+$/, "")}/${name}`);
}
