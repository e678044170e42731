/**
 * Packages that come into being because a relation names them.
 *
 * APT's cache makes a package of every name and architecture that a stanza or a relation mentions, and two of its
 * rules depend on it: patterns in pins, and marks of automatic installation without an architecture.
 *
 * @module
 */

/** What to look for; where both are empty, relations need not be read at all. */
export interface WantedMentions {
  /** Whether to keep the names `X` of which a relation says `X:any`. */
  readonly anyNames: boolean;
  /** Names of which to keep the architecture that is mentioned first. */
  readonly firstOf: ReadonlySet<string>;
  /** The native architecture and the foreign ones; what packages of others mention counts differently. */
  readonly architectures: ReadonlySet<string>;
}

const NAME_REGEXP = /(?<=^|[,|]\s*)([^\s,|(:]+)(?::([^\s,|(]+))?/g;

/** What some stanzas mention. */
export interface FoundMentions {
  /** See {@link Mentions.anyNames}. */
  readonly anyNames: readonly string[];
  /** See {@link Mentions.firstOf}. */
  readonly firstOf: readonly (readonly [name: string, architecture: string])[];
}

/** Collects mentions while stanzas are read, in reading order. */
export class Mentions {
  /** Names `X` of which a relation says `X:any`, or which are `Multi-Arch: allowed`. */
  readonly anyNames: Set<string> = new Set();
  /** The architecture that was mentioned first, for the wanted names that were mentioned. */
  readonly firstOf: Map<string, string> = new Map();

  /** @param wanted What to look for; nothing unless given. */
  constructor(
    readonly wanted: WantedMentions = {
      anyNames: false,
      firstOf: new Set(),
      architectures: new Set(),
    },
  ) {}

  /** Whether the relations of stanzas have to be read. */
  get isNeeded(): boolean {
    return this.wanted.anyNames || this.wanted.firstOf.size > 0;
  }

  /** What was found. */
  get found(): FoundMentions {
    return { anyNames: [...this.anyNames], firstOf: [...this.firstOf] };
  }

  /** Takes note of what stanzas mention that stand behind all others. */
  join({ anyNames, firstOf }: FoundMentions): void {
    for (const name of anyNames) this.anyNames.add(name);
    for (const [name, architecture] of firstOf) this.see(name, architecture);
  }

  /** Takes note of a package. */
  see(name: string, architecture: string): void {
    if (this.wanted.firstOf.has(name) && !this.firstOf.has(name)) {
      this.firstOf.set(name, architecture);
    }
  }

  /** Takes note of a package that is `Multi-Arch: allowed`: anybody may depend on it with `:any`. */
  seeAllowed(name: string, architecture: string): void {
    if (this.wanted.architectures.has(architecture)) this.anyNames.add(name);
  }

  /**
   * Takes note of the names in a relation field.
   *
   * @param architecture The architecture of names without one: that of the package with the field.
   */
  seeRelation(field: string, architecture: string): void {
    for (const [, name, own] of field.matchAll(NAME_REGEXP)) {
      if (own === "any") this.anyNames.add(name!);
      // a package of an architecture that is not configured means its own one too
      if (own !== "any" || !this.wanted.architectures.has(architecture)) {
        this.see(
          name!,
          own === undefined || own === "any" ? architecture : own,
        );
      }
    }
  }
}
