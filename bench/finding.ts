/**
 * What the bench finds out, and the bounds that it is held against.
 *
 * @module
 */

import type { Measured, Race } from "./race.ts";

/** A bare start of the runtime, as tables call it. */
export const BARE = "deno run, empty script";
/** The bundle, as tables call it. */
export const BUNDLE = "storectl";
/** The program from its source, as tables call it. */
export const SOURCE = "storectl, from source";
/** The bundle through its launcher, as tables call it. */
export const LAUNCHER = "storectl, launcher";
/** The script that asks python-apt, as tables call it. */
export const PYTHON = "python-apt";

/** What must be true of a line. */
export interface Check {
  /** What is compared with what. */
  readonly what: string;
  /** What was measured; NaN where it could not be. */
  readonly value: number;
  /** What the value may be at most, or at least. */
  readonly limit: number;
  /** Whether the limit is the least, instead of the most. */
  readonly atLeast?: boolean;
  /** Stands behind the value: `×`, ` MiB`, ` ms`. */
  readonly unit: string;
}

/** Where a check stands. */
export type State = "ok" | "over" | "not measured";

/** A line of the bench. */
export interface Finding {
  /** Group of lines. */
  readonly group: string;
  /** Its name within the group. */
  readonly line: string;
  /** What everyone who answers costs; the bare runtime comes first where it takes part. */
  readonly measured: readonly (Measured & {
    /** Processor time by that of the bare runtime. */
    readonly cpuTimes: number;
    /** Time on the clock by that of the bare runtime. */
    readonly wallTimes: number;
    /** Processor time by storectl's. */
    readonly ownTimes: number;
  })[];
  /** Who could not take part, and why. */
  readonly skipped: readonly string[];
  /** The bounds. */
  readonly checks: readonly Check[];
  /** Parts of a whole, in milliseconds. */
  readonly parts?: readonly { readonly part: string; readonly ms: number }[];
  /** More that is worth knowing. */
  readonly notes?: readonly string[];
}

/** Where a check stands. */
export function stateOf({ value, limit, atLeast = false }: Check): State {
  if (!Number.isFinite(value)) return "not measured";
  return (atLeast ? value >= limit : value <= limit) ? "ok" : "over";
}

/** A race as a line. */
export function findingOf(
  race: Race,
  { base = BUNDLE, ...facts }:
    & Omit<Finding, "measured" | "skipped">
    & { readonly base?: string },
): Finding {
  return {
    ...facts,
    measured: race.measured.map((one) => ({
      ...one,
      cpuTimes: race.ratio(one.name, BARE),
      wallTimes: race.ratio(one.name, BARE, "wall"),
      ownTimes: race.ratio(one.name, base),
    })),
    skipped: race.skipped,
  };
}

/** A bound on the processor time of a contender, in that of another. */
export function atMost(
  race: Race,
  name: string,
  base: string,
  limit: number,
): Check {
  const what = base === BARE
    ? `CPU of ${name}, × bare`
    : `CPU of ${name}, × ${base}`;
  return { what, value: race.ratio(name, base), limit, unit: " ×" };
}

/** How many times faster storectl has to be than somebody else. */
export function fasterThan(race: Race, name: string, limit: number): Check {
  const value = race.ratio(name, BUNDLE);
  return {
    what: `times faster than ${name}`,
    value,
    limit,
    atLeast: true,
    unit: " ×",
  };
}

/** A bound on the memory of a contender, in MiB. */
export function peakAtMost(race: Race, name: string, limit: number): Check {
  const value = (race.find(name)?.peak ?? NaN) / 2 ** 20;
  return { what: `peak of ${name}`, value, limit, unit: " MiB" };
}
