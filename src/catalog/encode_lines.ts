/**
 * Writes what a package list shows of all rows, as lines of JSON.
 *
 * @module
 */

import type { TakeBytes } from "../apt/byte_interner.ts";
import type { BuiltCatalog } from "./built_catalog.ts";
import { LineWriter, RECORD_WORDS } from "./line_writer.ts";
import type { ListedRow } from "./listed_row.ts";
import { RepositoryIndex } from "./repositories.ts";
import { ROW } from "./row_flags.ts";
import { countFeeds, HeapWriter } from "./text_heap.ts";

/** Rows that are written at once. */
const BATCH_ROWS = 512;
/** Bytes of a line, about. */
const LINE_BYTES = 280;
/** Texts of a row. */
const TEXTS = 4;
const LF = 10;
const REPLACEMENT = "\ufffd";
const SHOWN_FLAGS = ROW.installed | ROW.upgradable | ROW.held;
const NOTHING = new Uint8Array();
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
const encoder = new TextEncoder();

/** Makes each of a small set of pieces once; gives its number. */
function pieces(
  writer: LineWriter,
  textOf: (number: number) => string,
): (number: number) => number {
  const known: (number | undefined)[] = [];
  return (number) => known[number] ??= writer.addPiece(textOf(number));
}

/** What is yes or no of a row, in the order of its fields. */
function shownFlags(
  flags: number,
): Pick<ListedRow, "installed" | "upgradable" | "held"> {
  return {
    installed: (flags & ROW.installed) !== 0,
    upgradable: (flags & ROW.upgradable) !== 0,
    held: (flags & ROW.held) !== 0,
  };
}

/** Writes the lines of the rows of a catalog, one after the other. */
class LineHeap {
  readonly #catalog: BuiltCatalog;
  readonly #repositories: RepositoryIndex;
  readonly #lines: HeapWriter;
  readonly #starts: Uint32Array;
  readonly #writer = new LineWriter('{"name":', ',"installedVersion":');
  readonly #records = new Uint32Array(BATCH_ROWS * RECORD_WORDS);
  readonly #texts = new HeapWriter(1 << 16);
  /** Rows whose lines are written. */
  #written = 0;
  /** Rows that wait for being written. */
  #waiting = 0;
  #hasReplaced = false;

  constructor(catalog: BuiltCatalog) {
    this.#catalog = catalog;
    this.#lines = new HeapWriter(catalog.count * LINE_BYTES);
    this.#starts = new Uint32Array(catalog.count + 1);
    this.#repositories = new RepositoryIndex(
      catalog.data.files.map((file) => ({ ...file, priority: 0, path: "" })),
      catalog.sets.sets,
    );
  }

  readonly #architecture = pieces(
    this.#writer,
    (number) =>
      `,"architecture":${
        JSON.stringify(this.#architectureOf(number))
      },"version":`,
  );
  readonly #flagged = pieces(
    this.#writer,
    (flags) => `,${JSON.stringify(shownFlags(flags)).slice(1, -1)},"section":`,
  );
  readonly #section = pieces(
    this.#writer,
    (number) => `${JSON.stringify(this.#sectionOf(number))},"summary":`,
  );
  readonly #carriers = pieces(
    this.#writer,
    (set) =>
      `,"repositories":${JSON.stringify(this.#repositories.idsOf(set))}}\n`,
  );

  /** Adds the next row. */
  add(row: number): void {
    const { data: { table }, name, stanza, installedStanza } = this.#catalog;
    const texts = this.#texts;
    const start = texts.length;
    let all = 0;
    const put: TakeBytes<void> = (bytes, from, to) => {
      all |= texts.add(bytes, from, to);
      texts.addByte(LF);
    };
    const installed = installedStanza[row]!;
    table.names.pass(name[row]!, put);
    table.passText(stanza[row]!, "version", put);
    if (installed < 0) put(NOTHING, 0, 0);
    else table.passText(installed, "version", put);
    table.passText(stanza[row]!, "summary", put);
    if (this.#isPlain(start, all)) this.#note(row, start);
    else this.#addOdd(row, start);
    if (this.#waiting === BATCH_ROWS) this.#flush();
  }

  /** Adds the sections; tells whether any text is shown with a replacement character. */
  addTo(sections: Map<string, ArrayBufferView>): boolean {
    this.#flush();
    sections.set("lines", this.#lines.bytes).set("lines.starts", this.#starts)
      .set("lines.other", encoder.encode("[]"));
    return this.#hasReplaced;
  }

  /** Whether the texts from `start` on can be written as they are. */
  #isPlain(start: number, all: number): boolean {
    if (all >= 0 && all <= 127) return true;
    const bytes = this.#texts.bytes.subarray(start);
    if (decoder.decode(bytes).includes(REPLACEMENT)) {
      this.#hasReplaced = true;
      return false;
    }
    return countFeeds(bytes) === TEXTS;
  }

  /** What {@link LineWriter.lines} takes for a row. */
  #note(row: number, start: number): void {
    const { architecture, flags, section, files } = this.#catalog;
    const own = flags[row]!;
    this.#records.set([
      start,
      own & (ROW.candidate | ROW.installed),
      this.#architecture(architecture[row]!),
      this.#flagged(own & SHOWN_FLAGS),
      this.#section(section[row]!),
      this.#carriers(files[row]!),
    ], this.#waiting++ * RECORD_WORDS);
  }

  /** Writes a row whose texts are not UTF-8, or hold a line feed. */
  #addOdd(row: number, start: number): void {
    this.#texts.cut(start);
    this.#flush();
    const line = encoder.encode(`${JSON.stringify(this.#listedRow(row))}\n`);
    this.#lines.addMany(line);
    this.#starts[++this.#written] = this.#lines.length;
  }

  #listedRow(row: number): ListedRow {
    const { data: { table }, ...own } = this.#catalog;
    const flags = own.flags[row]!;
    const has = (bit: number) => (flags & bit) !== 0;
    return {
      name: table.names.text(own.name[row]!),
      architecture: this.#architectureOf(own.architecture[row]!),
      version: has(ROW.candidate)
        ? table.text(own.stanza[row]!, "version")
        : null,
      installedVersion: has(ROW.installed)
        ? table.text(own.installedStanza[row]!, "version")
        : null,
      ...shownFlags(flags),
      section: this.#sectionOf(own.section[row]!),
      summary: table.text(own.stanza[row]!, "summary"),
      repositories: this.#repositories.idsOf(own.files[row]!),
    };
  }

  #architectureOf(number: number): string {
    return this.#catalog.data.table.architectures.text(number);
  }

  #sectionOf(number: number): string {
    return this.#catalog.data.table.sections.text(number);
  }

  #flush(): void {
    const lines = this.#writer.lines(
      this.#records,
      this.#waiting,
      this.#texts.bytes,
    );
    const start = this.#lines.length;
    this.#lines.addMany(lines);
    let end = 0;
    for (; this.#waiting > 0; this.#waiting--) {
      end = lines.indexOf(LF, end) + 1;
      this.#starts[++this.#written] = start + end;
    }
    this.#texts.cut(0);
  }
}

/**
 * Adds the sections `lines`: for each row a `ListedRow` as a line of JSON.
 *
 * @returns Whether any text is shown with a replacement character.
 */
export function addLines(
  sections: Map<string, ArrayBufferView>,
  catalog: BuiltCatalog,
): boolean {
  const heap = new LineHeap(catalog);
  for (let row = 0; row < catalog.count; row++) heap.add(row);
  return heap.addTo(sections);
}
