/**
 * Pins: what `preferences` and `APT::Default-Release` say.
 *
 * @module
 */

import { StoreError } from "../core/store_error.ts";
import { architectureMatcher } from "./architecture_pattern.ts";
import type { IndexFile } from "./index_file.ts";
import { expressionMatcher, versionMatcher } from "./pattern.ts";
import type { Matcher } from "./pattern.ts";

/** The priority that `never` stands for. */
export const NEVER = -32768;

/** With more of them, APT drops all fragments of a release pin. */
const MOST_FRAGMENTS = 19;

/** Which packages a specific pin is about. */
export interface PinPackages {
  /** Whether the pin names a source package. */
  readonly isSource: boolean;
  /** The exact name, where the pin gives one; names with a glob or an expression have none. */
  readonly exactName: string | undefined;
  /** Tells whether a name, binary or source, is meant. */
  readonly matchesName: Matcher;
  /** Tells whether an architecture is meant. */
  readonly matchesArchitecture: Matcher;
  /** Whether the pin says an architecture. */
  readonly hasArchitecture: boolean;
}

/** One pin. */
export interface Pin {
  /** Undefined for a generic pin, which is about all packages. */
  readonly packages: PinPackages | undefined;
  /** Tells whether a version string is meant; undefined unless the pin is about versions. */
  readonly matchesVersion: Matcher | undefined;
  /** Tells whether an index file is meant; never true for a pin about versions. */
  readonly matchesFile: (file: IndexFile) => boolean;
  /** -32768 ({@link NEVER}) to 32767. */
  readonly priority: number;
}

/** What a pin selects by, as its `Pin` field says it. */
export interface PinRule {
  /** First word of the field. */
  readonly type: "version" | "release" | "origin";
  /** The rest of the field. */
  readonly data: string;
}

/** One `key=value` of a release pin, as a test of an index file. */
type FileTest = (file: IndexFile) => boolean;

/** A field that is missing matches no pattern, not even `*`. */
function fieldTest(
  matches: Matcher,
  field: (file: IndexFile) => string,
): FileTest {
  return (file) => field(file) !== "" && matches(field(file));
}

/** A component is never missing: that of a flat repository is empty. */
function componentTest(matches: Matcher): FileTest {
  return (file) => matches(file.component);
}

/** The test of one fragment of `a=stable, l=Debian`; undefined for an unknown or empty one. */
function fragmentTest(fragment: string): FileTest | undefined {
  if (fragment.length < 3 || fragment[1] !== "=") return undefined;
  const value = fragment.slice(2);
  switch (fragment[0]!.toLowerCase()) {
    case "a":
      return fieldTest(expressionMatcher(value), (file) => file.release.suite);
    case "n":
      return fieldTest(
        expressionMatcher(value),
        (file) => file.release.codename,
      );
    case "o":
      return fieldTest(expressionMatcher(value), (file) => file.release.origin);
    case "l":
      return fieldTest(expressionMatcher(value), (file) => file.release.label);
    case "c":
      return componentTest(expressionMatcher(value));
    case "b":
      return fieldTest(expressionMatcher(value), (file) => file.architecture);
    case "v":
      return value === "*"
        ? undefined
        : fieldTest(versionMatcher(value), (file) => file.release.version);
  }
  return undefined;
}

/**
 * The test that `release …` stands for.
 *
 * Source: apt_preferences(5), and the constructor of `pkgVersionMatch`.
 */
function releaseTest(data: string): FileTest {
  if (data === "*") return () => true;
  if (data === "") return (file) => file.isStatus;
  if (!data.includes("=")) {
    if (/^[0-9]/.test(data)) {
      return fieldTest(versionMatcher(data), (file) => file.release.version);
    }
    const matches = expressionMatcher(data);
    const suite = fieldTest(matches, (file) => file.release.suite);
    const codename = fieldTest(matches, (file) => file.release.codename);
    return (file) => suite(file) || codename(file);
  }
  const fragments = data.slice(0, 299).split(",").map((part) => part.trim());
  if (fragments.length > MOST_FRAGMENTS) return (file) => file.isStatus;
  const tests = new Map<string, FileTest>();
  for (const fragment of fragments) {
    const test = fragmentTest(fragment);
    if (test) tests.set(fragment[0]!.toLowerCase(), test); // the last one of a key counts
  }
  if (tests.size === 0) return (file) => file.isStatus;
  return (file) => [...tests.values()].every((test) => test(file));
}

/** The test that `origin …` stands for: the host of the URI. */
function originTest(data: string): FileTest {
  const quoted = data.length >= 2 && data.startsWith('"') && data.endsWith('"');
  const matches = expressionMatcher(quoted ? data.slice(1, -1) : data);
  return (file) => !file.isStatus && matches(file.site);
}

/** The packages that one word of a `Package` field names. */
export function pinPackages(
  word: string,
  nativeArchitecture: string,
): PinPackages {
  const isSource = word.startsWith("src:");
  const rest = isSource ? word.slice(4) : word;
  const colon = rest.lastIndexOf(":");
  const name = colon < 0 ? rest : rest.slice(0, colon);
  const architecture = colon < 0 ? "" : rest.slice(colon + 1);
  const isPattern = name.startsWith("/") || /[*[?]/.test(name);
  return {
    isSource,
    exactName: isPattern ? undefined : name,
    matchesName: isPattern
      ? expressionMatcher(name)
      : (other) => other === name,
    hasArchitecture: architecture !== "",
    matchesArchitecture: architectureMatcher(
      architecture || nativeArchitecture,
    ),
  };
}

/**
 * Whether a pin is about a package.
 *
 * To a pattern without an architecture, a package of which any dependency says `name:any` has that second name,
 * and by it all architectures are meant. Source: `pkgPolicy::CreatePin`, which looks through the groups of the
 * cache; `name:any` has a group of its own.
 *
 * @param anyNames Names with such a dependency.
 */
export function matchesPackage(
  packages: PinPackages,
  name: string,
  architecture: string,
  anyNames: ReadonlySet<string>,
): boolean {
  if (
    packages.matchesName(name) && packages.matchesArchitecture(architecture)
  ) return true;
  return packages.exactName === undefined && !packages.hasArchitecture &&
    anyNames.has(name) &&
    packages.matchesName(`${name}:any`);
}

/** Makes a pin of its parts; `packages` is undefined for a generic one. */
export function makePin(
  rule: PinRule,
  packages: PinPackages | undefined,
  priority: number,
): Pin {
  const { type, data } = rule;
  return {
    packages,
    priority,
    matchesVersion: type !== "version"
      ? undefined
      : data === ""
      ? () => false
      : versionMatcher(data),
    matchesFile: type === "release"
      ? releaseTest(data)
      : type === "origin"
      ? originTest(data)
      : () => false,
  };
}

/** The generic pin of 990 that `APT::Default-Release` stands for. */
export function defaultReleasePin(release: string): Pin {
  return makePin({ type: "release", data: release }, undefined, 990);
}

/**
 * What is wrong with an `APT::Default-Release` that no index file is of, for which APT refuses the whole machine.
 *
 * Source: `pkgPolicy::InitDefaults`; `now`, and anything of the form `a=…`, needs no index file.
 */
export function defaultReleaseProblem(
  release: string,
  files: readonly IndexFile[],
): StoreError | undefined {
  if (release === "" || release === "now" || release[1] === "=") {
    return undefined;
  }
  const { matchesFile } = defaultReleasePin(release);
  if (!release.includes("=") && files.some(matchesFile)) return undefined;
  return new StoreError(
    "APT_SYNTAX",
    `Cannot use APT::Default-Release "${release}": no package list is of such a release`,
    {
      hint:
        "Set APT::Default-Release to the suite or codename of one of the sources.",
    },
  );
}
