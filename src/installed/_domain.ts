/**
 * Sets of choices for one extension: bit 0 is "not there at all", bit n+1 is the candidate number n.
 *
 * @module
 */

/** A set of choices. */
export type Choices = bigint;

/** The choice not to have the extension at all. */
export const ABSENT: Choices = 1n;

/** All choices where there are `count` candidates. */
export function allChoices(count: number): Choices {
  return (1n << BigInt(count + 1)) - 1n;
}

/** The choice of one candidate. */
export function choiceOf(index: number): Choices {
  return 1n << BigInt(index + 1);
}

/** The candidates that a function takes. */
export function choicesOf<Candidate>(
  candidates: readonly Candidate[],
  isTaken: (candidate: Candidate) => boolean,
): Choices {
  // from digits in one go: a sum of single bits grows with the square of their number
  const digits = candidates.map((candidate) => isTaken(candidate) ? "1" : "0");
  return BigInt(`0b0${digits.reverse().join("")}0`);
}

/** Number of the first candidate in a set; -1 where it holds none. */
export function firstCandidate(set: Choices): number {
  const rest = set >> 1n;
  return rest === 0n ? -1 : (rest & -rest).toString(2).length - 1;
}

/** Whether every choice of `part` is in `whole`. */
export function isWithin(part: Choices, whole: Choices): boolean {
  return (part & whole) === part;
}
