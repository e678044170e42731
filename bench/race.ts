/**
 * Lets programs take turns, so that a busy machine hurts all of them alike.
 *
 * @module
 */

import type { Command, Cost, Measurer } from "./measure.ts";

/** A program that takes part. */
export interface Contender extends Command {
  /** What tables call it. */
  readonly name: string;
  /** Is done before each run, and not measured. */
  before?(): Promise<void>;
}

/** What a contender costs: medians of its runs. */
export interface Measured extends Omit<Cost, "status"> {
  /** What tables call it. */
  readonly name: string;
}

/** What can be compared between two contenders. */
export type Quantity = "cpu" | "wall" | "peak" | "read";

/** A race that is over. */
export interface Race {
  /** Those that worked, in their order. */
  readonly measured: readonly Measured[];
  /** Those that did not, each with the reason. */
  readonly skipped: readonly string[];
  /** What a contender costs; undefined where it did not work. */
  find(name: string): Measured | undefined;
  /**
   * How many times as much one contender costs as another: the median over the turns, each of which compares runs
   * that were made right after each other.
   *
   * @returns NaN where one of them did not work, or its cost is not known.
   */
  ratio(name: string, base: string, quantity?: Quantity): number;
}

/** What an exit status of a warm-up says. */
const WHY: Readonly<Record<number, string>> = {
  124: "takes too long",
  127: "not installed",
};

/** Runs before the first that counts: the first makes the caches, the second has the runtime keep its compiled code. */
const WARM_UPS = 3;
/** Seconds from which on one run is enough for that. */
const SLOW = 0.3;

/** The middle value. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? sorted[half]!
    : (sorted[half - 1]! + sorted[half]!) / 2;
}

/** Runs a contender until its caches are warm; gives the reason where it does not work. */
async function warmUp(
  measurer: Measurer,
  contender: Contender,
): Promise<string | undefined> {
  for (let run = 0; run < WARM_UPS; run++) {
    await contender.before?.();
    const { status, wall } = await measurer.run(contender);
    if (status !== 0) return WHY[status] ?? `exit status ${status}`;
    if (wall > SLOW) return undefined;
  }
  return undefined;
}

/** The medians of some runs. */
function medians(name: string, runs: readonly Cost[]): Measured {
  const of = (key: keyof Cost) => median(runs.map((cost) => cost[key]));
  return {
    name,
    cpu: of("cpu"),
    wall: of("wall"),
    peak: of("peak"),
    read: of("read"),
    first: of("first"),
    written: of("written"),
  };
}

/** Lets the contenders take turns, there and back again. */
export async function race(
  measurer: Measurer,
  contenders: readonly Contender[],
  runs: number,
): Promise<Race> {
  const costs = new Map<string, Cost[]>();
  const skipped: string[] = [];
  const able: Contender[] = [];
  for (const contender of contenders) {
    const why = await warmUp(measurer, contender);
    if (why === undefined) able.push(contender);
    else skipped.push(`${contender.name} (${why})`);
  }
  for (const { name } of able) costs.set(name, []);
  for (let turn = 0; turn < runs; turn++) {
    for (const contender of turn % 2 === 0 ? able : able.toReversed()) {
      await contender.before?.();
      costs.get(contender.name)!.push(await measurer.run(contender));
    }
  }
  const measured = [...costs].map(([name, each]) => medians(name, each));
  return {
    measured,
    skipped,
    find: (name) => measured.find((one) => one.name === name),
    ratio(name, base, quantity = "cpu") {
      const [own = [], others = []] = [costs.get(name), costs.get(base)];
      return median(
        own.map((cost, turn) =>
          cost[quantity] / (others[turn]?.[quantity] ?? NaN)
        ),
      );
    },
  };
}
