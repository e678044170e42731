/**
 * The known name that a mistyped one most likely means.
 *
 * @module
 */

/**
 * Edit distance with transpositions (optimal string alignment), in UTF-16 code units.
 *
 * @returns The distance, or `limit + 1` as soon as it cannot be within `limit`.
 */
function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min(
        last[j]! + 1,
        row[j - 1]! + 1,
        last[j - 1]! + (same ? 0 : 1),
      );
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        cost = Math.min(cost, beforeLast[j - 2]! + 1);
      }
      row.push(cost);
      if (cost < least) least = cost;
    }
    if (least > limit) return limit + 1;
    beforeLast = last;
    last = row;
  }
  return last[b.length]!;
}

/** The characters of a text as bits; several share one, so that a bit more or less is at least one edit. */
function characterBits(text: string): number {
  let bits = 0;
  for (let index = 0; index < text.length; index++) {
    bits |= 1 << (text.charCodeAt(index) % 32);
  }
  return bits;
}

/** Whether more bits are set than `limit`. */
function hasMoreBits(bits: number, limit: number): boolean {
  for (let left = bits, count = 0; left !== 0; left &= left - 1) {
    if (++count > limit) return true;
  }
  return false;
}

/**
 * The known name closest to `name`, or undefined when none is close enough to be meant.
 *
 * Letter case does not count. A third of the letters may differ, at least one and at most four;
 * of equally close names the first in `known` wins.
 *
 * @example
 * ```ts
 * import { nearestName } from "./nearest_name.ts";
 * nearestName("include_section", ["include_tags", "include_sections"]); // "include_sections"
 * ```
 */
export function nearestName(
  name: string,
  known: Iterable<string>,
): string | undefined {
  const wanted = name.toLowerCase();
  const wantedBits = characterBits(wanted);
  let limit = Math.min(4, Math.max(1, Math.floor(wanted.length / 3)));
  let best: string | undefined;
  for (const candidate of known) {
    const lower = candidate.toLowerCase();
    if (Math.abs(lower.length - wanted.length) > limit) continue;
    // most of tens of thousands of names end here: each character that only one of two has is an edit
    const bits = characterBits(lower);
    if (
      hasMoreBits(wantedBits & ~bits, limit) ||
      hasMoreBits(bits & ~wantedBits, limit)
    ) continue;
    const distance = editDistance(wanted, lower, limit);
    if (distance > limit) continue;
    best = candidate;
    if (distance === 0) break;
    limit = distance - 1;
  }
  return best;
}
