/**
 * The choices that are left, step by step, so that steps can be taken back.
 *
 * @module
 */

import { isWithin } from "./_domain.ts";
import type { Choices } from "./_domain.ts";
import type { Incompatibility } from "./_incompatibility.ts";

/** One step: fewer choices are left for an id. */
export interface Step {
  /** Whose choices. */
  readonly id: string;
  /** What the step itself allows. */
  readonly allowed: Choices;
  /** What is left after it. */
  readonly left: Choices;
  /** How many decisions were made, with this one. */
  readonly level: number;
  /** What it follows from; undefined for a decision. */
  readonly cause: Incompatibility | undefined;
}

/** Why an incompatibility holds: the step that completed it, and where that leads back to. */
export interface Satisfier {
  /** The step after which all terms held. */
  readonly step: Step;
  /** Level of the last step before it that is needed too. */
  readonly previousLevel: number;
}

/** The steps so far. */
export class ChoiceTrail {
  readonly #steps: Step[] = [];
  /** Numbers of the steps of each id. */
  readonly #byId = new Map<string, number[]>();
  #level = 0;

  /** @param all All choices for an id. */
  constructor(readonly all: (id: string) => Choices) {}

  /** What is left for an id. */
  left(id: string): Choices {
    const own = this.#byId.get(id);
    return own === undefined || own.length === 0
      ? this.all(id)
      : this.#steps[own.at(-1)!]!.left;
  }

  /** The ids that any step speaks of, in the order of their first steps. */
  ids(): Iterable<string> {
    return new Set(this.#steps.map(({ id }) => id));
  }

  /** Whether a candidate of an id was decided on. */
  isDecided(id: string): boolean {
    return (this.#byId.get(id) ?? []).some((at) =>
      this.#steps[at]!.cause === undefined
    );
  }

  /** Decides. */
  decide(id: string, choice: Choices): void {
    this.#level++;
    this.#push(id, choice, undefined);
  }

  /** Takes note of what follows from `cause`. */
  derive(id: string, allowed: Choices, cause: Incompatibility): void {
    this.#push(id, allowed, cause);
  }

  /** Takes back all steps above a level. */
  backTo(level: number): void {
    while ((this.#steps.at(-1)?.level ?? 0) > level) {
      this.#byId.get(this.#steps.pop()!.id)!.pop();
    }
    this.#level = level;
  }

  /** Finds out since when all terms of an incompatibility hold. */
  satisfier({ terms }: Incompatibility): Satisfier {
    const since = new Map<string, number>();
    for (const [id, term] of terms) {
      since.set(id, this.#since(id, (left) => isWithin(left, term)));
    }
    const [id, last] = [...since].reduce((a, b) => b[1] > a[1] ? b : a);
    const step = this.#steps[last]!;
    const term = terms.get(id)!;
    // the step alone may not be enough: then an earlier one of the same id is needed too
    const others = isWithin(step.allowed, term)
      ? []
      : [this.#since(id, (left) => isWithin(left & step.allowed, term))];
    for (const [name, at] of since) if (name !== id) others.push(at);
    return {
      step,
      previousLevel: others.reduce(
        (most, at) => Math.max(most, this.#steps[at]!.level),
        0,
      ),
    };
  }

  /** Number of the first step of an id after which `holds`. */
  #since(id: string, holds: (left: Choices) => boolean): number {
    return this.#byId.get(id)!.find((at) => holds(this.#steps[at]!.left))!;
  }

  #push(id: string, allowed: Choices, cause: Incompatibility | undefined) {
    const own = this.#byId.get(id) ?? [];
    this.#byId.set(id, own);
    const left = this.left(id) & allowed;
    own.push(this.#steps.length);
    this.#steps.push({ id, allowed, left, level: this.#level, cause });
  }
}
