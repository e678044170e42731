/**
 * Which index files APT reads, in its order.
 *
 * @module
 */

import type { Refuse } from "../core/attempt.ts";
import { StoreError } from "../core/store_error.ts";
import { listFileName, splitUri } from "./list_file_name.ts";
import type { SourceEntry } from "./source_entry.ts";

/** One release: all entries with the same URI and suite. */
export interface ReleaseSource {
  /** With a slash at its end. */
  readonly uri: string;
  /** As written. */
  readonly suite: string;
  /** Host of the URI, or "". */
  readonly site: string;
  /** The `trusted` option; undefined where it is not set. */
  readonly trusted: boolean | undefined;
  /** Base name below `lists/` for `InRelease`, `Release` and `Release.gpg`. */
  fileName(name: string): string;
  /** Base names below `lists/` of the translations for a language. */
  translations(language: string): readonly string[];
  /** The index files of its packages, in order. */
  readonly targets: readonly IndexTarget[];
}

/** One package index that may stand below `lists/`. */
export interface IndexTarget {
  /** Base name below `lists/`, without the extension of its compression. */
  readonly fileName: string;
  /** Path below the folder of the release, as its `Release` file has it. */
  readonly path: string;
  /** "" in a flat repository. */
  readonly component: string;
  /** "" in a flat repository. */
  readonly architecture: string;
  /** What `apt-cache policy` calls it. */
  readonly description: string;
}

/** A release while its entries are collected. */
interface Group {
  readonly first: SourceEntry;
  readonly entries: SourceEntry[];
}

/**
 * A URI without user and password, as APT shows it: `file:///srv/x/` is `file:/srv/x`.
 *
 * Source: `URI::ArchiveOnly` and `URI::operator string`.
 */
function shownUri(uri: string): string {
  const { scheme, host, port, path } = splitUri(uri);
  const bracketed = /[:/]/.test(host) ? `[${host}]` : host;
  const authority = host === ""
    ? ""
    : `//${bracketed}${port === 0 ? "" : `:${port}`}`;
  return `${scheme}:${authority}${path.replace(/\/$/, "")}`;
}

function groupTargets(group: Group, seen: Set<string>): readonly IndexTarget[] {
  const { uri, suite } = group.first;
  const site = shownUri(uri);
  const targets: IndexTarget[] = [];
  const add = (
    path: string,
    component: string,
    architecture: string,
    description: string,
  ) => {
    const fileName = listFileName(uri, suite, path);
    if (seen.has(fileName)) return; // two targets can share a file: the first one reads it
    seen.add(fileName);
    targets.push({ fileName, path, component, architecture, description });
  };
  for (const entry of group.entries) {
    if (entry.type !== "deb") continue;
    if (entry.components.length === 0) {
      const shownSuite = suite === "/" ? "" : suite;
      add("Packages", "", "", `${site} ${shownSuite} Packages`);
    }
    for (const component of entry.components) {
      // binary-all is read wherever it exists, whatever Release says
      for (const architecture of new Set([...entry.architectures, "all"])) {
        const description =
          `${site} ${suite}/${component} ${architecture} Packages`;
        add(
          `${component}/binary-${architecture}/Packages`,
          component,
          architecture,
          description,
        );
      }
    }
  }
  return targets;
}

/**
 * Orders the releases and index files of a machine's sources.
 *
 * Entries of one URI and suite form one release, placed where the first of them stands.
 *
 * @param refuse Takes the error of an entry that contradicts an earlier one, which then wins. APT itself
 *     refuses all sources in that case.
 */
export function indexTargets(
  entries: readonly SourceEntry[],
  refuse: Refuse,
): readonly ReleaseSource[] {
  const groups = new Map<string, Group>();
  for (const entry of entries) {
    const key = `${entry.uri} ${entry.suite}`;
    const group = groups.get(key);
    if (!group) {
      groups.set(key, { first: entry, entries: [entry] });
      continue;
    }
    for (const option of ["trusted", "signedBy"] as const) {
      if (entry[option] === group.first[option]) continue;
      if (option === "signedBy" && group.first.signedBy === undefined) continue;
      const name = option === "trusted" ? "Trusted" : "Signed-By";
      refuse(
        new StoreError(
          "APT_SYNTAX",
          `Cannot use option ${name} for "${entry.uri} ${entry.suite}": ${group.first.at} sets another value`,
          {
            at: entry.at,
            hint:
              `Give all entries of this repository and suite the same ${name}.`,
          },
        ),
      );
    }
    group.entries.push(entry);
  }
  const seen = new Set<string>();
  return [...groups.values()].map((group) => {
    const { uri, suite, trusted } = group.first;
    return {
      uri,
      suite,
      site: splitUri(uri).host,
      trusted,
      fileName: (name: string) => listFileName(uri, suite, name),
      translations: (language: string) =>
        group.entries.flatMap((entry) => entry.components).map((component) =>
          listFileName(uri, suite, `${component}/i18n/Translation-${language}`)
        ),
      targets: groupTargets(group, seen),
    };
  });
}
