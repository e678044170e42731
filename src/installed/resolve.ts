/**
 * Finds versions that fit together, or says which extensions ask for what does not.
 *
 * After PubGrub ({@link https://github.com/dart-lang/pub/blob/master/doc/solver.md}): what cannot be is learned from
 * every dead end, so that no dead end is entered twice, and what was learned is the explanation.
 *
 * @module
 */

import { ChoiceTrail } from "./_choice_trail.ts";
import {
  ABSENT,
  allChoices,
  choiceOf,
  choicesOf,
  firstCandidate,
} from "./_domain.ts";
import type { Choices } from "./_domain.ts";
import { explainConflict } from "./_explain_conflict.ts";
import { relationOf, resolvent } from "./_incompatibility.ts";
import type { Fact, Incompatibility } from "./_incompatibility.ts";

/** What can be chosen for an id. */
export interface Choosable {
  /** A semantic version. */
  readonly version: string;
}

/** Ranges of versions that an extension asks for, by id. */
export type Dependencies = Readonly<Record<string, string>>;

/** All that there is to choose from. */
export interface Universe<Candidate extends Choosable> {
  /** What can be chosen for an id, best first; empty where nothing offers it. */
  candidates(id: string): Promise<readonly Candidate[]>;
  /** What a candidate asks for. Asked for at most once. */
  dependencies(id: string, candidate: Candidate): Promise<Dependencies>;
  /** Whether a candidate is in a range that another extension asks for. */
  fits(candidate: Candidate, range: string): boolean;
}

/** Something that has to be there in the end. */
export interface Request<Candidate> {
  /** What. */
  readonly id: string;
  /** Which versions, in words for the explanation. */
  readonly range: string;
  /** Who asks, in words for the explanation. */
  readonly by: string;
  /** Whether a candidate will do. */
  readonly fits: (candidate: Candidate) => boolean;
}

/** What was chosen. */
export type Resolution<Candidate> = ReadonlyMap<string, Candidate>;

/** Candidates whose dependencies are asked for at once, before they are needed. */
const AHEAD = 16;

/** One search. */
class Solver<Candidate extends Choosable> {
  readonly #universe: Universe<Candidate>;
  readonly #candidates = new Map<string, readonly Candidate[]>();
  readonly #asked = new Map<Candidate, Promise<Dependencies>>();
  /** Candidates whose dependencies are among the incompatibilities. */
  readonly #known = new Set<Candidate>();
  readonly #byId = new Map<string, Incompatibility[]>();
  readonly #trail = new ChoiceTrail((id) =>
    allChoices(this.#candidates.get(id)!.length)
  );

  constructor(universe: Universe<Candidate>) {
    this.#universe = universe;
  }

  async run(
    requests: readonly Request<Candidate>[],
  ): Promise<Resolution<Candidate>> {
    for (const [rank, { id, range, by, fits }] of requests.entries()) {
      await this.#load(id);
      const fact: Fact = { by, byId: null, id, range, rank };
      const asked = this.#cannot([[id, this.#without(id, fits)]], fact);
      if (asked.terms.size === 0) this.#learn(asked);
      this.#add(asked);
      this.#propagate(id);
    }
    const order = [...new Set(requests.map(({ id }) => id))];
    for (;;) {
      const pending = this.#pending(order);
      const [id] = pending;
      if (id === undefined) return this.#chosen();
      this.#askAhead(pending);
      await this.#decide(id);
    }
  }

  /** The ids that must be there and are not decided: those asked for first, the others as they came up. */
  #pending(order: readonly string[]): readonly string[] {
    return [...new Set([...order, ...this.#trail.ids()])].filter((id) =>
      (this.#trail.left(id) & ABSENT) === 0n && !this.#trail.isDecided(id)
    );
  }

  #chosen(): Resolution<Candidate> {
    const chosen = new Map<string, Candidate>();
    for (const id of this.#trail.ids()) {
      if (!this.#trail.isDecided(id)) continue;
      chosen.set(id, this.#best(id));
    }
    return chosen;
  }

  /** The best candidate that is left. */
  #best(id: string): Candidate {
    return this.#candidates.get(id)![firstCandidate(this.#trail.left(id))]!;
  }

  async #load(id: string): Promise<void> {
    if (this.#candidates.has(id)) return;
    this.#candidates.set(id, await this.#universe.candidates(id));
  }

  #ask(id: string, candidate: Candidate): Promise<Dependencies> {
    const asked = this.#asked.get(candidate) ??
      this.#universe.dependencies(id, candidate);
    this.#asked.set(candidate, asked);
    return asked;
  }

  /** Asks for what will be needed soon, so that slow stores answer side by side. */
  #askAhead(pending: readonly string[]): void {
    for (const id of pending.slice(0, AHEAD)) {
      // what is refused is refused again where it is needed
      this.#ask(id, this.#best(id)).catch(() => {});
    }
  }

  async #decide(id: string): Promise<void> {
    const candidate = this.#best(id);
    const index = this.#candidates.get(id)!.indexOf(candidate);
    const dependencies = await this.#ask(id, candidate);
    if (!this.#known.has(candidate)) {
      this.#known.add(candidate);
      for (const [on, range] of Object.entries(dependencies)) {
        await this.#load(on);
        const fact = {
          by: `${id} ${candidate.version}`,
          byId: id,
          id: on,
          range,
          rank: index,
        };
        this.#addDependency(id, choiceOf(index), on, fact);
      }
    }
    this.#trail.decide(id, choiceOf(index));
    this.#propagate(id);
  }

  #addDependency(id: string, own: Choices, on: string, fact: Fact): void {
    const bad = this.#without(
      on,
      (candidate) => this.#universe.fits(candidate, fact.range),
    );
    // an extension that asks for itself: only the choices that do not fit are ruled out
    if (id !== on) this.#add(this.#cannot([[id, own], [on, bad]], fact));
    else if ((own & bad) !== 0n) this.#add(this.#cannot([[id, own]], fact));
  }

  /** Choices that cannot be; those of an id that leave no way out say nothing more. */
  #cannot(
    terms: readonly (readonly [string, Choices])[],
    cause: Fact,
  ): Incompatibility {
    return {
      terms: new Map(
        terms.filter(([id, term]) => term !== this.#trail.all(id)),
      ),
      cause,
    };
  }

  /** All choices but the candidates that fit. */
  #without(id: string, fits: (candidate: Candidate) => boolean): Choices {
    const candidates = this.#candidates.get(id)!;
    return allChoices(candidates.length) & ~choicesOf(candidates, fits);
  }

  #add(incompatibility: Incompatibility): void {
    for (const id of incompatibility.terms.keys()) {
      const list = this.#byId.get(id) ?? [];
      list.push(incompatibility);
      this.#byId.set(id, list);
    }
  }

  /** Draws all conclusions from a change of what is left for an id. */
  #propagate(changed: string): void {
    const todo = new Set([changed]);
    const left = (id: string) => this.#trail.left(id);
    for (const id of todo) {
      todo.delete(id);
      // the newest first: what was learned last says most
      for (const incompatibility of (this.#byId.get(id) ?? []).toReversed()) {
        const relation = relationOf(incompatibility, left);
        if (relation.kind === "open") continue;
        if (relation.kind === "almost") {
          this.#exclude(relation.id, incompatibility);
          todo.add(relation.id);
          continue;
        }
        const learned = this.#learn(incompatibility);
        const next = relationOf(learned, left);
        todo.clear();
        if (next.kind === "almost") {
          this.#exclude(next.id, learned);
          todo.add(next.id);
        }
        break;
      }
    }
  }

  /** What an incompatibility says of an id does not hold. */
  #exclude(id: string, cause: Incompatibility): void {
    this.#trail.derive(id, this.#trail.all(id) & ~cause.terms.get(id)!, cause);
  }

  /**
   * Finds out which decision led to a dead end, takes it back, and returns what was learned from it.
   *
   * @throws {StoreError} `CONFLICT`: no decision did; there is no way at all.
   */
  #learn(deadEnd: Incompatibility): Incompatibility {
    for (let cause = deadEnd;;) {
      if (cause.terms.size === 0) {
        throw explainConflict(
          cause,
          (id) => this.#candidates.get(id)!.map(({ version }) => version),
        );
      }
      const { step, previousLevel } = this.#trail.satisfier(cause);
      if (step.cause === undefined || previousLevel < step.level) {
        if (cause !== deadEnd) this.#add(cause);
        this.#trail.backTo(previousLevel);
        return cause;
      }
      cause = resolvent(cause, step.cause, step.id, this.#trail.all);
    }
  }
}

/**
 * Chooses one candidate for every id that is asked for, and for all that these need, and no more.
 *
 * Of all ways, it is the one that has the best candidate for the first request, of these the one that has the best for
 * the second, and so on.
 *
 * @throws {StoreError} `CONFLICT`: there is no way; the message says which extensions ask for what does not fit.
 */
export async function resolve<Candidate extends Choosable>(
  requests: readonly Request<Candidate>[],
  universe: Universe<Candidate>,
): Promise<Resolution<Candidate>> {
  return await new Solver(universe).run(requests);
}
