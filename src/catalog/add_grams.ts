/**
 * Writes in which groups of rows each gram stands.
 *
 * @module
 */

import { kernel, memory, padded, put, reserve } from "./_kernel.ts";
import { wordsFor } from "./bits.ts";
import { GRAM_HASHES, GROUP_ROWS } from "./gram_hashes.ts";

/** Fewer groups are looked through faster than a set of them is read. */
const LEAST_GROUPS = 32;

/** Texts one behind the other. */
export interface SearchedTexts {
  /** Texts with a line feed behind each. */
  readonly bytes: Uint8Array;
  /** Where the text of each row begins, and where the last one ends. */
  readonly starts: Uint32Array;
}

/**
 * Adds the sections `grams`, a set of groups for each hash, and `groups.starts`, where the texts of each group begin:
 * of all heaps for the first group, then for the next. None where there are few rows.
 */
export function addGrams(
  sections: Map<string, ArrayBufferView>,
  heaps: readonly SearchedTexts[],
  rows: number,
): void {
  const groups = Math.ceil(rows / GROUP_ROWS);
  if (groups < LEAST_GROUPS) return;
  const setBytes = wordsFor(groups) * 4;
  const bytes = setBytes * GRAM_HASHES;
  reserve(bytes);
  new Uint8Array(memory.buffer, 0, bytes).fill(0);
  const texts = padded(bytes);
  const starts = new Uint32Array((groups + 1) * heaps.length);
  for (let group = 0; group <= groups; group++) {
    const row = group * GROUP_ROWS;
    for (const [number, heap] of heaps.entries()) {
      const start = heap.starts[Math.min(row, rows)]!;
      starts[group * heaps.length + number] = start;
      if (group === groups) continue;
      const end = heap.starts[Math.min(row + GROUP_ROWS, rows)]!;
      reserve(texts + end - start);
      put(texts, heap.bytes.subarray(start, end));
      kernel().markGrams(texts, texts + end - start, row, 0, setBytes);
    }
  }
  sections.set("grams", new Uint8Array(memory.buffer, 0, bytes).slice())
    .set("groups.starts", starts);
}
