/**
 * The texts that searches look through: the names and the summaries of all rows in lower case, and in which groups of
 * rows a gram stands.
 *
 * @module
 */

import { wordsFor } from "./bits.ts";
import type { Bits } from "./bits.ts";
import type { Container } from "./container.ts";
import { GROUP_ROWS } from "./gram_hashes.ts";
import { PagedColumn } from "./paged_column.ts";

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** Reads the sections `names`, `search`, `grams` and `groups`. */
export class SearchTexts {
  /** @param count Number of rows. */
  constructor(
    readonly container: Container<unknown>,
    readonly count: number,
  ) {}

  /**
   * Reads texts: one for each row, a line feed behind each, and characters that are not ASCII replaced.
   *
   * @param space Memory that is used again; whole blocks.
   * @param look Takes a part of the texts: where it lies in the space.
   * @param start Where to start in them.
   * @param end Where to end.
   */
  scan(
    which: "names" | "search",
    space: Uint8Array,
    look: (from: number, to: number) => void,
    start?: number,
    end?: number,
  ): void {
    this.container.scan(which, space, look, start, end);
  }

  /** Number of groups of rows of which {@link groupsWith} knows; 0 where it does not. */
  get groups(): number {
    const isKnown = this.container.has("grams");
    return isKnown ? Math.ceil(this.count / GROUP_ROWS) : 0;
  }

  /** Where the names of each group begin, and its summaries; behind the last group, where they end. */
  get groupStarts(): PagedColumn {
    const count = 2 * (this.groups + 1);
    return new PagedColumn(this.container, "groups.starts", count);
  }

  /**
   * The groups with a row in whose texts a gram of some hash stands.
   *
   * @param space Memory that is used again; the answer lies in it.
   */
  groupsWith(hash: number, space: Uint8Array<ArrayBuffer>): Bits {
    const words = wordsFor(this.groups);
    const { buffer, byteOffset } = this.container.bytesThrough(
      space,
      "grams",
      hash * words * 4,
      (hash + 1) * words * 4,
    );
    return new Uint32Array(buffer, byteOffset, words);
  }

  /** Rows whose texts lack characters, with their whole name and summary in lower case. */
  others(): readonly (readonly [row: number, text: string])[] {
    return JSON.parse(decoder.decode(this.container.bytes("search.other")));
  }
}
