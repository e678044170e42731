/**
 * The stanzas of a table, gathered by package: a name and an architecture.
 *
 * @module
 */

import { grown } from "../apt/byte_interner.ts";
import type { StanzaTable } from "../apt/stanza_table.ts";

/** Lists of stanzas, chained through columns; packages in order of first sight. */
export class Packages {
  /** Number of packages. */
  count = 0;
  /** Number of the name. */
  name: Uint32Array = new Uint32Array(64);
  /** Number of the architecture. */
  architecture: Uint16Array = new Uint16Array(64);
  /** First stanza. */
  first: Uint32Array = new Uint32Array(64);
  /** Last stanza. */
  last: Uint32Array = new Uint32Array(64);
  /** The next package of the same name, or -1. */
  next: Int32Array = new Int32Array(64);
  /** The first package of each name, or -1. */
  readonly firstOfName: Int32Array;
  /** The next stanza of the same package, or -1. */
  readonly nextStanza: Int32Array;

  /** Gathers all stanzas of `table`. */
  constructor(readonly table: StanzaTable) {
    this.firstOfName = new Int32Array(table.names.size).fill(-1);
    this.nextStanza = new Int32Array(table.count).fill(-1);
    for (let stanza = 0; stanza < table.count; stanza++) {
      const number = this.#packageOf(
        table.name[stanza]!,
        table.architecture[stanza]!,
        stanza,
      );
      if (this.last[number] === stanza) continue;
      this.nextStanza[this.last[number]!] = stanza;
      this.last[number] = stanza;
    }
  }

  /** The package of a name and an architecture, or -1. */
  find(name: number, architecture: number): number {
    let number = this.firstOfName[name] ?? -1;
    while (number >= 0 && this.architecture[number] !== architecture) {
      number = this.next[number]!;
    }
    return number;
  }

  /** The stanzas of a package, in reading order. */
  stanzas(number: number): readonly number[] {
    const found: number[] = [];
    for (
      let stanza = this.first[number]!;
      stanza >= 0;
      stanza = this.nextStanza[stanza]!
    ) found.push(stanza);
    return found;
  }

  /** The package of a stanza, made when it is the first of its kind. */
  #packageOf(name: number, architecture: number, stanza: number): number {
    let before = -1;
    for (
      let number = this.firstOfName[name]!;
      number >= 0;
      number = this.next[number]!
    ) {
      if (this.architecture[number] === architecture) return number;
      before = number;
    }
    const number = this.count++;
    if (number >= this.name.length) {
      this.name = grown(this.name, number + 1);
      this.architecture = grown(this.architecture, number + 1);
      this.first = grown(this.first, number + 1);
      this.last = grown(this.last, number + 1);
      this.next = grown(this.next, number + 1);
    }
    this.name[number] = name;
    this.architecture[number] = architecture;
    this.first[number] = this.last[number] = stanza;
    this.next[number] = -1;
    if (before < 0) this.firstOfName[name] = number;
    else this.next[before] = number;
    return number;
  }
}
