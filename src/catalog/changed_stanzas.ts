/**
 * Which stanzas of a file have changed.
 *
 * @module
 */

import type { Comparison } from "./kernel.ts";

/** A file of which every stanza ends at a blank line, or at the end of the file. */
export interface StanzaFile {
  /** All of it. */
  readonly bytes: Uint8Array;
  /** For each stanza where it begins, and behind its last line feed where it ends. */
  readonly spans: Uint32Array;
}

/** A stanza in a file. */
export interface PlacedStanza {
  /** Where it begins. */
  readonly at: number;
  /** From there to behind its last line feed. */
  readonly bytes: Uint8Array;
}

/** What became of the stanzas of a file. */
export interface StanzaChanges {
  /** Numbers of the stanzas that are gone, ascending. */
  readonly removed: readonly number[];
  /** New stanzas, in the order of the new file. */
  readonly added: readonly PlacedStanza[];
  /** Where a stanza that is not gone begins in the new file. */
  placeOf(stanza: number): number;
}

const LF = 10;
const CR = 13;

/** Where a stanza begins, and where it ends: behind a line feed that a blank line follows, or with the file. */
interface Place {
  readonly at: number;
  readonly end: number;
}

/** The first stanza at or behind a place; undefined where there is none. */
function stanzaFrom(bytes: Uint8Array, at: number): Place | undefined {
  while (bytes[at] === LF) at++;
  if (at >= bytes.length) return undefined;
  let end = at;
  do {
    const feed = bytes.indexOf(LF, end);
    end = feed < 0 ? bytes.length : feed + 1;
  } while (end < bytes.length && bytes[end] !== LF);
  return { at, end };
}

/** The stanzas of a file; undefined where a carriage return may make another cut of it. */
export function cutStanzas(bytes: Uint8Array): StanzaFile | undefined {
  if (bytes.includes(CR)) return undefined;
  const spans: number[] = [];
  let place = stanzaFrom(bytes, 0);
  while (place !== undefined) {
    spans.push(place.at, place.end);
    place = stanzaFrom(bytes, place.end);
  }
  return { bytes, spans: Uint32Array.from(spans) };
}

/** The first index from which a condition holds for a column, of `count` values; `count` where it never does. */
function firstWhere(count: number, holds: (index: number) => boolean): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Stanzas that are the same in both files, with all that is between them. */
interface Run {
  /** Number of the first one. */
  readonly first: number;
  /** By how many bytes they have moved. */
  readonly shift: number;
}

/** So many stanzas of either file are looked through for one that both have. */
const WINDOW = 256;
/** Of more changed stanzas than these nobody wants to know. */
const MOST_CHANGED = 4096;

/** A file and a later version of it, gone through side by side. */
class Walk {
  /** What is the same, in order. */
  readonly runs: Run[] = [];
  /** Numbers of stanzas that are gone, ascending. */
  readonly removed: number[] = [];
  /** New stanzas. */
  readonly added: Place[] = [];
  readonly #count: number;

  constructor(
    readonly before: StanzaFile,
    readonly now: Uint8Array,
    readonly compare: Comparison,
  ) {
    this.#count = before.spans.length / 2;
  }

  /** Goes to the end of both; false where too much has changed. */
  go(): boolean {
    const { now, removed, added, before: { spans } } = this;
    let stanza = 0;
    let place = stanzaFrom(now, 0);
    while (stanza < this.#count || place !== undefined) {
      if (removed.length + added.length > MOST_CHANGED) return false;
      const end = place ? this.#sameUntil(stanza, place) : stanza;
      if (end > stanza) {
        const shift = place!.at - spans[stanza * 2]!;
        this.runs.push({ first: stanza, shift });
        place = stanzaFrom(now, spans[end * 2 - 1]! + shift);
        stanza = end;
        continue;
      }
      const [gone, come] = this.#gap(stanza, place);
      for (let left = gone; left > 0; left--) removed.push(stanza++);
      for (let left = come; left > 0; left--) {
        added.push(place!);
        place = stanzaFrom(now, place!.end);
      }
    }
    return true;
  }

  /** The number behind the last of the stanzas that are the same, from one and a place on. */
  #sameUntil(stanza: number, { at }: Place): number {
    const { now, before: { bytes, spans }, compare } = this;
    if (stanza === this.#count) return stanza;
    const start = spans[stanza * 2]!;
    const same = start + compare(start, at);
    const end = firstWhere(
      this.#count,
      (other) => other >= stanza && spans[other * 2 + 1]! > same,
    );
    if (end === stanza) return stanza;
    // the last one may go on in the later file
    const last = spans[end * 2 - 1]!;
    const next = last - start + at;
    const isWhole = next === now.length ||
      (now[next] === LF && bytes[last - 1] === LF);
    return isWhole ? end : end - 1;
  }

  /** How many stanzas are gone, and how many are new, before the next one that both files have. */
  #gap(
    stanza: number,
    place: Place | undefined,
  ): readonly [gone: number, come: number] {
    const places: Place[] = [];
    for (let own = place; own && places.length < WINDOW;) {
      places.push(own);
      own = stanzaFrom(this.now, own.end);
    }
    const most = Math.min(WINDOW, this.#count - stanza);
    for (let sum = 1; sum < most + places.length; sum++) {
      const from = Math.max(0, sum - most + 1);
      for (let come = from; come <= sum && come < places.length; come++) {
        if (this.#isSame(stanza + sum - come, places[come]!)) {
          return [sum - come, come];
        }
      }
    }
    return [most, places.length];
  }

  #isSame(stanza: number, { at, end }: Place): boolean {
    const [from = 0, to = 0] = this.before.spans.subarray(stanza * 2);
    return to - from === end - at && this.compare(from, at) >= end - at;
  }
}

/**
 * Finds the stanzas of a file in a later version of it. One that has gone before another one is gone, and new; it may
 * say so of more than have changed.
 *
 * @param compare Compares the two.
 * @returns Undefined where a carriage return is among what is new, or too much has changed.
 */
export function changedStanzas(
  before: StanzaFile,
  now: Uint8Array,
  compare: Comparison,
): StanzaChanges | undefined {
  const walk = new Walk(before, now, compare);
  if (!walk.go()) return undefined;
  const added = walk.added.map(({ at, end }) => ({
    at,
    bytes: now.slice(at, end),
  }));
  if (added.some(({ bytes }) => bytes.includes(CR))) return undefined;
  const { runs, removed } = walk;
  return {
    removed,
    added,
    placeOf(stanza) {
      const run = firstWhere(runs.length, (run) => runs[run]!.first > stanza);
      return before.spans[stanza * 2]! + runs[run - 1]!.shift;
    },
  };
}
