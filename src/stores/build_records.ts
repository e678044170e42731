/**
 * Reads what only details show of all packages of a root.
 *
 * @module
 */

import { FieldKeeper } from "../apt/keep_fields.ts";
import { TranslationReader } from "../apt/read_translations.ts";
import { RELATION_FIELDS } from "../apt/relations.ts";
import { catalogStamp, encodeRecords } from "../catalog/records.ts";
import type {
  DescriptionRecord,
  RowRecord,
  Translation,
  VersionRecord,
} from "../catalog/records.ts";
import type { CatalogFacts } from "../catalog/catalog_facts.ts";
import type { BuiltCatalog } from "../catalog/built_catalog.ts";
import { HeapWriter } from "../catalog/text_heap.ts";
import { decide } from "../catalog/decide.ts";
import type { Pieces } from "../core/join_bytes.ts";
import { StoreError } from "../core/store_error.ts";
import { readList } from "../sys/read_list.ts";
import type { ReadListOptions } from "../sys/read_list.ts";
import type { AptRoot } from "./read_apt_root.ts";
import { ReadLog } from "./_read_log.ts";

/** Part of an unpacked file, in bytes. */
export interface Span {
  /** First byte. */
  readonly start: number;
  /** Number of bytes. */
  readonly length: number;
}

/**
 * Cuts parts out of a stream.
 *
 * @param spans Ascending, without overlap.
 * @param take Takes the number of a part and its bytes, which are only lent; parts behind the end are not given.
 */
export async function cutSpans(
  chunks: AsyncIterable<Uint8Array>,
  spans: readonly Span[],
  take: (index: number, bytes: Uint8Array) => void,
): Promise<void> {
  let index = 0;
  let at = 0;
  let begun = new Uint8Array();
  for await (const chunk of chunks) {
    const end = at + chunk.length;
    for (; index < spans.length; index++) {
      const { start, length } = spans[index]!;
      const from = start + begun.length;
      if (from >= end) break;
      const part = chunk.subarray(from - at, start + length - at);
      const whole = begun.length === 0
        ? part
        : new Uint8Array([...begun, ...part]);
      if (whole.length < length) {
        begun = whole.slice();
        break;
      }
      take(index, whole);
      begun = new Uint8Array();
    }
    if (index === spans.length) return;
    at = end;
  }
}

/** Languages to look for, best first; `Acquire::Languages` decides, `environment` stands for the user's own. */
function wantedLanguages(
  configured: readonly string[] | undefined,
  own: readonly string[],
): readonly string[] {
  const wanted: string[] = [];
  for (const word of configured ?? ["environment", "en"]) {
    if (word === "none") break;
    wanted.push(...(word === "environment" ? own : [word]));
  }
  return [...new Set(wanted)];
}

/** What records are made of. */
export interface RecordsSource {
  /** The rows. */
  readonly built: BuiltCatalog;
  /** What the catalog of the rows says of itself. */
  readonly facts: CatalogFacts;
  /** Paths of the index files, by number. */
  readonly indexPaths: readonly string[];
  /** The user's languages, best first, as in `Translation-LANG`. */
  readonly languages: readonly string[];
  /** Where translations are, best first. */
  readonly translations: readonly Translation[];
  /** dpkg's lists of installed files. */
  readonly infoFolder: string;
}

/** Reads the files of a root once more. */
class RecordsBuilder {
  readonly log = new ReadLog();
  readonly built: BuiltCatalog;

  constructor(
    readonly source: RecordsSource,
    readonly options: ReadListOptions,
  ) {
    this.built = source.built;
  }

  /** The fields that details show, by row; empty where they cannot be read. */
  async stanzas(): Promise<(row: number) => Uint8Array> {
    const { data: { table }, stanza, count } = this.built;
    const heap = new HeapWriter(1 << 20);
    const starts = new Uint32Array(count);
    const ends = new Uint32Array(count);
    const keeper = new FieldKeeper([
      "Package",
      "Description",
      ...RELATION_FIELDS,
    ]);
    const rows = Array.from({ length: count }, (_, row) => row);
    const byFile = Map.groupBy(rows, (row) => table.file[stanza[row]!]!);
    for (const [file, own] of byFile) {
      own.sort((a, b) =>
        table.spanStart[stanza[a]!]! - table.spanStart[stanza[b]!]!
      );
      const spans = own.map((row) => ({
        start: table.spanStart[stanza[row]!]!,
        length: table.spanLength[stanza[row]!]!,
      }));
      await this.#attempt(() =>
        cutSpans(
          readList(this.source.indexPaths[file]!, this.options),
          spans,
          (index, bytes) => {
            starts[own[index]!] = heap.length;
            keeper.keep(bytes, heap);
            ends[own[index]!] = heap.length;
          },
        )
      );
    }
    return (row) => heap.bytes.subarray(starts[row], ends[row]);
  }

  /** Descriptions by the MD5 of the untranslated one; the first language that has one wins. */
  async descriptions(): Promise<ReadonlyMap<string, DescriptionRecord>> {
    const found = new Map<string, DescriptionRecord>();
    for (const { language, path } of this.source.translations) {
      this.log.note(path);
      const reader = new TranslationReader(language, path, (md5, field) => {
        if (!found.has(md5)) found.set(md5, { language, field });
      });
      await this.#attempt(async () => {
        for await (const chunk of readList(path, this.options)) {
          reader.push(chunk);
        }
        reader.end();
      });
    }
    return found;
  }

  /** The version table of a row, as `apt-cache policy` prints it. */
  versions(row: number): readonly VersionRecord[] {
    const { data, packages, name, architecture } = this.built;
    const number = packages.find(name[row]!, architecture[row]!);
    const { versions, priorities, installed, candidate } = decide(
      data,
      packages.stanzas(number),
    );
    return versions.map(({ version, phased, files }, index) => ({
      version,
      priority: priorities[index]!,
      installed: index === installed,
      candidate: index === candidate,
      phased: phased < 0 ? null : phased,
      files,
    }));
  }

  async #attempt(action: () => Promise<void>): Promise<void> {
    try {
      await action();
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      this.log.refuse("APT_LIST_DAMAGED")(error);
    }
  }
}

/** The translations of a root in the wanted languages. */
export function translationsOf(
  root: AptRoot,
  languages: readonly string[],
): readonly Translation[] {
  return wantedLanguages(root.languages, languages).flatMap((language) =>
    root.translations(language).map((path) => ({ language, path }))
  );
}

/** The file of the records of rows that were decided a moment ago. */
export async function buildRecords(
  source: RecordsSource,
  options: ReadListOptions = {},
): Promise<Pieces> {
  const builder = new RecordsBuilder(source, options);
  const stanzas = await builder.stanzas();
  const descriptions = await builder.descriptions();
  const { built, facts, languages, translations, infoFolder } = source;
  const { table } = built.data;
  function* rows(): Generator<RowRecord> {
    for (let row = 0; row < built.count; row++) {
      const md5 = table.text(built.stanza[row]!, "descriptionMd5");
      yield {
        stanza: stanzas(row),
        description: descriptions.get(md5.toLowerCase()),
        versions: builder.versions(row),
      };
    }
  }
  return encodeRecords(
    {
      root: facts.root,
      key: facts.key,
      catalog: catalogStamp(facts),
      inputs: builder.log.inputs,
      languages,
      translations,
      infoFolder,
      warnings: builder.log.all,
    },
    rows(),
    built.count,
  );
}
