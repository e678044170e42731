/**
 * Semantic versions: whether a text is one, and their order.
 *
 * Ranges are in `semver.ts`, which loads a package; this is what every reading of a store needs.
 *
 * @module
 */

/** A version that parses. */
export interface SemanticVersion {
  /** Major, minor and patch. */
  readonly numbers: readonly [number, number, number];
  /** Identifiers of a prerelease; empty for a release. */
  readonly prerelease: readonly (string | number)[];
}

/** As the specification gives it; see {@link https://semver.org}, the last question. */
const VERSION_REGEXP =
  /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(?:-((?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*)(?:\.(?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*))*))?(?:\+[0-9a-zA-Z-]+(?:\.[0-9a-zA-Z-]+)*)?$/;
/** A version is a name of a directory too. */
const MOST_CHARACTERS = 200;

/**
 * Parses a semantic version.
 *
 * @returns Undefined for any other text, also for one of over 200 characters, or with a number that is not exact.
 */
export function parseVersion(text: string): SemanticVersion | undefined {
  if (text.length > MOST_CHARACTERS) return undefined;
  const [, major, minor, patch, prerelease] = VERSION_REGEXP.exec(text) ?? [];
  if (major === undefined) return undefined;
  const numbers = [Number(major), Number(minor), Number(patch)] as const;
  const identifiers = prerelease === undefined ? [] : prerelease.split(".")
    .map((word) => /^\d+$/.test(word) ? Number(word) : word);
  const isExact = [...numbers, ...identifiers].every((part) =>
    typeof part === "string" || Number.isSafeInteger(part)
  );
  return isExact ? { numbers, prerelease: identifiers } : undefined;
}

function compareIdentifiers(a: string | number, b: string | number): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  if (typeof a !== typeof b) return typeof a === "number" ? -1 : 1;
  return a < b ? -1 : a > b ? 1 : 0;
}

function comparePrereleases(
  a: SemanticVersion["prerelease"],
  b: SemanticVersion["prerelease"],
): number {
  if (a.length === 0 || b.length === 0) return b.length - a.length;
  for (let index = 0; index < Math.min(a.length, b.length); index++) {
    const order = compareIdentifiers(a[index]!, b[index]!);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

/**
 * Compares by precedence; versions that differ in their build alone compare by their text, so that the order is total.
 * A text that is no version comes before all that are.
 *
 * @returns Negative, zero or positive, as `sort()` wants it.
 */
export function compareVersions(a: string, b: string): number {
  const left = parseVersion(a);
  const right = parseVersion(b);
  const byText = a < b ? -1 : a > b ? 1 : 0;
  if (!left || !right) return left ? 1 : right ? -1 : byText;
  for (const index of [0, 1, 2] as const) {
    const order = left.numbers[index] - right.numbers[index];
    if (order !== 0) return order;
  }
  return comparePrereleases(left.prerelease, right.prerelease) || byText;
}

/** Whether a text is a version before a release. */
export function isPrerelease(text: string): boolean {
  return (parseVersion(text)?.prerelease.length ?? 0) > 0;
}
