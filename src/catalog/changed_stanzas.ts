/**
 * Which stanzas of a file have changed.
 *
 * @module
 */

import type { CommonParts } from "./kernel.ts";

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
/** One character for each byte, so that equal texts are equal bytes. */
const decoder = new TextDecoder("latin1");

/** Where the stanzas of a text begin and end: behind a line feed that a blank line follows, or with the text. */
function* spansOf(
  text: string,
): Generator<readonly [from: number, to: number]> {
  for (let at = 0;;) {
    while (text.charCodeAt(at) === LF) at++;
    if (at >= text.length) return;
    const blank = text.indexOf("\n\n", at);
    const end = blank < 0 ? text.length : blank + 1;
    yield [at, end];
    at = end;
  }
}

/** The stanzas of a file; undefined where a carriage return may make another cut of it. */
export function cutStanzas(bytes: Uint8Array): StanzaFile | undefined {
  if (bytes.includes(13)) return undefined;
  const spans = [...spansOf(decoder.decode(bytes))].flat();
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

/** The numbers of some stanzas by their text. */
function placesOf(text: string, spans: Uint32Array): Map<string, number[]> {
  const places = new Map<string, number[]>();
  for (let stanza = 0; stanza < spans.length / 2; stanza++) {
    const own = text.slice(
      spans[stanza * 2]! - spans[0]!,
      spans[stanza * 2 + 1]! - spans[0]!,
    );
    const known = places.get(own);
    if (known) known.push(stanza);
    else places.set(own, [stanza]);
  }
  return places;
}

/**
 * Finds the stanzas of a file in a later version of it. One that has gone before another one is gone, and new.
 *
 * @param common What the two have in common; it may be less.
 * @returns Undefined where a carriage return is among what is new.
 */
export function changedStanzas(
  { bytes: before, spans }: StanzaFile,
  now: Uint8Array,
  common: CommonParts,
): StanzaChanges | undefined {
  const grown = now.length - before.length;
  const count = spans.length / 2;
  // whole stanzas before the first difference, with the blank line behind them
  const first = Math.max(
    0,
    firstWhere(count, (stanza) => spans[stanza * 2]! > common.start) - 1,
  );
  // whole stanzas behind the last difference, with the blank line before them
  const sameFrom = before.length - common.end;
  const last = Math.max(
    first,
    firstWhere(count, (stanza) => spans[stanza * 2]! >= sameFrom + 2),
  );
  const begin = spans[first * 2] ?? 0;
  const from = begin > common.start ? 0 : begin;
  const to = last < count ? spans[last * 2]! + grown : now.length;
  const text = decoder.decode(now.subarray(from, to));
  if (text.includes("\r")) return undefined;
  const places = placesOf(
    decoder.decode(before.subarray(begin, spans[last * 2 - 1])),
    spans.subarray(first * 2, last * 2),
  );
  const added: PlacedStanza[] = [];
  const moved = new Map<number, number>();
  const displaced: number[] = [];
  let latest = -1;
  for (const [start, end] of spansOf(text)) {
    const place = places.get(text.slice(start, end))?.shift();
    const at = from + start;
    if (place !== undefined && place > latest) {
      latest = place;
      moved.set(first + place, at);
      continue;
    }
    added.push({ at, bytes: now.slice(at, from + end) });
    if (place !== undefined) displaced.push(place);
  }
  return {
    removed: [...displaced, ...[...places.values()].flat()]
      .map((place) => first + place).sort((a, b) => a - b),
    added,
    placeOf: (stanza) =>
      moved.get(stanza) ??
        spans[stanza * 2]! + (stanza < first ? 0 : grown),
  };
}
