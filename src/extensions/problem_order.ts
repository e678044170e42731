/**
 * The order of problems: the same store gives the same bytes.
 *
 * @module
 */

import type { Problem } from "./problem.ts";

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Compares by path, place, code and message. */
function compareProblems(a: Problem, b: Problem): number {
  return compareText(a.path, b.path) ||
    (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0) ||
    compareText(a.code, b.code) || compareText(a.message, b.message) ||
    compareText(a.expected ?? "", b.expected ?? "");
}

/** Sorts problems, and leaves out those that say the same again. */
export function sortProblems(problems: readonly Problem[]): readonly Problem[] {
  const sorted = problems.toSorted(compareProblems);
  return sorted.filter((problem, index) =>
    index === 0 || compareProblems(sorted[index - 1]!, problem) !== 0
  );
}
