/**
 * All packages of one APT root, laid out for queries: only what a query asks for is read.
 *
 * @module
 */

import type { CatalogFacts } from "./catalog_facts.ts";
import { Container } from "./container.ts";
import { addRow, allRows, hasRow, listRows, removeAll } from "./bits.ts";
import type { Bits } from "./bits.ts";
import type { ByteSource } from "./byte_source.ts";
import { NameIndex } from "./name_index.ts";
import { PagedColumn } from "./paged_column.ts";
import { Postings } from "./postings.ts";
import { RepositoryIndex } from "./repositories.ts";
import type { ROW } from "./row_flags.ts";
import { SearchTexts } from "./search_texts.ts";
import { FieldReader } from "./text_heap.ts";
import type { ListedRow } from "./listed_row.ts";

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

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
  }

  /** The repositories, and which of them carry a set of files. */
  get repositories(): RepositoryIndex {
    return this.#repositories ??= new RepositoryIndex(
      this.facts.files,
      this.facts.sets,
    );
  }

  #repositories: RepositoryIndex | undefined;

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
    return this.#names.at(row);
  }

  get #names(): NameIndex {
    return new NameIndex(this.#container, this.count);
  }

  /** What a package list shows of a row. */
  listed(row: number): ListedRow {
    return JSON.parse(this.#lines.fields(row)[0]!);
  }

  /**
   * The same of many rows as lines of JSON, a line feed behind each.
   *
   * @returns Whole lines of some rows; only lent: the next ones are written over them.
   */
  listedLines(rows: ArrayLike<number>): Iterable<Uint8Array> {
    return this.#lines.pieces(rows);
  }

  /** The texts of a row. */
  texts(row: number): RowTexts {
    const { name, version, installedVersion, summary } = this.listed(row);
    const [source = "", homepage = ""] = this.#texts.fields(row);
    return {
      name,
      version: version ?? installedVersion ?? "",
      installedVersion: installedVersion ?? "",
      summary,
      source,
      homepage,
    };
  }

  get #lines(): FieldReader {
    return this.#ownLines ??= this.#fields("lines");
  }

  #ownLines: FieldReader | undefined;

  get #texts(): FieldReader {
    return this.#ownTexts ??= this.#fields("texts");
  }

  #ownTexts: FieldReader | undefined;

  #fields(name: string): FieldReader {
    return new FieldReader(this.#container, name, this.count);
  }

  /** The first row of a name, or the row before which it would stand, as -1 - row. */
  findName(name: string): number {
    return this.#names.find(name);
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

  /** The texts that searches look through. */
  get searchTexts(): SearchTexts {
    return new SearchTexts(this.#container, this.count);
  }

  /**
   * Reads and checks everything, so that nothing asked later can find damage.
   *
   * @throws {StoreError} `DATA_CORRUPT`: some of it is damaged.
   */
  checkAll(): void {
    this.#container.check();
  }

  /**
   * Reads and checks the lines of all rows, so that none of them can turn out to be damaged later.
   *
   * @throws {StoreError} `DATA_CORRUPT`: some of it is damaged.
   */
  checkLines(): void {
    for (const name of ["lines", "lines.starts"]) this.#container.check(name);
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
