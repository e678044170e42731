/**
 * Where APT's and dpkg's files lie below a root.
 *
 * @module
 */

import type { AptConfig } from "../apt/apt_config.ts";

/** Absolute paths, the root included. */
export interface AptPaths {
  /** Where `apt.conf` and its parts are. */
  readonly config: string;
  /** Package lists. */
  readonly lists: string;
  /** `sources.list`. */
  readonly sourceList: string;
  /** `sources.list.d`. */
  readonly sourceParts: string;
  /** `preferences`. */
  readonly preferences: string;
  /** `preferences.d`. */
  readonly preferencesParts: string;
  /** `extended_states`. */
  readonly extendedStates: string;
  /** dpkg's `status`. */
  readonly status: string;
  /** dpkg's list of architectures. */
  readonly architectures: string;
  /** dpkg's lists of installed files. */
  readonly info: string;
  /** `machine-id`. */
  readonly machineId: string;
}

/** Joins a root and an absolute path; the root may end in a slash. */
export function below(root: string, path: string): string {
  let end = root.length; // the first expression of a process takes long to compile
  while (root[end - 1] === "/") end--;
  return root.slice(0, end) + path;
}

/** A path that is relative to `folder`, or absolute. */
function resolve(folder: string, path: string): string {
  return path.startsWith("/") ? path : `${folder}/${path}`;
}

/** Reads `Dir::…`; absolute paths in it count from the root too. Source: apt.conf(5), «Directories». */
export function aptPaths(root: string, config: AptConfig): AptPaths {
  const folder = (name: string, initial: string, parent: string) =>
    resolve(parent, (config.find(name) ?? initial).replace(/\/+$/, ""));
  const state = folder("Dir::State", "var/lib/apt", "");
  const etc = folder("Dir::Etc", "etc/apt", "");
  const place = (path: string) => below(root, path);
  const dpkg = place("/var/lib/dpkg");
  return {
    config: place("/etc/apt"),
    lists: place(folder("Dir::State::lists", "lists", state)),
    extendedStates: place(
      folder("Dir::State::extended_states", "extended_states", state),
    ),
    sourceList: place(folder("Dir::Etc::sourcelist", "sources.list", etc)),
    sourceParts: place(folder("Dir::Etc::sourceparts", "sources.list.d", etc)),
    preferences: place(folder("Dir::Etc::preferences", "preferences", etc)),
    preferencesParts: place(
      folder("Dir::Etc::preferencesparts", "preferences.d", etc),
    ),
    status: `${dpkg}/status`,
    architectures: `${dpkg}/arch`,
    info: `${dpkg}/info`,
    machineId: place("/etc/machine-id"),
  };
}
