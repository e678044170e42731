/**
 * Decides some packages again, from what was kept of the lists and what dpkg says now.
 *
 * @module
 */

import type { Mentions } from "../apt/mentions.ts";
import { parseExtendedStates } from "../apt/parse_extended_states.ts";
import type { AutoInstalled } from "../apt/parse_extended_states.ts";
import type { Pin } from "../apt/pin.ts";
import { Policy } from "../apt/policy.ts";
import { StanzaScanner } from "../apt/scan_stanzas.ts";
import { StanzaTable } from "../apt/stanza_table.ts";
import type { AptData } from "../catalog/apt_data.ts";
import { buildCatalog } from "../catalog/build_catalog.ts";
import type { BuiltCatalog } from "../catalog/built_catalog.ts";
import type { Catalog } from "../catalog/catalog.ts";
import type { PatchPlaces } from "../catalog/encode_catalog.ts";
import type { KeptStanzas, Watched } from "../catalog/kept_stanzas.ts";
import type { ChangedFile } from "./_changed_file.ts";
import { PatchMentions } from "./_patch_mentions.ts";

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
const LF = Uint8Array.of(10);

/** The files that have changed, or may have. */
export interface ChangedFiles extends Readonly<Record<Watched, ChangedFile>> {
  /** Package lists that have, by number. */
  readonly lists: ReadonlyMap<number, ChangedFile>;
}

/** What has to be decided again. */
export class PatchBuilder {
  readonly #numbers: ReadonlySet<number>;
  readonly #mentions: PatchMentions;

  /** @param names Names of packages, in lower case. */
  constructor(
    readonly base: Catalog,
    readonly kept: KeptStanzas,
    readonly changes: ChangedFiles,
    readonly names: ReadonlySet<string>,
  ) {
    this.#mentions = new PatchMentions(kept.mentions());
    this.#numbers = new Set(
      Array.from(names, (name) => kept.findName(name)).filter((number) =>
        number >= 0
      ),
    );
  }

  /** Whether pins may be about some of the names. */
  get arePinned(): boolean {
    const { pinned } = this.kept.facts;
    return pinned === null || pinned.some((name) => this.names.has(name));
  }

  /** All stanzas of the names; undefined where some are not as they look, or change what others are. */
  table(): StanzaTable | undefined {
    const { kept, changes, base: { facts: { files } } } = this;
    const table = new StanzaTable(
      kept.facts.architectures[0]!,
      this.#mentions.begin(),
    );
    const isWhole = this.#addLists(table) &&
      this.#addText(table, files.length - 1, changes.status) &&
      this.#isSettled(table.mentions);
    if (!isWhole) return undefined;
    table.mentions = this.#mentions.all;
    return table;
  }

  /** Adds the stanzas of the lists, in reading order; false where one is not as it looks. */
  #addLists(table: StanzaTable): boolean {
    const { kept, changes } = this;
    const copier = kept.copier(table);
    const stanzas = [...this.#numbers].flatMap((number) =>
      kept.stanzasOf(number)
    );
    for (const [file, { first, end }] of kept.facts.lists.entries()) {
      const changed = changes.lists.get(file);
      if (changed === undefined) {
        const own = stanzas.filter((stanza) => stanza >= first && stanza < end);
        // those of one name come in their order
        for (const stanza of own) copier.addStanza(stanza, file);
      } else if (!this.#addText(table, file, changed)) return false;
    }
    return true;
  }

  /** Adds the stanzas of a file whose text was kept; false where one is not as it looks. */
  #addText(table: StanzaTable, number: number, file: ChangedFile): boolean {
    const stanzas = file.stanzasOf(this.#numbers);
    if (stanzas.length === 0) return true;
    const first = table.count;
    const isRead = this.#scan(table, number, stanzas.map(({ bytes }) => bytes));
    const isPlain = isRead && table.count - first === stanzas.length &&
      this.#hasOnlyNames(table, first);
    if (!isPlain) return false;
    for (const [index, { at, bytes }] of stanzas.entries()) {
      table.spanStart[first + index] = at;
      table.spanLength[first + index] = bytes.length;
    }
    return true;
  }

  /** Puts stanzas of a file into a table; false where something is wrong with one. */
  #scan(
    table: StanzaTable,
    file: number,
    stanzas: readonly Uint8Array[],
  ): boolean {
    let isRefused = false;
    const scanner = new StanzaScanner(table, file, "", () => isRefused = true);
    for (const stanza of stanzas) {
      scanner.push(stanza);
      scanner.push(LF);
    }
    scanner.end();
    return !isRefused;
  }

  /** Whether what all stanzas mention is what it was; `now` is what those of the names do. */
  #isSettled(now: Mentions): boolean {
    if (!this.#mentions.isNeeded) return true;
    const before = new StanzaTable(
      this.kept.facts.architectures[0]!,
      this.#mentions.begin(),
    );
    const { changes: { status }, base: { facts: { files } } } = this;
    return this.#scan(before, files.length - 1, status.removed) &&
      this.#mentions.isSettled(before.mentions, now);
  }

  /** The marks of the names; undefined where one of them needs a look at everything, or is for another name. */
  marks(): readonly AutoInstalled[] | undefined {
    const path = this.base.facts.watched.states;
    const marks = this.changes.states.stanzasOf(this.#numbers).flatMap(
      ({ bytes }) => [...parseExtendedStates(decoder.decode(bytes), path)],
    );
    const isPlain = marks.every(({ name, architecture }) =>
      this.names.has(name) &&
      (architecture !== "" || this.#mentions.knowsFirst(name))
    );
    return isPlain ? marks : undefined;
  }

  /** Where the rows go. */
  places({ data, name }: BuiltCatalog): PatchPlaces {
    const replaced: number[] = [];
    for (const own of this.names) replaced.push(...this.base.rowsOf(own));
    const places = Uint32Array.from(name, (number) => {
      const found = this.base.findName(data.table.names.text(number));
      return found < 0 ? -1 - found : found;
    });
    return {
      replaced: Uint32Array.from(replaced).sort(),
      places,
    };
  }

  #hasOnlyNames({ names, name, count }: StanzaTable, first: number): boolean {
    for (let stanza = first; stanza < count; stanza++) {
      if (!this.names.has(names.text(name[stanza]!))) return false;
    }
    return true;
  }
}

/** Reads the pins of a root, in the order in which they count; `architecture` is the native one. */
export type ReadPins = (
  root: string,
  architecture: string,
) => Promise<readonly Pin[]>;

/** Decides the packages again; undefined where only a look at everything tells. */
export async function decideAgain(
  builder: PatchBuilder,
  readPins: ReadPins,
): Promise<BuiltCatalog | undefined> {
  const { base: { facts: { files, root } }, kept } = builder;
  const table = builder.table();
  const autoInstalled = builder.marks();
  if (!table || !autoInstalled) return undefined;
  const indexes = files.map((file) => ({
    ...file,
    release: { ...file.release, sizes: new Map() },
  }));
  const data: AptData = {
    table,
    files: indexes,
    policy: new Policy(
      indexes,
      builder.arePinned
        ? await readPins(root, kept.facts.architectures[0]!)
        : [],
      kept.facts.phasing,
      table.mentions.anyNames,
      files.map(({ priority }) => priority),
    ),
    autoInstalled,
  };
  return buildCatalog(data);
}
