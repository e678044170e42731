/**
 * All packages of one APT root, laid out for queries: only what a query asks for is read.
 *
 * @module
 */

import type { CatalogFacts } from "./catalog_facts.ts";
import { Container } from "./container.ts";
import {
  addRow,
  allRows,
  hasRow,
  listRows,
  removeAll,
  wordsFor,
} from "./bits.ts";
import type { Bits } from "./bits.ts";
import type { ByteSource } from "./byte_source.ts";
import { GROUP_ROWS } from "./gram_hashes.ts";
import { MARK_ROWS } from "./name_marks.ts";
import { PagedColumn } from "./paged_column.ts";
import { Postings } from "./postings.ts";
import { RepositoryIndex } from "./repositories.ts";
import type { ROW } from "./row_flags.ts";
import { FieldReader } from "./text_heap.ts";
import type { TextBatch } from "./text_heap.ts";

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
const encoder = new TextEncoder();

/** The texts of a row. */
export interface RowTexts {
  /** Name of the package. */
  readonly name: string;
  /** The candidate, else the installed version. */
  readonly version: string;
  /** The installed version, or "". */
  readonly installedVersion: string;
  /** First line of the description. */
  readonly summary: string;
  /** `Source` field, or "". */
  readonly source: string;
  /** Homepage, or "". */
  readonly homepage: string;
}

/** One row for each (name, architecture) with a candidate or an installed version, sorted. */
export class Catalog {
  /** Everything that is small. */
  readonly facts: CatalogFacts;
  /** The repositories, and which of them carry a set of files. */
  readonly repositories: RepositoryIndex;
  readonly #container: Container<CatalogFacts>;
  readonly #columns = new Map<string, PagedColumn>();
  #replaced: Bits | undefined;

  /**
   * Opens a catalog.
   *
   * @param base The catalog that this one patches: both have the same index files.
   * @throws {StoreError} `DATA_CORRUPT`: it is damaged; reading a damaged part later throws the same.
   */
  constructor(source: ByteSource, base?: Catalog) {
    this.#container = new Container(source);
    const { facts } = this.#container;
    this.facts = base === undefined
      ? facts
      : { ...facts, files: base.facts.files };
    this.repositories = new RepositoryIndex(this.facts.files, this.facts.sets);
  }

  /** Number of rows, with those that are left out. */
  get count(): number {
    return this.facts.count;
  }

  /** Leaves rows out of all answers from now on: another catalog has others in their place. */
  leaveOut(rows: Iterable<number>): void {
    this.#replaced ??= new Uint32Array(allRows(this.count).length);
    for (const row of rows) addRow(this.#replaced, row);
  }

  /** Whether no row is left out. */
  get isWhole(): boolean {
    return this.#replaced === undefined;
  }

  /** All rows that are not left out. */
  all(): Bits {
    const rows = allRows(this.count);
    if (this.#replaced !== undefined) removeAll(rows, this.#replaced);
    return rows;
  }

  /** The numbers of {@link all}. */
  listAll(): readonly number[] {
    return listRows(this.all());
  }

  /** Bits of `ROW`. */
  get flags(): PagedColumn {
    return this.#column("flags");
  }

  /** Number of the section in `facts.sections`. */
  get section(): PagedColumn {
    return this.#column("section");
  }

  /** Number of the tag list that matching goes by. */
  get tagList(): PagedColumn {
    return this.#column("tagList");
  }

  /** Number of the tag list of the candidate's own stanza. */
  get ownTagList(): PagedColumn {
    return this.#column("ownTagList");
  }

  /** Number in `repositories` of the set of files that carry the candidate. */
  get files(): PagedColumn {
    return this.#column("files");
  }

  /** Number of the architecture in `facts.architectures`. */
  get architecture(): PagedColumn {
    return this.#column("architecture");
  }

  /** dpkg's state. */
  get state(): PagedColumn {
    return this.#column("state");
  }

  /** Code of the `Multi-Arch` value. */
  get multiArch(): PagedColumn {
    return this.#column("multiArch");
  }

  /** Number of the index file that gave the texts. */
  get textFile(): PagedColumn {
    return this.#column("textFile");
  }

  /** The rows with a flag. */
  flagged(flag: keyof typeof ROW): Bits {
    return this.#container.words32(`flags.${flag}`);
  }

  /** The rows of each section. */
  get sectionRows(): Postings {
    return this.#postings("section");
  }

  /** The rows of each set of files that carry the candidate. */
  get fileRows(): Postings {
    return this.#postings("files");
  }

  /** The rows of each set of files that matching by origin goes by. */
  get originRows(): Postings {
    return this.#postings("originFiles");
  }

  /** The rows of each of {@link tags}. */
  get tagRows(): Postings {
    return this.#postings("tags");
  }

  /** Of a patch: the rows of the other catalog that are left out, ascending. */
  get replaced(): Uint32Array {
    return this.#container.words32("replaced");
  }

  /** Of a patch: for each row, the row of the other catalog before which it stands. */
  get places(): Uint32Array {
    return this.#container.words32("places");
  }

  /** Pin priority of the candidate of a row. */
  priority(row: number): number {
    const { buffer, byteOffset } = this.#container.bytes(
      "priority",
      row * 2,
      row * 2 + 2,
    );
    return new Int16Array(buffer, byteOffset, 1)[0]!;
  }

  /** Bytes to download, 0 where unknown. */
  size(row: number): number {
    return this.#container.floats("size", row, row + 1)[0]!;
  }

  /** KiB on disk, 0 where unknown. */
  installedSize(row: number): number {
    return this.#container.floats("installedSize", row, row + 1)[0]!;
  }

  /** Name and address, or "". */
  maintainer(row: number): string {
    return this.#dictionaryText(
      "maintainers",
      this.#column("maintainer").at(row),
    );
  }

  /** A `Tag` field as written, by the number of the list. */
  tagListText(number: number): string {
    return this.#dictionaryText("tagLists", number);
  }

  /** The name of a row. */
  name(row: number): string {
    const [start, end] = this.#container.words32("names.starts", row, row + 2);
    return decoder.decode(this.#container.bytes("names", start, end! - 1));
  }

  /** The texts of a row. */
  texts(row: number): RowTexts {
    const [
      name = "",
      version = "",
      installedVersion = "",
      summary = "",
      source = "",
      homepage = "",
    ] = this.#fields.fields(row);
    return { name, version, installedVersion, summary, source, homepage };
  }

  /**
   * The texts of many rows, in the order of {@link RowTexts}.
   *
   * @param rows Ascending.
   */
  textBatches(rows: readonly number[]): Iterable<TextBatch> {
    return this.#fields.batches(rows);
  }

  get #fields(): FieldReader {
    return this.#texts ??= new FieldReader(
      this.#container,
      "texts",
      this.count,
    );
  }

  #texts: FieldReader | undefined;

  /** The first row of a name, or the row before which it would stand, as -1 - row. */
  findName(name: string): number {
    const wanted = encoder.encode(name);
    // behind the last mark before it, and not behind the next one
    const marks = Math.ceil(this.count / MARK_ROWS);
    const mark = this.#firstNotBefore("marks", 0, marks, wanted);
    const low = this.#firstNotBefore(
      "names",
      Math.max(0, mark - 1) * MARK_ROWS,
      Math.min(mark * MARK_ROWS, this.count),
      wanted,
    );
    return low < this.count && this.name(low) === name ? low : -1 - low;
  }

  /** The first of some sorted texts that does not stand before another one; `high` where all do. */
  #firstNotBefore(
    section: "marks" | "names",
    low: number,
    high: number,
    wanted: Uint8Array,
  ): number {
    const behind = section === "names" ? 1 : 0; // a line feed
    while (low < high) {
      const middle = (low + high) >>> 1;
      const [start, end] = this.#container.words32(
        `${section}.starts`,
        middle,
        middle + 2,
      );
      const text = this.#container.bytes(section, start, end! - behind);
      if (compareBytes(text, wanted) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The rows of a name that are not left out, the native architecture first. */
  rowsOf(name: string): readonly number[] {
    const rows: number[] = [];
    let row = this.findName(name);
    if (row < 0 || this.#isLeftOut(row)) return rows;
    do rows.push(row++); while (row < this.count && this.name(row) === name);
    return rows;
  }

  #isLeftOut(row: number): boolean {
    return this.#replaced !== undefined && hasRow(this.#replaced, row);
  }

  /** All tags, sorted. */
  get tags(): readonly string[] {
    return this.#tags ??= JSON.parse(
      decoder.decode(this.#container.bytes("tags")),
    ) as readonly string[];
  }

  #tags: readonly string[] | undefined;

  /**
   * Reads texts for search: one for each row, a line feed behind each, and characters that are not ASCII replaced.
   *
   * @param space Memory that is used again; whole blocks.
   * @param look Takes a part of the texts: where it lies in the space.
   * @param start Where to start in them.
   * @param end Where to end.
   */
  scanTexts(
    which: "names" | "search",
    space: Uint8Array,
    look: (from: number, to: number) => void,
    start?: number,
    end?: number,
  ): void {
    this.#container.scan(which, space, look, start, end);
  }

  /** Number of groups of rows of which {@link groupsWith} knows; 0 where it does not. */
  get groups(): number {
    const isKnown = this.#container.has("grams");
    return isKnown ? Math.ceil(this.count / GROUP_ROWS) : 0;
  }

  /** Where the names of each group begin, and its summaries; behind the last group, where they end. */
  get groupStarts(): PagedColumn {
    const count = 2 * (this.groups + 1);
    return new PagedColumn(this.#container, "groups.starts", count);
  }

  /**
   * The groups with a row in whose texts for search a gram of some hash stands.
   *
   * @param space Memory that is used again; the answer lies in it.
   */
  groupsWith(hash: number, space: Uint8Array<ArrayBuffer>): Bits {
    const words = wordsFor(this.groups);
    const { buffer, byteOffset } = this.#container.bytesThrough(
      space,
      "grams",
      hash * words * 4,
      (hash + 1) * words * 4,
    );
    return new Uint32Array(buffer, byteOffset, words);
  }

  /** Rows whose texts for search lack characters, with their whole name and summary in lower case. */
  otherSearchTexts(): readonly (readonly [row: number, text: string])[] {
    return JSON.parse(decoder.decode(this.#container.bytes("search.other")));
  }

  /**
   * Reads and checks everything, so that nothing asked later can find damage.
   *
   * @throws {StoreError} `DATA_CORRUPT`: some of it is damaged.
   */
  checkAll(): void {
    this.#container.checkAll();
  }

  #postings(name: string): Postings {
    return new Postings(this.#container, name);
  }

  #column(name: string): PagedColumn {
    let column = this.#columns.get(name);
    if (!column) {
      column = new PagedColumn(this.#container, name, this.count);
      this.#columns.set(name, column);
    }
    return column;
  }

  #dictionaryText(name: string, number: number): string {
    const [start, end] = this.#container.words32(
      `${name}.starts`,
      number,
      number + 2,
    );
    return decoder.decode(this.#container.bytes(name, start, end));
  }
}

/** Compares texts by their bytes. */
function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const shorter = Math.min(a.length, b.length);
  for (let index = 0; index < shorter; index++) {
    if (a[index] !== b[index]) return a[index]! - b[index]!;
  }
  return a.length - b.length;
}
