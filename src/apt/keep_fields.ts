/**
 * Some fields of a stanza, as bytes.
 *
 * @module
 */

const LF = 10;
const COLON = 58;
const SPACE = 32;
const TAB = 9;

/** A hash of a field's name in lower case. */
function nameHash(bytes: Uint8Array, start: number, end: number): number {
  let hash = end - start;
  for (let at = start; at < end; at++) {
    hash = (Math.imul(hash, 31) + (bytes[at]! | 32)) >>> 0;
  }
  return hash;
}

/** What collects bytes. */
export interface ByteSink {
  /** Bytes so far. */
  readonly length: number;
  /** Adds bytes. */
  add(bytes: Uint8Array): void;
  /** Forgets all bytes from `length` on. */
  cut(length: number): void;
}

/** Keeps the fields of some names. */
export class FieldKeeper {
  readonly #wanted: ReadonlySet<number>;

  /** @param names Names of fields; others of the same hash are kept too. */
  constructor(names: readonly string[]) {
    const encoder = new TextEncoder();
    this.#wanted = new Set(names.map((name) => {
      const bytes = encoder.encode(name);
      return nameHash(bytes, 0, bytes.length);
    }));
  }

  /**
   * Keeps the wanted fields of a stanza with their folded lines, as they stand there.
   *
   * All of the stanza is kept where a line is neither a field nor a folded line: APT reads such stanzas its own way.
   */
  keep(stanza: Uint8Array, into: ByteSink): void {
    const before = into.length;
    let isWanted = false;
    for (let start = 0; start < stanza.length;) {
      const feed = stanza.indexOf(LF, start);
      const end = feed < 0 ? stanza.length : feed + 1;
      const first = stanza[start]!;
      if (first !== SPACE && first !== TAB) {
        let colon = start;
        while (
          colon < end && stanza[colon]! > SPACE && stanza[colon] !== COLON
        ) {
          colon++;
        }
        if (stanza[colon] !== COLON || colon >= end) {
          into.cut(before);
          into.add(stanza);
          return;
        }
        isWanted = this.#wanted.has(nameHash(stanza, start, colon));
      }
      if (isWanted) into.add(stanza.subarray(start, end));
      start = end;
    }
  }
}
