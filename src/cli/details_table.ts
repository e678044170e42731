/**
 * One package for people.
 *
 * @module
 */

import type { PackageDetails } from "./contract.ts";
import { printable } from "./text_table.ts";

/** Bytes with a unit. */
export function formatBytes(bytes: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${unit === 0 ? value : value.toFixed(value < 10 ? 1 : 0)} ${
    units[unit]
  }`;
}

/** The version table, in the words of `apt-cache policy`. */
function* versionLines(details: PackageDetails): Generator<string> {
  yield "Version table:";
  for (
    const { version, priority, installed, candidate, phased, repositories }
      of details.versions
  ) {
    const marks = `${installed ? "***" : "   "}${candidate ? ">" : " "}`;
    yield ` ${marks}${version} ${priority}${
      phased === null ? "" : ` (phased ${phased}%)`
    }`;
    for (const source of repositories) {
      yield `       ${
        String(source.priority).padStart(4)
      } ${source.description}`;
    }
  }
}

/** The lines that show a package. */
export function* detailsTable(details: PackageDetails): Generator<string> {
  const facts: readonly (readonly [string, string | null])[] = [
    ["Package", `${details.name}:${details.architecture}`],
    ["Summary", details.summary],
    ["Installed", details.installedVersion ?? "(none)"],
    ["Candidate", details.version ?? "(none)"],
    ["Section", details.section],
    ["Repositories", details.repositories.join(", ")],
    ["Source", `${details.source} (${details.sourceVersion})`],
    ["Maintainer", details.maintainer],
    ["Homepage", details.homepage],
    ["Size", details.size > 0 ? formatBytes(details.size) : ""],
    [
      "Installed size",
      details.installedSize > 0 ? formatBytes(details.installedSize) : "",
    ],
    ["Tags", details.tags.join(", ")],
    ...Object.entries(details.relations).map(([name, items]) =>
      [
        name[0]!.toUpperCase() +
        name.slice(1).replace(/[A-Z]/g, (letter) => `-${letter}`),
        items.join(", "),
      ] as const
    ),
    [
      "Files",
      details.files === null ? "" : `${details.files.length} installed`,
    ],
  ];
  for (const [title, value] of facts) {
    if (value) yield `${title}: ${printable(value)}`;
  }
  if (details.description !== "") {
    yield "";
    yield details.description;
    yield "";
  }
  yield* versionLines(details);
}
