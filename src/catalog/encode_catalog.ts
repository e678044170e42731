/**
 * Lays a built catalog out as a file for queries.
 *
 * @module
 */

import type { ByteInterner, TakeBytes } from "../apt/byte_interner.ts";
import type { Pieces } from "../core/join_bytes.ts";
import { addGrams } from "./add_grams.ts";
import type { SearchedTexts } from "./add_grams.ts";
import type { BuiltCatalog } from "./built_catalog.ts";
import type { CatalogFacts, CatalogFile } from "./catalog_facts.ts";
import { writeContainer } from "./write_container.ts";
import { addRow, noRows } from "./bits.ts";
import { addLines } from "./encode_lines.ts";
import { MARK_ROWS } from "./name_marks.ts";
import { addPostings } from "./postings.ts";
import { ROW } from "./row_flags.ts";
import { splitTags } from "./tag_list.ts";
import { FieldWriter, HeapWriter } from "./text_heap.ts";

/** What the builder of a catalog knows besides its rows. */
export type CatalogOrigins =
  & Pick<
    CatalogFacts,
    | "root"
    | "key"
    | "program"
    | "warnings"
    | "missing"
    | "inputs"
    | "watched"
    | "listFolder"
    | "base"
  >
  & {
    /** Paths of the index files, by number. */
    readonly paths: readonly string[];
  };

/** Stands for characters that are not ASCII in the texts for search. */
const NOT_ASCII = 0x1a;
const LF = 10;
/** Bytes of a name, and of a summary, at most on average: room for more is not touched, and costs nothing. */
const NAME_BYTES = 32;
const SUMMARY_BYTES = 96;
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
const encoder = new TextEncoder();
const REPLACEMENT = "\ufffd";

/** A column in the narrowest type that holds its values. */
function narrow(
  column: Uint8Array | Uint16Array | Uint32Array,
): Uint8Array | Uint16Array | Uint32Array {
  let most = 0;
  for (let row = 0; row < column.length; row++) {
    if (column[row]! > most) most = column[row]!;
  }
  if (most < 1 << 8) return new Uint8Array(column);
  return most < 1 << 16 ? new Uint16Array(column) : new Uint32Array(column);
}

function dictionary(interner: ByteInterner): readonly string[] {
  return Array.from({ length: interner.size }, (_, id) => interner.text(id));
}

/**
 * The texts of a dictionary as sections: one heap, and where each begins; tells whether any is shown with a
 * replacement character.
 */
function addDictionary(
  sections: Map<string, ArrayBufferView>,
  name: string,
  interner: ByteInterner,
): boolean {
  const heap = new HeapWriter();
  const starts = new Uint32Array(interner.size + 1);
  const add: TakeBytes<number> = (bytes, start, end) =>
    heap.add(bytes, start, end);
  for (let id = 0; id < interner.size; id++) {
    interner.pass(id, add);
    starts[id + 1] = heap.length;
  }
  sections.set(name, heap.bytes).set(`${name}.starts`, starts);
  return decoder.decode(heap.bytes).includes(REPLACEMENT);
}

/** Names in the order of the rows, a line feed behind each; and every {@link MARK_ROWS}th, to find others by. */
function addNames(
  sections: Map<string, ArrayBufferView>,
  { data, name, count }: BuiltCatalog,
): SearchedTexts {
  const { names } = data.table;
  const heap = new HeapWriter(count * NAME_BYTES);
  const starts = new Uint32Array(count + 1);
  const marks = new HeapWriter();
  const markStarts = new Uint32Array(Math.ceil(count / MARK_ROWS) + 1);
  const add: TakeBytes<number> = (bytes, start, end) =>
    heap.add(bytes, start, end);
  const addMark: TakeBytes<number> = (bytes, start, end) =>
    marks.add(bytes, start, end);
  for (let row = 0; row < count; row++) {
    names.pass(name[row]!, add);
    heap.addByte(LF);
    starts[row + 1] = heap.length;
    if (row % MARK_ROWS !== 0) continue;
    names.pass(name[row]!, addMark);
    markStarts[row / MARK_ROWS + 1] = marks.length;
  }
  sections.set("names", heap.bytes).set("names.starts", starts)
    .set("marks", marks.bytes).set("marks.starts", markStarts);
  return { bytes: heap.bytes, starts };
}

/** The texts of each row that lists do not show; tells whether any is shown with a replacement character. */
function addTexts(
  sections: Map<string, ArrayBufferView>,
  { data: { table }, stanza, count }: BuiltCatalog,
): boolean {
  const writer = new FieldWriter(count);
  const add: TakeBytes<void> = (bytes, start, end) =>
    writer.addField(bytes, start, end);
  for (let row = 0; row < count; row++) {
    const own = stanza[row]!;
    table.passText(own, "source", add);
    table.passText(own, "homepage", add);
    writer.endRow();
  }
  writer.addTo(sections, "texts");
  return writer.hasReplaced;
}

/** All bytes, ORed. */
function allOf(bytes: Uint8Array, start: number, end: number): number {
  let all = 0;
  for (let index = start; index < end; index++) all |= bytes[index]!;
  return all;
}

/**
 * Summaries for search: in lower case, characters that are not ASCII replaced, a line feed behind each; and, as JSON,
 * the whole name and summary of the rows in which some were replaced.
 */
function addSearch(
  sections: Map<string, ArrayBufferView>,
  catalog: BuiltCatalog,
): SearchedTexts {
  const { data: { table }, stanza, name, count } = catalog;
  const heap = new HeapWriter(count * SUMMARY_BYTES);
  const starts = new Uint32Array(count + 1);
  const replaced: (readonly [row: number, text: string])[] = [];
  const add: TakeBytes<number> = (bytes, start, end) =>
    heap.addLowerCase(bytes, start, end);
  for (let row = 0; row < count; row++) {
    const start = heap.length;
    const own = stanza[row]!;
    const all = table.passText(own, "summary", add) |
      table.names.pass(name[row]!, allOf);
    if (all > 127) {
      heap.cut(start);
      const text = table.text(own, "summary").toLowerCase();
      replaced.push([row, `${table.names.text(name[row]!)}\n${text}`]);
      heap.add(
        encoder.encode(text).map((byte) => byte > 127 ? NOT_ASCII : byte),
      );
    }
    heap.addByte(LF);
    starts[row + 1] = heap.length;
  }
  sections.set("search", heap.bytes)
    .set("search.other", encoder.encode(JSON.stringify(replaced)));
  return { bytes: heap.bytes, starts };
}

/** All tags, sorted, and for each the rows that have it. */
function addTags(
  sections: Map<string, ArrayBufferView>,
  catalog: BuiltCatalog,
): void {
  const { data: { table: { tagLists } }, tagList, count } = catalog;
  const rows = new Map<string, number[]>();
  const byList: (readonly number[][] | undefined)[] = [];
  for (let row = 0; row < count; row++) {
    const list = tagList[row]!;
    const own = byList[list] ??= [...new Set(splitTags(tagLists.text(list)))]
      .map((tag) => {
        const known = rows.get(tag) ?? [];
        rows.set(tag, known);
        return known;
      });
    for (const rowsOfTag of own) rowsOfTag.push(row);
  }
  const tags = [...rows.keys()].sort();
  sections.set("tags", encoder.encode(JSON.stringify(tags)));
  addPostings(sections, "tags", tags.map((tag) => rows.get(tag)!), count);
}

/** The rows of each value of a column. */
function addColumnRows(
  sections: Map<string, ArrayBufferView>,
  name: string,
  column: ArrayLike<number>,
  values: number,
): void {
  const rows: number[][] = Array.from({ length: values }, () => []);
  for (let row = 0; row < column.length; row++) rows[column[row]!]!.push(row);
  addPostings(sections, name, rows, column.length);
}

/** A set of rows for each bit of the flags. */
function addFlagSets(
  sections: Map<string, ArrayBufferView>,
  { flags, count }: BuiltCatalog,
): void {
  for (const [name, bit] of Object.entries(ROW)) {
    const set = noRows(count);
    for (let row = 0; row < count; row++) {
      if ((flags[row]! & bit) !== 0) addRow(set, row);
    }
    sections.set(`flags.${name}`, set);
  }
}

/** The index files as the head carries them. */
function catalogFiles(
  { data }: BuiltCatalog,
  paths: readonly string[],
): readonly CatalogFile[] {
  return data.files.map((file, number) => {
    const { sizes: _, ...release } = file.release;
    return {
      ...file,
      release,
      priority: data.policy.filePriority(number),
      path: paths[number]!,
    };
  });
}

/** What a catalog says of the one that it patches. */
export interface PatchPlaces {
  /** The rows of the other one that are left out, ascending. */
  readonly replaced: Uint32Array;
  /** For each own row, the row of the other one before which it stands. */
  readonly places: Uint32Array;
}

/**
 * A catalog file, in pieces; see `writeContainer()`.
 *
 * @param patch Given where it takes the place of some rows of another one.
 */
export function encodeCatalog(
  catalog: BuiltCatalog,
  { paths, ...origins }: CatalogOrigins,
  patch?: PatchPlaces,
): Pieces {
  const { data: { table }, stanza, count } = catalog;
  const sections = new Map<string, ArrayBufferView>();
  if (patch !== undefined) {
    sections.set("replaced", patch.replaced).set("places", patch.places);
  }
  sections.set("flags", catalog.flags);
  sections.set("section", narrow(catalog.section));
  sections.set("tagList", narrow(catalog.tagList));
  sections.set("files", narrow(catalog.files));
  sections.set("architecture", narrow(catalog.architecture));
  const names = addNames(sections, catalog);
  const hasReplacedLines = addLines(sections, catalog);
  const hasReplacedTexts = addTexts(sections, catalog);
  addTags(sections, catalog);
  addFlagSets(sections, catalog);
  addColumnRows(sections, "section", catalog.section, table.sections.size);
  addColumnRows(sections, "files", catalog.files, catalog.sets.sets.length);
  addColumnRows(
    sections,
    "originFiles",
    catalog.originFiles,
    catalog.sets.sets.length,
  );
  addGrams(sections, [names, addSearch(sections, catalog)], count);
  const column = (source: ArrayLike<number>) =>
    narrow(stanza.map((stanza) => source[stanza]!));
  sections.set("ownTagList", column(table.tagList)).set(
    "maintainer",
    column(table.maintainer),
  );
  sections.set("multiArch", column(table.multiArch)).set(
    "textFile",
    column(table.file),
  );
  sections.set("state", narrow(catalog.state)).set(
    "priority",
    catalog.priority,
  );
  sections.set("size", catalog.size);
  sections.set(
    "installedSize",
    Float64Array.from(stanza, (stanza) => table.installedSize[stanza]!),
  );
  const hasReplaced = [
    hasReplacedLines,
    hasReplacedTexts,
    addDictionary(sections, "tagLists", table.tagLists),
    addDictionary(sections, "maintainers", table.maintainers),
    dictionary(table.sections).some((section) => section.includes(REPLACEMENT)),
  ].includes(true);
  const facts: CatalogFacts = {
    ...origins,
    count,
    hasReplaced,
    hasHidden: catalog.flags.some((flags) => (flags & ROW.hidden) !== 0),
    architectures: dictionary(table.architectures),
    sections: dictionary(table.sections),
    files: patch === undefined ? catalogFiles(catalog, paths) : [],
    sets: catalog.sets.sets,
  };
  return writeContainer(facts, sections);
}
