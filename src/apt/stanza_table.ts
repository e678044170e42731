/**
 * What storectl keeps of every stanza of every index: columns, not objects.
 *
 * @module
 */

import { ByteInterner, grown } from "./byte_interner.ts";
import type { TakeBytes } from "./byte_interner.ts";
import { Mentions } from "./mentions.ts";

/** Bits of {@link StanzaTable.flags}. */
export const STANZA = {
  /** `Architecture: all`. */
  all: 1,
  /** It has a `Version`. */
  version: 2,
  /** It has a `Description`. */
  description: 4,
  /** `Essential: yes`. */
  essential: 8,
  /** `Essential: no`. */
  notEssential: 16,
} as const;

/** The texts that are kept for a stanza, in the order in which they lie in the heap. */
export const TEXTS = [
  "version",
  "source",
  "homepage",
  "descriptionMd5",
  "summary",
] as const;
/** Name of a kept text. */
export type TextName = (typeof TEXTS)[number];

const TEXT_INDEX = Object.fromEntries(
  TEXTS.map((name, index) => [name, index]),
) as Record<TextName, number>;
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** Stanzas in reading order: index files in the order of the sources, dpkg's status last. */
export class StanzaTable {
  /** Number of stanzas. */
  count = 0;
  /** Package names, in lower case. */
  readonly names: ByteInterner = new ByteInterner();
  /** Architectures as in the stanzas, except that `all` is the native one; number 0 is the native one. */
  readonly architectures: ByteInterner = new ByteInterner();
  /** Sections; number 0 is none. */
  readonly sections: ByteInterner = new ByteInterner();
  /** `Tag` fields as written; number 0 is none. */
  readonly tagLists: ByteInterner = new ByteInterner();
  /** Maintainers; number 0 is none. */
  readonly maintainers: ByteInterner = new ByteInterner();

  /** Number of the index file. */
  file: Uint16Array = new Uint16Array(64);
  /** Number of the name. */
  name: Uint32Array = new Uint32Array(64);
  /** Number of the architecture. */
  architecture: Uint16Array = new Uint16Array(64);
  /** Bits of {@link STANZA}. */
  flags: Uint8Array = new Uint8Array(64);
  /** Code of the `Multi-Arch` value, see `multi_arch.ts`. */
  multiArch: Uint8Array = new Uint8Array(64);
  /** Number of the section. */
  section: Uint32Array = new Uint32Array(64);
  /** Number of the tag list. */
  tagList: Uint32Array = new Uint32Array(64);
  /** Number of the maintainer. */
  maintainer: Uint32Array = new Uint32Array(64);
  /** Bytes to download, 0 where unknown. */
  size: Float64Array = new Float64Array(64);
  /** KiB on disk, 0 where unknown. */
  installedSize: Float64Array = new Float64Array(64);
  /** APT's hash of what makes two builds of one version the same. */
  buildHash: Uint32Array = new Uint32Array(64);
  /** `Phased-Update-Percentage` of 0 to 99, else -1. */
  phased: Int8Array = new Int8Array(64);
  /** dpkg's state, 0 outside its status file. */
  state: Uint16Array = new Uint16Array(64);
  /** Byte in the unpacked file where the stanza begins. */
  spanStart: Float64Array = new Float64Array(64);
  /** Bytes of the stanza. */
  spanLength: Uint32Array = new Uint32Array(64);

  /** End of each text in the heap, `TEXTS.length` numbers a stanza; a text starts where the one before ends. */
  #textEnds = new Uint32Array(64 * TEXTS.length + 1);
  #heap = new Uint8Array(1 << 12);
  #heapUsed = 0;
  /** Stanzas that show the summary of another one. */
  readonly #summaryOf = new Map<number, number>();

  /**
   * @param nativeArchitecture Gets number 0.
   * @param mentions Collects what the stanzas that are added mention.
   */
  constructor(
    readonly nativeArchitecture: string,
    public mentions: Mentions = new Mentions(),
  ) {
    this.architectures.addText(nativeArchitecture);
    for (const dictionary of [this.sections, this.tagLists, this.maintainers]) {
      dictionary.addText("");
    }
  }

  /** Adds a stanza with empty columns and returns its number. */
  add(): number {
    const stanza = this.count++;
    if (stanza >= this.file.length) this.#grow(stanza + 1);
    return stanza;
  }

  /** Puts a text of the newest stanza into the heap; must be called once for each of {@link TEXTS}, in order. */
  addText(index: number, bytes: Uint8Array, start: number, end: number): void {
    const to = this.#heapUsed + (end - start);
    if (to > this.#heap.length) this.#heap = grown(this.#heap, to);
    const heap = this.#heap;
    for (let own = this.#heapUsed; start < end; start++) {
      heap[own++] = bytes[start]!;
    }
    this.#textEnds[(this.count - 1) * TEXTS.length + index + 1] = to;
    this.#heapUsed = to;
  }

  /** A text of a stanza; bytes that are not UTF-8 become replacement characters. */
  text(stanza: number, name: TextName): string {
    return decoder.decode(this.textBytes(stanza, name));
  }

  /** Lets a stanza show the summary of another one from now on. */
  shareSummary(stanza: number, other: number): void {
    const own = this.text(stanza, "summary");
    if (own !== this.text(other, "summary")) this.#summaryOf.set(stanza, other);
  }

  /** The bytes of a text; a view, valid until the next stanza is added. */
  textBytes(stanza: number, name: TextName): Uint8Array {
    return this.passText(
      stanza,
      name,
      (bytes, start, end) => bytes.subarray(start, end),
    );
  }

  /** Hands the bytes of a text on, without a view of them. */
  passText<Result>(
    stanza: number,
    name: TextName,
    take: TakeBytes<Result>,
  ): Result {
    const owner = name === "summary" && this.#summaryOf.size > 0
      ? this.#summaryOf.get(stanza) ?? stanza
      : stanza;
    const index = owner * TEXTS.length + TEXT_INDEX[name];
    return take(
      this.#heap,
      this.#textEnds[index]!,
      this.#textEnds[index + 1]!,
    );
  }

  /** The texts of the first `count` stanzas: one behind the other, and where each ends; views. */
  texts(
    count: number,
  ): { readonly heap: Uint8Array; readonly ends: Uint32Array } {
    const ends = this.#textEnds.subarray(0, count * TEXTS.length + 1);
    return { heap: this.#heap.subarray(0, ends.at(-1)), ends };
  }

  #grow(length: number): void {
    this.file = grown(this.file, length);
    this.name = grown(this.name, length);
    this.architecture = grown(this.architecture, length);
    this.flags = grown(this.flags, length);
    this.multiArch = grown(this.multiArch, length);
    this.section = grown(this.section, length);
    this.tagList = grown(this.tagList, length);
    this.maintainer = grown(this.maintainer, length);
    this.size = grown(this.size, length);
    this.installedSize = grown(this.installedSize, length);
    this.buildHash = grown(this.buildHash, length);
    this.phased = grown(this.phased, length);
    this.state = grown(this.state, length);
    this.spanStart = grown(this.spanStart, length);
    this.spanLength = grown(this.spanLength, length);
    this.#textEnds = grown(this.#textEnds, length * TEXTS.length + 1);
  }
}
