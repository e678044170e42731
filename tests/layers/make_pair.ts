/**
 * Made-up machines before and after a change of dpkg's status.
 *
 * @module
 */

import fc from "fast-check";

/** A stanza of a package list or of dpkg's status. */
export interface MadeStanza {
  /** Name of the package. */
  readonly name: string;
  /** Its architecture. */
  readonly architecture: string;
  /** Its version. */
  readonly version: string;
  /** More fields; "\u0001" stands for a byte that is not UTF-8. */
  readonly fields: Readonly<Record<string, string>>;
}

/** A machine twice: its package lists stay, its status changes. */
export interface MadePair {
  /** The package lists, in the order of the sources. */
  readonly lists: readonly (readonly MadeStanza[])[];
  /** dpkg's status before. */
  readonly before: readonly MadeStanza[];
  /** dpkg's status after. */
  readonly after: readonly MadeStanza[];
  /** Names that were installed automatically afterwards; those before were none. */
  readonly auto: readonly string[];
  /** Names that the patch holds though nothing is new of them. */
  readonly others: readonly string[];
}

/** What packages are called: enough of them that sets of rows take more than one word. */
export const NAMES: readonly string[] = [
  ...Array.from("abcdefghij", (letter) => [`${letter}-boat`, `lib${letter}`])
    .flat(),
  "boat",
  "boat-chart",
  "boating",
  "chart",
  "g++",
  "git",
  "git-boat",
  "steamboat",
  "zz",
  "zza",
  "zzä",
];

/** Sections of some packages. */
export const SECTIONS = ["net", "nett", "nut", "contrib/net", "games", "misc"];
/** Tags of some packages. */
export const TAGS = [
  "category::boats",
  "category::charts",
  "category::chartz",
  "role::program",
  "role::plugin",
  "use::sailing",
];
const SUMMARIES = [
  "boats and charts",
  "a boat",
  "Änderung am Boot",
  'chart \u{1f6a2} "plotter"',
  "a Café, written down",
];
const NOT_UTF8 = ["caf\u0001 boat", "\u0001\u0001"];

/** The fields that lists and status have. */
function anyFields(
  isUtf8: boolean,
): fc.Arbitrary<Readonly<Record<string, string>>> {
  const odd = isUtf8 ? [] : NOT_UTF8;
  return fc.record({
    Section: fc.constantFrom(...SECTIONS),
    Tag: fc.subarray([...TAGS], { minLength: 1, maxLength: 3 }).map((tags) =>
      tags.join(", ")
    ),
    Description: fc.constantFrom(...SUMMARIES, ...odd),
    Maintainer: fc.constantFrom("Crew <c@example.org>", "Ahab", ...odd),
    Size: fc.constantFrom("10", "200"),
    "Multi-Arch": fc.constantFrom("same", "foreign"),
  }, { requiredKeys: [] });
}

function anyStanza(
  isUtf8: boolean,
  more: fc.Arbitrary<Readonly<Record<string, string>>> = fc.constant({}),
): fc.Arbitrary<MadeStanza> {
  return fc.record({
    name: fc.constantFrom(...NAMES),
    architecture: fc.constantFrom("amd64", "amd64", "all", "i386", "arm64"),
    version: fc.constantFrom("1", "2", "3"),
    fields: fc.tuple(anyFields(isUtf8), more).map(([own, more]) => ({
      ...own,
      ...more,
    })),
  });
}

/** A status: a package stands in it once. */
function anyStatus(isUtf8: boolean): fc.Arbitrary<readonly MadeStanza[]> {
  const states = fc.constantFrom(
    "install ok installed",
    "install ok installed",
    "hold ok installed",
    "deinstall ok config-files",
  ).map((Status) => ({ Status }));
  return fc.uniqueArray(anyStanza(isUtf8, states), {
    maxLength: 30,
    size: "max",
    selector: ({ name, architecture }) =>
      `${name}:${architecture === "all" ? "amd64" : architecture}`,
  });
}

/** Any machine and any change of it. */
export const ANY_PAIR: fc.Arbitrary<MadePair> = fc.boolean().chain((isUtf8) =>
  fc.record({
    lists: fc.tuple(
      fc.array(anyStanza(isUtf8), { maxLength: 50, size: "max" }),
      fc.array(anyStanza(isUtf8), { maxLength: 20, size: "max" }),
      fc.array(anyStanza(isUtf8), { maxLength: 20, size: "max" }),
    ),
    before: anyStatus(isUtf8),
    next: anyStatus(isUtf8),
    changed: fc.oneof(
      fc.subarray([...NAMES], { maxLength: 8 }),
      fc.subarray([...NAMES]),
    ),
    auto: fc.subarray([...NAMES], { maxLength: 3 }),
    others: fc.subarray([...NAMES], { maxLength: 2 }),
  }).map(({ next, changed, ...pair }) => ({
    ...pair,
    after: [
      ...pair.before.filter(({ name }) => !changed.includes(name)),
      ...next.filter(({ name }) => changed.includes(name)),
    ],
  }))
);

/** The names of which the patch has all rows. */
export function changedNames(
  { before, after, auto, others }: MadePair,
): ReadonlySet<string> {
  const textOf = (status: readonly MadeStanza[], name: string) =>
    JSON.stringify(status.filter((stanza) => stanza.name === name));
  const names = [...before, ...after].map(({ name }) => name).filter((name) =>
    textOf(before, name) !== textOf(after, name)
  );
  return new Set([...names, ...auto, ...others]);
}

/** A stanza as it stands in a file. */
export function stanzaBytes(
  { name, architecture, version, fields }: MadeStanza,
): Uint8Array {
  const all = {
    Package: name,
    Version: version,
    Architecture: architecture,
    ...fields,
  };
  const text = Object.entries(all).map(([key, value]) => `${key}: ${value}\n`)
    .join("");
  return new TextEncoder().encode(`${text}\n`).map((byte) =>
    byte === 1 ? 0xff : byte
  );
}
