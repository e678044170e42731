/**
 * Package lists as lines of JSON, for when there are very many of them.
 *
 * @module
 */

import type { Catalog } from "../catalog/catalog.ts";
import { LineWriter, RECORD_WORDS } from "../catalog/line_writer.ts";
import { ROW } from "../catalog/row_flags.ts";
import { DEFAULT_PACKAGE_FIELDS, packageReader } from "./package_fields.ts";

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

/**
 * The lines of some rows with the default fields, as `JSON.stringify` would write them.
 *
 * @param catalog All of its texts must be UTF-8.
 * @param rows Ascending.
 * @returns Bytes that are only lent: they change when the next ones are asked for.
 */
export function* listedLines(
  catalog: Catalog,
  rows: readonly number[],
): Generator<Uint8Array> {
  const { facts, repositories } = catalog;
  const writer = new LineWriter('{"name":', ',"installedVersion":');
  const architecture = pieces(
    writer,
    (number) =>
      `,"architecture":${
        JSON.stringify(facts.architectures[number])
      },"version":`,
  );
  const flagged = pieces(writer, flagsPiece);
  const section = pieces(
    writer,
    (number) => `${JSON.stringify(facts.sections[number])},"summary":`,
  );
  const carriers = pieces(
    writer,
    (set) => `,"repositories":${JSON.stringify(repositories.idsOf(set))}}\n`,
  );
  const shownFlags = ROW.installed | ROW.upgradable | ROW.held;
  const read = packageReader(catalog, DEFAULT_PACKAGE_FIELDS);
  const encoder = new TextEncoder();
  for (const { first, last, bytes, startOf } of catalog.textBatches(rows)) {
    if (bytes === undefined) {
      yield encoder.encode(`${JSON.stringify(read(rows[first]!))}\n`);
      continue;
    }
    const records = new Uint32Array((last - first) * RECORD_WORDS);
    for (let index = first, at = 0; index < last; index++) {
      const row = rows[index]!;
      const flags = catalog.flags.at(row);
      records[at++] = startOf(row);
      records[at++] = flags & (ROW.candidate | ROW.installed);
      records[at++] = architecture(catalog.architecture.at(row));
      records[at++] = flagged(flags & shownFlags);
      records[at++] = section(catalog.section.at(row));
      records[at++] = carriers(catalog.files.at(row));
    }
    yield writer.lines(records, last - first, bytes);
  }
}
