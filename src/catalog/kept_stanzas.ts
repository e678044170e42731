/**
 * The stanzas of all package lists as they were read, in a file beside the catalog: what has not changed is not read
 * again.
 *
 * @module
 */

import { hashOf } from "../apt/byte_interner.ts";
import type { FoundMentions } from "../apt/mentions.ts";
import type { Phasing } from "../apt/phasing.ts";
import type { StanzaTable } from "../apt/stanza_table.ts";
import type { Pieces } from "../core/join_bytes.ts";
import type { ByteSource } from "./byte_source.ts";
import { changedStanzas } from "./changed_stanzas.ts";
import type {
  PlacedStanza,
  StanzaChanges,
  StanzaFile,
} from "./changed_stanzas.ts";
import { COLUMNS, DICTIONARIES, StanzaCopier, textOf } from "./copy_stanzas.ts";
import type { StanzaPlaces } from "./copy_stanzas.ts";
import { TextPair } from "./kernel.ts";
import type { KeptFolder, KeptTexts } from "./kept_folder.ts";
import { Container } from "./container.ts";
import { writeContainer } from "./write_container.ts";

/** A package list that was read. */
export interface KeptList extends StanzaPlaces {
  /** Its path. */
  readonly path: string;
  /** What told it from any other version of it. */
  readonly state: string;
  /** Bytes of the unpacked file. */
  readonly bytes: number;
  /** Whether nothing was wrong with it: only then it need not be read again. */
  readonly isSound: boolean;
}

/** What the head of the file carries. */
export interface KeptFacts {
  /** The directory that plays `/`, as it was given. */
  readonly root: string;
  /** What tells it from another one. */
  readonly key: string;
  /** The catalog that was built from them; see `catalogStamp()`. */
  readonly catalog: string;
  /** Version of the program that read them. */
  readonly program: string;
  /** Names of the architectures, by number; number 0 is the native one. */
  readonly architectures: readonly string[];
  /** The lists, by the number of the index file. */
  readonly lists: readonly KeptList[];
  /** What decides about phased versions. */
  readonly phasing: Phasing;
  /** Names that pins are about; null where some are about patterns, or source packages. */
  readonly pinned: readonly string[] | null;
  /** Whether anything that stanzas mention counts. */
  readonly hasMentions: boolean;
  /** Whether a package can be decided again by its own stanzas and marks. */
  readonly isPatchable: boolean;
}

/** What stanzas mention that a package alone does not tell. */
export interface KeptMentions {
  /** What was looked for. */
  readonly wanted: {
    readonly anyNames: boolean;
    readonly firstOf: readonly string[];
    readonly architectures: readonly string[];
  };
  /** What each list mentions. */
  readonly lists: readonly FoundMentions[];
  /** What dpkg's status mentions. */
  readonly status: FoundMentions;
}

/** A file that changes often, to tell which of its stanzas have changed. */
export interface KeptFile extends StanzaFile {
  /** Number of the name of each stanza. */
  readonly names: Uint32Array;
}

/** Files that change often. */
export const WATCHED = ["status", "states"] as const;
/** dpkg's status, or APT's marks of what was installed automatically. */
export type Watched = typeof WATCHED[number];
/** A file whose text is kept: one that changes often, or a list by its number. */
export type KeptText = Watched | number;

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** What the sections of a file whose text is kept begin with. */
function sectionOf(file: KeptText): string {
  return typeof file === "number" ? `list${file}` : file;
}

/** For each name its first stanza, and for each stanza the next one of its name; -1 where there is none. */
function chainNames(
  name: Uint32Array,
  count: number,
  names: number,
): { first: Int32Array; next: Int32Array } {
  const first = new Int32Array(names).fill(-1);
  const next = new Int32Array(count);
  for (let stanza = count - 1; stanza >= 0; stanza--) {
    next[stanza] = first[name[stanza]!]!;
    first[name[stanza]!] = stanza;
  }
  return { first, next };
}

/**
 * The file, in pieces; see `writeContainer()`.
 *
 * @param table The lists first; what stands behind the last of them is not kept.
 */
export function encodeStanzas(
  facts: KeptFacts,
  table: StanzaTable,
  watched: Readonly<Record<Watched, KeptFile>>,
  { folder, texts }: KeptTexts,
  mentions?: KeptMentions,
): Pieces {
  const sections = new Map<string, ArrayBufferView>();
  if (mentions !== undefined) {
    sections.set("mentions", encoder.encode(JSON.stringify(mentions)));
  }
  const count = facts.lists.at(-1)?.end ?? 0;
  for (const name of COLUMNS) {
    sections.set(name, table[name].subarray(0, count));
  }
  const { heap, ends } = table.texts(count);
  sections.set("texts", heap).set("texts.ends", ends);
  for (const name of DICTIONARIES) {
    const { heap, starts } = table[name].columns;
    sections.set(`${name}.heap`, heap).set(`${name}.starts`, starts);
  }
  sections.set("names.slots", table.names.columns.slots);
  const { first, next } = chainNames(table.name, count, table.names.size);
  sections.set("names.first", first).set("next", next);
  for (const file of WATCHED) {
    const { bytes, spans, names } = watched[file];
    sections.set(`${file}.bytes`, bytes).set(`${file}.spans`, spans)
      .set(`${file}.names`, names);
  }
  for (const [list, { bytes, spans }] of texts) {
    const name = sectionOf(list);
    sections.set(`${name}.bytes`, bytes).set(`${name}.spans`, spans);
  }
  const kept: KeptFolder | null = folder &&
    { ...folder, texts: [...texts.keys()] };
  sections.set("folder", encoder.encode(JSON.stringify(kept)));
  return writeContainer(facts, sections);
}

/** A file of kept stanzas. */
export class KeptStanzas {
  /** What its head carries. */
  readonly facts: KeptFacts;
  readonly #container: Container<KeptFacts>;

  /**
   * Opens it.
   *
   * @throws {StoreError} `DATA_CORRUPT`: it is damaged; reading a damaged part later throws the same.
   */
  constructor(source: ByteSource) {
    this.#container = new Container(source);
    this.facts = this.#container.facts;
  }

  /** What copies stanzas to a table of the same native architecture. */
  copier(table: StanzaTable): StanzaCopier {
    return new StanzaCopier(this.#container, table);
  }

  /** What stanzas mention; undefined where nothing of it counts. */
  mentions(): KeptMentions | undefined {
    if (!this.facts.hasMentions) return undefined;
    return JSON.parse(decoder.decode(this.#container.bytes("mentions")));
  }

  /** The directory of the lists; null where changes of it are for a look at everything. */
  folder(): KeptFolder | null {
    return JSON.parse(decoder.decode(this.#container.bytes("folder")));
  }

  /** The text of a list, where it is kept. */
  textOf(list: number): Uint8Array | undefined {
    return this.#container.has(`list${list}.bytes`)
      ? this.#container.bytes(`list${list}.bytes`)
      : undefined;
  }

  /**
   * Finds what has changed in a file whose text is kept.
   *
   * @param read Reads the file as it is, into memory that `allocate` gives; null where there is none.
   * @returns Undefined where it has another form, see {@link changedStanzas}.
   */
  changes(
    file: KeptText,
    read: (
      allocate: (bytes: number) => Uint8Array<ArrayBuffer>,
    ) => Uint8Array | null,
  ): StanzaChanges | undefined {
    const name = `${sectionOf(file)}.bytes`;
    const spans = this.#container.words32(`${sectionOf(file)}.spans`);
    const pair = new TextPair(this.#container.blockBytesOf(name));
    let [from, to] = [0, 0];
    if (pair.firstBytes > 0) {
      this.#container.scan(name, pair.first, (...place) => [from, to] = place);
    }
    const now = read((bytes) => pair.second(bytes)) ?? pair.second(0);
    const before = pair.first.subarray(from, to);
    return changedStanzas(
      { bytes: before, spans },
      now,
      pair.compare(before, now),
    );
  }

  /** Numbers of the names of the stanzas of a file whose text is kept. */
  textNames(file: KeptText): Uint32Array {
    if (typeof file !== "number") {
      return this.#container.words32(`${file}.names`);
    }
    const { first, end } = this.facts.lists[file]!;
    return this.#container.words32("name", first, end);
  }

  /** One stanza of a file whose text is kept, as it was, and where it began. */
  textStanza(file: KeptText, stanza: number): PlacedStanza {
    const name = sectionOf(file);
    const [at = 0, end] = this.#container.words32(
      `${name}.spans`,
      stanza * 2,
      stanza * 2 + 2,
    );
    return { at, bytes: this.#container.bytes(`${name}.bytes`, at, end) };
  }

  /** A name by its number. */
  name(number: number): string {
    return decoder.decode(textOf(this.#container, "names", number));
  }

  /** The number of a name in lower case, or -1. */
  findName(name: string): number {
    const wanted = new TextEncoder().encode(name);
    const mask = this.#container.lengthOf("names.slots") / 4 - 1;
    let slot = hashOf(wanted, 0, wanted.length) & mask;
    for (;;) {
      const [entry = 0] = this.#container.words32(
        "names.slots",
        slot,
        slot + 1,
      );
      if (entry === 0) return -1;
      if (this.name(entry - 1) === name) return entry - 1;
      slot = (slot + 1) & mask;
    }
  }

  /** The stanzas of a name in the lists, in reading order. */
  stanzasOf(name: number): readonly number[] {
    const found: number[] = [];
    let [stanza = 0] = this.#container.words32("names.first", name, name + 1);
    while (stanza >> 0 >= 0) {
      found.push(stanza);
      [stanza = 0] = this.#container.words32("next", stanza, stanza + 1);
    }
    return found;
  }
}
