/**
 * Package lists as lines of JSON, for when there are very many of them.
 *
 * @module
 */

import type { Catalog } from "../catalog/catalog.ts";
import { LineWriter, RECORD_WORDS } from "../catalog/line_writer.ts";
import type { RowRun } from "../catalog/page.ts";
import { ROW } from "../catalog/row_flags.ts";
import type { TextBatch } from "../catalog/text_heap.ts";
import { DEFAULT_PACKAGE_FIELDS, packageReader } from "./package_fields.ts";

const SHOWN_FLAGS = ROW.installed | ROW.upgradable | ROW.held;
const encoder = new TextEncoder();

/** Makes each of a small set of pieces once; gives its number. */
function pieces(
  writer: LineWriter,
  textOf: (number: number) => string,
): (number: number) => number {
  const known: (number | undefined)[] = [];
  return (number) => known[number] ??= writer.addPiece(textOf(number));
}

/** The piece between the installed version and the section. */
function flagsPiece(flags: number): string {
  const has = (bit: number) => (flags & bit) !== 0;
  return `,"installed":${has(ROW.installed)},"upgradable":${
    has(ROW.upgradable)
  },"held":${has(ROW.held)},"section":`;
}

/** Writes rows of one layer. */
class LayerLines {
  readonly #catalog: Catalog;
  readonly #read: (row: number) => unknown;
  readonly #writer = new LineWriter('{"name":', ',"installedVersion":');
  readonly #architecture = pieces(
    this.#writer,
    (number) =>
      `,"architecture":${
        JSON.stringify(this.#catalog.facts.architectures[number])
      },"version":`,
  );
  readonly #flagged = pieces(this.#writer, flagsPiece);
  readonly #section = pieces(
    this.#writer,
    (number) =>
      `${JSON.stringify(this.#catalog.facts.sections[number])},"summary":`,
  );
  readonly #carriers = pieces(
    this.#writer,
    (set) =>
      `,"repositories":${
        JSON.stringify(this.#catalog.repositories.idsOf(set))
      }}\n`,
  );

  constructor(catalog: Catalog) {
    this.#catalog = catalog;
    this.#read = packageReader(catalog, DEFAULT_PACKAGE_FIELDS);
  }

  /** The lines of some rows, ascending; the bytes are only lent. */
  *of(rows: readonly number[]): Generator<Uint8Array> {
    for (const batch of this.#catalog.textBatches(rows)) {
      const { first, last, bytes } = batch;
      yield bytes === undefined
        ? encoder.encode(`${JSON.stringify(this.#read(rows[first]!))}\n`)
        : this.#writer.lines(this.#records(rows, batch), last - first, bytes);
    }
  }

  /** What the writer takes for the rows of a batch. */
  #records(
    rows: readonly number[],
    { first, last, startOf }: TextBatch,
  ): Uint32Array {
    const { architecture, files, flags, section } = this.#catalog;
    const records = new Uint32Array((last - first) * RECORD_WORDS);
    for (let index = first, at = 0; index < last; index++) {
      const row = rows[index]!;
      const own = flags.at(row);
      records[at++] = startOf(row);
      records[at++] = own & (ROW.candidate | ROW.installed);
      records[at++] = this.#architecture(architecture.at(row));
      records[at++] = this.#flagged(own & SHOWN_FLAGS);
      records[at++] = this.#section(section.at(row));
      records[at++] = this.#carriers(files.at(row));
    }
    return records;
  }
}

/**
 * The lines of some rows with the default fields, as `JSON.stringify` would write them.
 *
 * @param runs Rows of each layer ascending; all texts of the layers must be UTF-8.
 * @returns Bytes that are only lent: they change when the next ones are asked for.
 */
export function* listedLines(
  runs: readonly RowRun[],
): Generator<Uint8Array> {
  const layers = new Map<Catalog, LayerLines>();
  for (const { catalog, rows } of runs) {
    const lines = layers.get(catalog) ?? new LayerLines(catalog);
    layers.set(catalog, lines);
    yield* lines.of(rows);
  }
}
