/**
 * The kind `apt`: a curated store over APT's packages. Its stores are found by their definitions, and not added.
 *
 * @module
 */

import { addAll, countRows, hasRow, keepAll, noRows } from "../catalog/bits.ts";
import type { Bits } from "../catalog/bits.ts";
import type { Catalog } from "../catalog/catalog.ts";
import { pageOf } from "../catalog/page.ts";
import type { LayerSet, RootCatalog } from "../catalog/root_catalog.ts";
import { ROW } from "../catalog/row_flags.ts";
import { rankedRows } from "../catalog/search_names.ts";
import { splitTags } from "../catalog/tag_list.ts";
import { StoreError } from "../core/store_error.ts";
import type { Warning } from "../core/warning.ts";
import { selectSets } from "../curation/cascade.ts";
import type { StoreDefinition } from "../curation/store_definition.ts";
import { statFile } from "../sys/stat_file.ts";
import { matchRank, parseQuery } from "./match_rank.ts";
import { compareMatches } from "./search_items.ts";
import type {
  AskOptions,
  FetchedVersion,
  Listing,
  Match,
  Store,
  StoreHealth,
  StoreItem,
} from "./store.ts";
import type { StoreEntry } from "./store_entry.ts";
import type { OpenedCatalog } from "./open_catalog.ts";
import type { StoreKindModule, StorePlace } from "./store_kind_module.ts";
import type { ExtensionManifest } from "../extensions/extension_manifest.ts";

/** A package that APT would install, or that is installed. */
function itemOf(catalog: Catalog, row: number): StoreItem {
  const { version, summary } = catalog.texts(row);
  const name = catalog.name(row);
  return {
    id: name,
    name,
    version,
    description: summary,
    author: catalog.maintainer(row),
    tags: splitTags(catalog.tagListText(catalog.ownTagList.at(row))),
    size: catalog.size(row) || null,
    updated: null,
  };
}

/** The rows with a tag that is a word, or of which one half is. */
function rowsTagged(catalog: Catalog, word: string): Bits {
  const rows = noRows(catalog.count);
  for (const [number, tag] of catalog.tags.entries()) {
    const folded = tag.toLowerCase();
    const isMeant = folded === word || folded.split("::").includes(word);
    if (isMeant) catalog.tagRows.addTo(rows, number);
  }
  return rows;
}

/** The rows of each word that was asked for: all stores that are asked at once ask for the same words. */
const WORD_ROWS = new WeakMap<Catalog, Map<string, Bits>>();

/** All rows in which a word can be found by name, summary or tag. */
function rowsOfWord(catalog: Catalog, word: string): Bits {
  const known = WORD_ROWS.get(catalog) ?? new Map<string, Bits>();
  WORD_ROWS.set(catalog, known);
  let rows = known.get(word);
  if (rows === undefined) {
    rows = rowsTagged(catalog, word);
    for (const ranked of rankedRows(catalog, catalog.all(), word)) {
      addAll(rows, ranked);
    }
    known.set(word, rows);
  }
  return rows;
}

/** The rows in which every word can be found. */
function setWith(
  { catalog, rows: within }: LayerSet,
  words: readonly string[],
): LayerSet {
  const rows = within.slice();
  for (const word of words) keepAll(rows, rowsOfWord(catalog, word));
  return { catalog, rows };
}

/** The packages of some rows, by name. */
function itemsOf(
  catalog: RootCatalog,
  sets: readonly LayerSet[],
): readonly StoreItem[] {
  const rows = sets.map(({ rows }) => rows);
  return pageOf(catalog, [rows], 0, Infinity).runs.flatMap((run) =>
    Array.from(run.rows, (row) => itemOf(run.catalog, row))
  );
}

/** What a catalog says of itself. */
function warningsOf({ facts }: RootCatalog): readonly Warning[] {
  const { missing, warnings } = facts;
  if (missing === null) return warnings;
  const { message, hint } = missing;
  return [
    {
      code: "APT_LIST_MISSING",
      message,
      ...(hint === undefined ? {} : { hint }),
    },
    ...warnings,
  ];
}

/** When the newest of the package lists changed. */
function lastChange({ facts }: RootCatalog): string | null {
  const names = new Set(facts.files.map(({ name }) => name));
  const times = facts.inputs.filter(({ path, state }) =>
    state !== "" && names.has(path.slice(path.lastIndexOf("/") + 1))
  ).map(({ path }) => statFile(path)?.mtime ?? 0);
  const newest = Math.max(0, ...times);
  return newest === 0 ? null : new Date(newest).toISOString();
}

/** One catalog for all stores that are asked at once: opening it looks at all that it was made from. */
class SharedCatalog {
  #opened: Promise<OpenedCatalog> | undefined;
  #asking = 0;

  constructor(readonly place: StorePlace) {}

  /** Asks as `place.askCatalog` does; the file is closed when nobody asks any more. */
  async ask<Answer>(ask: (catalog: RootCatalog) => Answer): Promise<Answer> {
    this.#asking++;
    const opened = this.#opened ??= this.place.openCatalog();
    try {
      return ask((await opened).catalog);
    } catch (error) {
      const isDamaged = error instanceof StoreError &&
        error.code === "DATA_CORRUPT";
      if (!isDamaged) throw error;
      return await this.place.askCatalog(ask);
    } finally {
      if (--this.#asking === 0) {
        this.#opened = undefined;
        opened.then((catalog) => catalog[Symbol.dispose](), () => {});
      }
    }
  }
}

const CATALOGS = new WeakMap<StorePlace, SharedCatalog>();

function catalogOf(place: StorePlace): SharedCatalog {
  const known = CATALOGS.get(place) ?? new SharedCatalog(place);
  CATALOGS.set(place, known);
  return known;
}

class AptStore implements Store {
  readonly name: string;
  readonly kind: string;
  readonly priority: number;
  readonly trusted: boolean;
  readonly offers = "package";
  readonly #definition: StoreDefinition;
  readonly #catalog: SharedCatalog;

  constructor(
    { name, kind, priority, trusted }: StoreEntry,
    definition: StoreDefinition,
    catalog: SharedCatalog,
  ) {
    this.name = name;
    this.kind = kind;
    this.priority = priority;
    this.trusted = trusted;
    this.#definition = definition;
    this.#catalog = catalog;
  }

  /** Asks about the rows that the store selects. */
  async #ask<Answer>(
    { signal }: AskOptions,
    ask: (catalog: RootCatalog, sets: readonly LayerSet[]) => Answer,
  ): Promise<Answer> {
    signal?.throwIfAborted();
    return await this.#catalog.ask((catalog) =>
      ask(catalog, selectSets(catalog, { stores: [this.#definition] }))
    );
  }

  list(options: AskOptions = {}): Promise<Listing> {
    return this.#ask(options, (catalog, sets) => ({
      items: itemsOf(catalog, sets),
      age: 0,
      warnings: warningsOf(catalog),
    }));
  }

  search(query: string, options: AskOptions = {}): Promise<Listing<Match>> {
    const parsed = parseQuery(query);
    return this.#ask(options, (catalog, sets) => ({
      items: itemsOf(
        catalog,
        sets.map((set) => setWith(set, parsed.words)),
      ).flatMap((item) => {
        const rank = matchRank(item, parsed);
        return rank === undefined ? [] : [{ ...item, rank }];
      }).sort(compareMatches),
      age: 0,
      warnings: warningsOf(catalog),
    }));
  }

  versions(id: string, options: AskOptions = {}): Promise<readonly string[]> {
    return this.#ask(options, (_, sets) => {
      for (const { catalog, rows } of sets) {
        const [row] = catalog.rowsOf(id);
        const isOffered = row !== undefined && hasRow(rows, row) &&
          (catalog.flags.at(row) & ROW.candidate) !== 0;
        if (isOffered) return [catalog.texts(row).version];
      }
      return [];
    });
  }

  /** Refuses what only an extension has. */
  async #refuse(
    verb: string,
    id: string,
    options: AskOptions,
  ): Promise<never> {
    const versions = await this.versions(id, options);
    throw versions.length === 0
      ? new StoreError(
        "NOT_FOUND",
        `Cannot find "${id}": store "${this.name}" does not select it`,
        { hint: "Run storectl search." },
      )
      : new StoreError(
        "NOT_AN_EXTENSION",
        `Cannot ${verb} "${id}": it is an APT package, which apt-get brings`,
        { hint: `Run storectl install ${id}.` },
      );
  }

  describe(
    id: string,
    _version: string,
    options: AskOptions = {},
  ): Promise<ExtensionManifest> {
    return this.#refuse("read the manifest of", id, options);
  }

  fetch(
    id: string,
    _version: string,
    _into: string,
    options: AskOptions = {},
  ): Promise<FetchedVersion> {
    return this.#refuse("fetch", id, options);
  }

  async health(options: AskOptions = {}): Promise<StoreHealth> {
    const start = performance.now();
    const answer = await this.#ask(options, (catalog, sets) => ({
      usable: catalog.facts.missing === null,
      extensions: sets.reduce((sum, { rows }) => sum + countRows(rows), 0),
      changed: lastChange(catalog),
      problems: warningsOf(catalog).map(({ message }) => message),
    })).catch((error) => {
      if (!(error instanceof StoreError) && !options.signal?.aborted) {
        throw error;
      }
      return {
        usable: false,
        extensions: 0,
        changed: null,
        problems: [error.message],
      };
    });
    const { usable, extensions, changed, problems } = answer;
    return {
      usable,
      reachable: usable,
      latency: Math.round(performance.now() - start),
      extensions,
      changed,
      age: null,
      problems,
    };
  }
}

/** Curated stores. */
export const aptKind: StoreKindModule = {
  async find(place) {
    const { stores, warnings } = await place.readDefinitions();
    return { names: stores.map(({ id }) => id), warnings };
  },
  async open(entry, place) {
    const { stores } = await place.readDefinitions();
    const definition = stores.find(({ id }) => id === entry.name);
    if (definition !== undefined) {
      return new AptStore(entry, definition, catalogOf(place));
    }
    throw new StoreError(
      "CONFIG_INVALID",
      `Cannot open store "${entry.name}": no definition has that id`,
      {
        hint:
          `Write one with storectl stores new ${entry.name}, or run storectl stores remove ${entry.name}.`,
      },
    );
  },
};
