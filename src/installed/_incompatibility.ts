/**
 * Choices that cannot be made together, and why.
 *
 * @module
 */

import { isWithin } from "./_domain.ts";
import type { Choices } from "./_domain.ts";

/** Something that nobody derived: it was asked for, or an extension says so. */
export interface Fact {
  /** Who asks: `id version`, or words for the user's own request. */
  readonly by: string;
  /** Id of the extension that asks; null where the user does. */
  readonly byId: string | null;
  /** What is asked for. */
  readonly id: string;
  /** Which versions of it. */
  readonly range: string;
  /** Place among the requests, or of the version that asks among the candidates. */
  readonly rank: number;
}

/** Choices that cannot be made together. */
export interface Incompatibility {
  /** For each id the choices that, all together, cannot be. */
  readonly terms: ReadonlyMap<string, Choices>;
  /** A fact, or the two that it follows from. */
  readonly cause: Fact | readonly [Incompatibility, Incompatibility];
}

/** What stands in the way, at one time. */
export type Relation =
  /** All terms hold: this cannot go on. */
  | { readonly kind: "satisfied" }
  /** All terms hold but one, which therefore must not. */
  | { readonly kind: "almost"; readonly id: string }
  /** Nothing follows. */
  | { readonly kind: "open" };

/** How an incompatibility stands to the choices that are left for each id. */
export function relationOf(
  { terms }: Incompatibility,
  left: (id: string) => Choices,
): Relation {
  let open: string | undefined;
  for (const [id, term] of terms) {
    const choices = left(id);
    if (isWithin(choices, term)) continue;
    if ((choices & term) === 0n || open !== undefined) return { kind: "open" };
    open = id;
  }
  return open === undefined
    ? { kind: "satisfied" }
    : { kind: "almost", id: open };
}

/**
 * What follows from two incompatibilities of which one says what the other needs.
 *
 * @param id What both speak of: it cannot be chosen from either, so not from both together.
 * @param all All choices for an id: a term that always holds is left out.
 */
export function resolvent(
  one: Incompatibility,
  other: Incompatibility,
  id: string,
  all: (id: string) => Choices,
): Incompatibility {
  const terms = new Map<string, Choices>();
  for (const name of new Set([...one.terms.keys(), ...other.terms.keys()])) {
    const a = one.terms.get(name);
    const b = other.terms.get(name);
    const term = name === id
      ? (a ?? 0n) | (b ?? 0n)
      : (a ?? all(name)) & (b ?? all(name));
    if (term !== all(name)) terms.set(name, term);
  }
  return { terms, cause: [one, other] };
}

/** The facts that an incompatibility follows from, each once, in the order of the argument. */
export function factsOf(incompatibility: Incompatibility): readonly Fact[] {
  const facts = new Set<Fact>();
  const seen = new Set<Incompatibility>();
  const todo = [incompatibility];
  for (let next = todo.pop(); next !== undefined; next = todo.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    if ("by" in next.cause) facts.add(next.cause);
    else todo.push(next.cause[1], next.cause[0]);
  }
  return [...facts];
}
