/**
 * Debian's archives as this machine's own APT sources name them: their URIs and keyrings.
 *
 * @module
 */

import { parseDeb822Sources } from "../src/apt/parse_deb822_sources.ts";
import { parseOneLineSources } from "../src/apt/parse_one_line_sources.ts";
import type { SourceEntry } from "../src/apt/source_entry.ts";

/** Where a repository is fetched from. */
export interface Mirror {
  /** With a slash at its end. */
  readonly uri: string;
  /** Value of `Signed-By`; undefined where the machine's trusted keys are enough. */
  readonly signedBy: string | undefined;
}

/** The two archives of Debian. */
export interface Mirrors {
  /** Releases, their updates and backports. */
  readonly main: Mirror;
  /** Security updates. */
  readonly security: Mirror;
}

/** Suites of Debian itself, as opposed to those of other publishers. */
const DEBIAN_SUITE_REGEXP =
  /^(?:bullseye|bookworm|trixie|forky|sid|oldstable|stable|testing|unstable)(?:-(?:updates|backports|security))?$/;

/** The entries of `sources.list` and `sources.list.d`; those that cannot be read are left out. */
function readEntries(folder: string): readonly SourceEntry[] {
  const names = [
    "sources.list",
    ...[...Deno.readDirSync(`${folder}/sources.list.d`)].map(({ name }) =>
      `sources.list.d/${name}`
    ).sort(),
  ].filter((name) => /\.(?:list|sources)$/.test(name));
  const context = { nativeArchitecture: "any", architectures: ["any"] };
  return names.flatMap((name) => {
    const path = `${folder}/${name}`;
    let text = "";
    try {
      text = Deno.readTextFileSync(path);
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return [];
      throw error;
    }
    const parse = name.endsWith(".sources")
      ? parseDeb822Sources
      : parseOneLineSources;
    return parse(text, path, context, () => {});
  });
}

/** Finds Debian's archives in the sources below `folder`, or undefined where one of them is not there. */
export function findMirrors(folder: string): Mirrors | undefined {
  const entries = readEntries(folder).filter(({ type, suite, components }) =>
    type === "deb" && components.includes("main") &&
    DEBIAN_SUITE_REGEXP.test(suite)
  );
  const isSecurity = ({ suite }: SourceEntry) => suite.endsWith("-security");
  const main = entries.find((entry) => !isSecurity(entry));
  const security = entries.find(isSecurity);
  if (!main || !security) return undefined;
  return { main, security };
}
