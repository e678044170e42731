/**
 * What only the details of a package show: relations, descriptions, version tables. A file beside the catalog.
 *
 * @module
 */

import type { Pieces } from "../core/join_bytes.ts";
import type { Warning } from "../core/warning.ts";
import type { ByteSource } from "./byte_source.ts";
import type { CatalogFacts, CatalogInput } from "./catalog_facts.ts";
import { Container } from "./container.ts";
import { writeContainer } from "./write_container.ts";
import { HeapWriter } from "./text_heap.ts";

/** A file of translated descriptions. */
export interface Translation {
  /** As in `Translation-LANG`. */
  readonly language: string;
  /** Its path. */
  readonly path: string;
}

/** What the head of the file carries. */
export interface RecordsFacts {
  /** The directory that plays `/`, as it was given. */
  readonly root: string;
  /** What tells it from another one. */
  readonly key: string;
  /** The catalog whose rows these are; see {@link catalogStamp}. */
  readonly catalog: string;
  /** What it was made from besides. */
  readonly inputs: readonly CatalogInput[];
  /** The user's languages that the descriptions were picked for, best first. */
  readonly languages: readonly string[];
  /** Where they were looked for, best first. */
  readonly translations: readonly Translation[];
  /** dpkg's lists of installed files. */
  readonly infoFolder: string;
  /** What went wrong. */
  readonly warnings: readonly Warning[];
}

/** One entry of a version table. */
export interface VersionRecord {
  /** The version. */
  readonly version: string;
  /** Its pin priority. */
  readonly priority: number;
  /** Whether it is installed. */
  readonly installed: boolean;
  /** Whether it is the candidate. */
  readonly candidate: boolean;
  /** Share of machines that get it, in percent, or null. */
  readonly phased: number | null;
  /** Numbers of the index files that carry it. */
  readonly files: readonly number[];
}

/** A description in one language, as it stands in its field. */
export interface DescriptionRecord {
  /** As in `Translation-LANG`. */
  readonly language: string;
  /** The field. */
  readonly field: string;
}

/** One row on its way into the file. */
export interface RowRecord {
  /** The fields of its stanza that details show, as they stand there; empty where the stanza cannot be read. */
  readonly stanza: Uint8Array;
  /** Its translated description. */
  readonly description: DescriptionRecord | undefined;
  /** Its versions, highest first. */
  readonly versions: readonly VersionRecord[];
}

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
const NOTHING = new Uint8Array();

/** Bytes for each row: one heap, and where each begins. */
class BlobWriter {
  readonly #heap = new HeapWriter(1 << 20);
  readonly #starts: Uint32Array;
  #row = 0;

  constructor(rows: number) {
    this.#starts = new Uint32Array(rows + 1);
  }

  add(bytes: Uint8Array): void {
    this.#heap.add(bytes);
    this.#starts[++this.#row] = this.#heap.length;
  }

  addTo(sections: Map<string, ArrayBufferView>, name: string): void {
    sections.set(name, this.#heap.bytes).set(`${name}.starts`, this.#starts);
  }
}

/** The one version that stands in one way everywhere needs no room. */
function isPlain(versions: readonly VersionRecord[]): boolean {
  const [only] = versions;
  return versions.length === 1 && only!.candidate && !only!.installed &&
    only!.phased === null;
}

/** A file of records, in pieces; see `writeContainer()`. Rows in the order of the catalog. */
export function encodeRecords(
  facts: RecordsFacts,
  rows: Iterable<RowRecord>,
  count: number,
): Pieces {
  const stanzas = new BlobWriter(count);
  const descriptions = new BlobWriter(count);
  const versions = new BlobWriter(count);
  for (const { stanza, description, versions: own } of rows) {
    stanzas.add(stanza);
    descriptions.add(
      description === undefined
        ? NOTHING
        : encoder.encode(`${description.language}\n${description.field}`),
    );
    versions.add(
      isPlain(own) ? NOTHING : encoder.encode(JSON.stringify(own)),
    );
  }
  const sections = new Map<string, ArrayBufferView>();
  stanzas.addTo(sections, "stanzas");
  descriptions.addTo(sections, "descriptions");
  versions.addTo(sections, "versions");
  return writeContainer(facts, sections);
}

/** A file of records. */
export class Records {
  /** What its head carries. */
  readonly facts: RecordsFacts;
  readonly #container: Container<RecordsFacts>;

  /**
   * Opens it.
   *
   * @throws {StoreError} `DATA_CORRUPT`: it is damaged; reading a damaged part later throws the same.
   */
  constructor(source: ByteSource) {
    this.#container = new Container(source);
    this.facts = this.#container.facts;
  }

  /** The fields of a row's stanza, or undefined where it cannot be read. */
  stanza(row: number): string | undefined {
    return this.#text("stanzas", row) || undefined;
  }

  /** The translated description of a row, or undefined where there is none. */
  description(row: number): DescriptionRecord | undefined {
    const text = this.#text("descriptions", row);
    if (text === "") return undefined;
    const end = text.indexOf("\n");
    return { language: text.slice(0, end), field: text.slice(end + 1) };
  }

  /** The versions of a row; undefined where it has only the candidate, which is not installed. */
  versions(row: number): readonly VersionRecord[] | undefined {
    const text = this.#text("versions", row);
    return text === "" ? undefined : JSON.parse(text);
  }

  #text(name: string, row: number): string {
    const [start, end] = this.#container.words32(
      `${name}.starts`,
      row,
      row + 2,
    );
    return decoder.decode(this.#container.bytes(name, start, end));
  }
}

/** What tells the catalog of some inputs from any other. */
export function catalogStamp(
  { inputs, program, base }: Pick<CatalogFacts, "base" | "inputs" | "program">,
): string {
  return JSON.stringify([program, inputs, base]);
}

/** The inputs of a catalog, by its stamp: its own, and those of the one that it patches which it leaves as they were. */
export function stampedInputs(stamp: string): readonly CatalogInput[] {
  const [, inputs, base] = JSON.parse(stamp) as [
    program: string,
    inputs: readonly CatalogInput[],
    base: string | null,
  ];
  if (base === null) return inputs;
  const own = new Set(inputs.map(({ path }) => path));
  const others = stampedInputs(base).filter(({ path }) => !own.has(path));
  return [...inputs, ...others];
}
