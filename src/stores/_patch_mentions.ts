/**
 * What stanzas mention, for packages that are decided again: two of APT's rules look at what all relations name.
 *
 * @module
 */

import { Mentions } from "../apt/mentions.ts";
import type { FoundMentions, WantedMentions } from "../apt/mentions.ts";
import type { KeptMentions } from "../catalog/kept_stanzas.ts";

/** What all stanzas mention, as far as a change of dpkg's status leaves it as it was. */
export class PatchMentions {
  readonly #lists: Mentions;
  readonly #status: FoundMentions;

  /** @param kept What was kept of them; undefined where nothing counts. */
  constructor(kept: KeptMentions | undefined) {
    this.#lists = new Mentions(kept && wantedOf(kept));
    for (const list of kept?.lists ?? []) this.#lists.join(list);
    this.#status = kept?.status ?? { anyNames: [], firstOf: [] };
  }

  /** Whether something was looked for. */
  get isNeeded(): boolean {
    return this.#lists.isNeeded;
  }

  /** Whether a mark without an architecture can be followed: it is known what mentions the name first. */
  knowsFirst(name: string): boolean {
    return this.#lists.firstOf.has(name);
  }

  /** Nothing yet, with the same to look for. */
  begin(): Mentions {
    return new Mentions(this.#lists.wanted);
  }

  /** What all stanzas mention. */
  get all(): Mentions {
    const all = this.begin();
    all.join(this.#lists.found);
    all.join(this.#status);
    return all;
  }

  /**
   * Whether all stanzas still mention what they did.
   *
   * @param removed What the stanzas mention that are gone.
   * @param added What the new ones do; it may be more.
   */
  isSettled(removed: Mentions, added: Mentions): boolean {
    if (!this.#lists.wanted.anyNames) return true;
    const before = this.all.anyNames;
    const lists = this.#lists.anyNames;
    return [...added.anyNames].every((name) => before.has(name)) &&
      [...removed.anyNames].every((name) =>
        lists.has(name) || added.anyNames.has(name)
      );
  }
}

function wantedOf({ wanted }: KeptMentions): WantedMentions {
  const { anyNames, firstOf, architectures } = wanted;
  return {
    anyNames,
    firstOf: new Set(firstOf),
    architectures: new Set(architectures),
  };
}
