/**
 * Puts stanzas that were kept as columns back into a table.
 *
 * @module
 */

import type { ByteInterner, Column } from "../apt/byte_interner.ts";
import { TEXTS } from "../apt/stanza_table.ts";
import type { StanzaTable } from "../apt/stanza_table.ts";
import type { Container } from "./container.ts";

/** The columns of a table that are kept as they are. */
export const COLUMNS = [
  "name",
  "architecture",
  "flags",
  "multiArch",
  "section",
  "tagList",
  "maintainer",
  "size",
  "installedSize",
  "buildHash",
  "phased",
  "spanStart",
  "spanLength",
] as const satisfies readonly (keyof StanzaTable)[];
/** The dictionaries of a table that are kept. */
export const DICTIONARIES = [
  "names",
  "sections",
  "tagLists",
  "maintainers",
] as const satisfies readonly (keyof StanzaTable)[];
type DictionaryName = typeof DICTIONARIES[number];

/** What the head of a file of stanzas has besides. */
export interface ColumnFacts {
  /** Names of the architectures, by number; number 0 is the native one. */
  readonly architectures: readonly string[];
}

/** Stanzas that follow each other. */
export interface StanzaPlaces {
  /** Number of the first one. */
  readonly first: number;
  /** Number behind that of the last one. */
  readonly end: number;
}

/** Some stanzas that follow each other, in memory. */
class StanzaRange {
  readonly columns: Readonly<Record<typeof COLUMNS[number], Column>>;
  readonly heap: Uint8Array;
  /** End of each text; the first number is where the first one begins. */
  readonly ends: Uint32Array;

  constructor(container: Container<ColumnFacts>, first: number, end: number) {
    const read = (name: string, Type: ColumnType) => {
      const width = Type.BYTES_PER_ELEMENT;
      const { buffer, byteOffset } = container.bytes(
        name,
        first * width,
        end * width,
      );
      return new Type(buffer, byteOffset, end - first);
    };
    this.columns = Object.fromEntries(
      COLUMNS.map((name) => [name, read(name, TYPES[name])]),
    ) as Record<typeof COLUMNS[number], Column>;
    this.ends = container.words32(
      "texts.ends",
      first * TEXTS.length,
      end * TEXTS.length + 1,
    );
    this.heap = container.bytes("texts", this.ends[0]!, this.ends.at(-1)!);
  }
}

type ColumnType = {
  readonly BYTES_PER_ELEMENT: number;
  new (buffer: ArrayBuffer, byteOffset: number, length: number): Column;
};
const TYPES: Readonly<Record<typeof COLUMNS[number], ColumnType>> = {
  name: Uint32Array,
  architecture: Uint16Array,
  flags: Uint8Array,
  multiArch: Uint8Array,
  section: Uint32Array,
  tagList: Uint32Array,
  maintainer: Uint32Array,
  size: Float64Array,
  installedSize: Float64Array,
  buildHash: Uint32Array,
  phased: Int8Array,
  spanStart: Float64Array,
  spanLength: Uint32Array,
};

/** Texts of a dictionary of the file, as numbers of another one. */
class Renumbering {
  readonly #known = new Map<number, number>();
  #whole:
    | { readonly heap: Uint8Array; readonly starts: Uint32Array }
    | undefined;

  constructor(
    readonly container: Container<ColumnFacts>,
    readonly name: DictionaryName,
    readonly into: ByteInterner,
  ) {}

  /** Reads all texts at once. */
  readAll(): void {
    this.#whole ??= {
      heap: this.container.bytes(`${this.name}.heap`),
      starts: this.container.words32(`${this.name}.starts`),
    };
  }

  /** The new number of a text, given on first sight. */
  of(number: number): number {
    let own = this.#known.get(number);
    if (own === undefined) this.#known.set(number, own = this.#add(number));
    return own;
  }

  #add(number: number): number {
    if (this.#whole !== undefined) {
      const { heap, starts } = this.#whole;
      return this.into.add(heap, starts[number]!, starts[number + 1]!);
    }
    const bytes = textOf(this.container, this.name, number);
    return this.into.add(bytes, 0, bytes.length);
  }
}

/** The bytes of a text of a dictionary. */
export function textOf(
  container: Container<ColumnFacts>,
  name: DictionaryName,
  number: number,
): Uint8Array {
  const [start, end] = container.words32(`${name}.starts`, number, number + 2);
  return container.bytes(`${name}.heap`, start, end);
}

/** Puts kept stanzas into a table. */
export class StanzaCopier {
  readonly #numbers: Readonly<Record<DictionaryName, Renumbering>>;
  readonly #architectures = new Map<number, number>();

  /** @param table Of the same native architecture. */
  constructor(
    readonly container: Container<ColumnFacts>,
    readonly table: StanzaTable,
  ) {
    this.#numbers = Object.fromEntries(
      DICTIONARIES.map((name) => [
        name,
        new Renumbering(container, name, table[name]),
      ]),
    ) as Record<DictionaryName, Renumbering>;
  }

  /** Adds a whole list, under a new number of its file. */
  addList({ first, end }: StanzaPlaces, file: number): void {
    if (first === end) return;
    for (const name of DICTIONARIES) this.#numbers[name].readAll();
    this.#add(first, end, file);
  }

  /** Adds one stanza. */
  addStanza(stanza: number, file: number): void {
    this.#add(stanza, stanza + 1, file);
  }

  #add(first: number, end: number, file: number): void {
    const { table } = this;
    const { names, sections, tagLists, maintainers } = this.#numbers;
    const { columns, heap, ends } = new StanzaRange(this.container, first, end);
    for (let index = 0; index < end - first; index++) {
      const stanza = table.add();
      table.file[stanza] = file;
      table.name[stanza] = names.of(columns.name[index]!);
      table.architecture[stanza] = this.#architecture(
        columns.architecture[index]!,
      );
      table.flags[stanza] = columns.flags[index]!;
      table.multiArch[stanza] = columns.multiArch[index]!;
      table.section[stanza] = sections.of(columns.section[index]!);
      table.tagList[stanza] = tagLists.of(columns.tagList[index]!);
      table.maintainer[stanza] = maintainers.of(columns.maintainer[index]!);
      table.size[stanza] = columns.size[index]!;
      table.installedSize[stanza] = columns.installedSize[index]!;
      table.buildHash[stanza] = columns.buildHash[index]!;
      table.phased[stanza] = columns.phased[index]!;
      table.state[stanza] = 0;
      table.spanStart[stanza] = columns.spanStart[index]!;
      table.spanLength[stanza] = columns.spanLength[index]!;
      for (let text = 0; text < TEXTS.length; text++) {
        const at = index * TEXTS.length + text;
        table.addText(
          text,
          heap,
          ends[at]! - ends[0]!,
          ends[at + 1]! - ends[0]!,
        );
      }
    }
  }

  #architecture(number: number): number {
    let own = this.#architectures.get(number);
    if (own === undefined) {
      const { architectures } = this.container.facts;
      own = this.table.architectures.addText(architectures[number]!);
      this.#architectures.set(number, own);
    }
    return own;
  }
}
