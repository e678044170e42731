/**
 * The order of Debian versions, as APT computes it.
 *
 * It is dpkg's order for every version that Debian policy allows. On strings that policy forbids
 * (an empty upstream part, a letter right before a missing number) APT and dpkg differ; storectl
 * has to pick what APT picks.
 *
 * @module
 */

const TILDE = 0x7e;
const ZERO = 0x30;
const NINE = 0x39;

function isDigit(code: number): boolean {
  return code >= ZERO && code <= NINE;
}

/** Weight of a character that is not part of a number: `~` below everything, letters below the rest. */
function weight(code: number): number {
  if (code === TILDE) return -1;
  if (isDigit(code)) return 0;
  const isLetter = (code >= 0x41 && code <= 0x5a) ||
    (code >= 0x61 && code <= 0x7a);
  return isLetter ? code : code + 256;
}

/** Compares one part: `a[i..aEnd)` against `b[j..bEnd)`. */
function compareParts(
  a: string,
  i: number,
  aEnd: number,
  b: string,
  j: number,
  bEnd: number,
): number {
  while (i < aEnd && j < bEnd) {
    while (
      i < aEnd && j < bEnd &&
      !(isDigit(a.charCodeAt(i)) && isDigit(b.charCodeAt(j)))
    ) {
      const difference = weight(a.charCodeAt(i)) - weight(b.charCodeAt(j));
      if (difference !== 0) return difference;
      i++;
      j++;
    }
    while (i < aEnd && a.charCodeAt(i) === ZERO) i++;
    while (j < bEnd && b.charCodeAt(j) === ZERO) j++;
    let first = 0;
    while (
      i < aEnd && j < bEnd && isDigit(a.charCodeAt(i)) &&
      isDigit(b.charCodeAt(j))
    ) {
      if (first === 0) first = a.charCodeAt(i) - b.charCodeAt(j);
      i++;
      j++;
    }
    if (i < aEnd && isDigit(a.charCodeAt(i))) return 1;
    if (j < bEnd && isDigit(b.charCodeAt(j))) return -1;
    if (first !== 0) return first;
  }
  if (i < aEnd) return a.charCodeAt(i) === TILDE ? -1 : 1;
  if (j < bEnd) return b.charCodeAt(j) === TILDE ? 1 : -1;
  return 0;
}

/** Where the parts of a version begin and end; `revision` is -1 where there is none. */
interface Parts {
  /** The epoch is `[epoch, colon)`, without leading zeros. */
  readonly epoch: number;
  readonly colon: number;
  /** The upstream part is `[upstream, end)`. */
  readonly upstream: number;
  readonly end: number;
  readonly revision: number;
}

function split(version: string): Parts {
  let epoch = 0;
  let colon = Math.max(0, version.indexOf(":")); // a colon in front is no epoch, to APT
  const upstream = colon === 0 ? 0 : colon + 1;
  if (colon > 0) {
    while (version.charCodeAt(epoch) === ZERO) epoch++;
    if (epoch === colon) epoch = colon = upstream; // a zero epoch is no epoch
  }
  const dash = version.lastIndexOf("-");
  if (dash < upstream) {
    return { epoch, colon, upstream, end: version.length, revision: -1 };
  }
  return {
    epoch,
    colon,
    upstream,
    end: dash,
    revision: dash === upstream ? -1 : dash + 1,
  };
}

/**
 * Compares two versions. A missing revision is `0`, so `1.0`, `1.0-0` and `0:1.0` are equal.
 *
 * Source: Debian policy 5.6.12, and `debVersioningSystem::DoCmpVersion` for what it leaves open.
 *
 * @returns Below 0, 0, or above 0.
 *
 * @example
 * ```ts
 * import { compareVersions } from "./compare_versions.ts";
 * ["1.0", "1.0~rc1", "1:0.1"].sort(compareVersions); // ["1.0~rc1", "1.0", "1:0.1"]
 * ```
 */
export function compareVersions(a: string, b: string): number {
  if (a === b) return 0;
  const x = split(a);
  const y = split(b);
  const epochs = compareParts(a, x.epoch, x.colon, b, y.epoch, y.colon);
  if (epochs !== 0) return epochs;
  const upstreams = compareParts(a, x.upstream, x.end, b, y.upstream, y.end);
  if (upstreams !== 0) return upstreams;
  if (x.revision < 0 && y.revision < 0) return 0;
  if (x.revision < 0) return compareParts("0", 0, 1, b, y.revision, b.length);
  if (y.revision < 0) return compareParts(a, x.revision, a.length, "0", 0, 1);
  return compareParts(a, x.revision, a.length, b, y.revision, b.length);
}
