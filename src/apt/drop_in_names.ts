/**
 * Which files of a `.d` directory APT reads.
 *
 * @module
 */

/** The directories of APT that take drop-in files. */
export type DropInKind = "apt.conf.d" | "preferences.d" | "sources.list.d";

/** Accepted extensions by directory; "" stands for a name without a dot. */
const EXTENSIONS: Readonly<Record<DropInKind, readonly string[]>> = {
  "apt.conf.d": ["", "conf"],
  "preferences.d": ["", "pref"],
  "sources.list.d": ["list", "sources"],
};

const NAME_REGEXP = /^[A-Za-z0-9_:-](?:[A-Za-z0-9_:.-]*[A-Za-z0-9_:-])?$/;

/**
 * Whether APT reads a file of that name.
 *
 * Source: apt.conf(5), and `GetListOfFilesInDir` for the letters it accepts.
 */
export function acceptsDropIn(kind: DropInKind, name: string): boolean {
  if (!NAME_REGEXP.test(name)) return false;
  const dot = name.lastIndexOf(".");
  return EXTENSIONS[kind].includes(dot < 0 ? "" : name.slice(dot + 1));
}
