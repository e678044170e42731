/**
 * A {@link Store} made of a tree with a `store.json`, wherever that tree is.
 *
 * @module
 */

import { nearestName } from "../core/nearest_name.ts";
import { StoreError } from "../core/store_error.ts";
import type { ExtensionManifest } from "../extensions/extension_manifest.ts";
import type { ExtensionSummary } from "../extensions/store_manifest.ts";
import { compareVersions } from "../extensions/version.ts";
import { readLinkedIndex } from "./_linked_index.ts";
import type { LinkedIndex, LinkedSource } from "./_linked_index.ts";
import { searchItems } from "./search_items.ts";
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
import type { StorePlace } from "./store_kind_module.ts";
import type { StoreTree } from "./store_tree.ts";

function itemOf(summary: ExtensionSummary): StoreItem {
  const { id, name, version } = summary;
  return {
    id,
    name,
    version,
    description: summary.description ?? "",
    author: summary.author ?? "",
    tags: summary.tags ?? [],
    size: summary.size ?? null,
    updated: summary.updated ?? null,
  };
}

class LinkedStore implements Store {
  readonly name: string;
  readonly kind: string;
  readonly priority: number;
  readonly trusted: boolean;
  readonly offers = "extension";
  readonly #source: LinkedSource;
  #index: Promise<LinkedIndex> | undefined;
  #byId: Map<string, readonly ExtensionSummary[]> | undefined;

  constructor(source: LinkedSource) {
    const { name, kind, priority, trusted } = source.entry;
    this.name = name;
    this.kind = kind;
    this.priority = priority;
    this.trusted = trusted;
    this.#source = source;
  }

  /** The index: once for one store, so that all answers of a run are about the same state of it. */
  async #read(options: AskOptions): Promise<LinkedIndex> {
    if (this.#index === undefined || options.refresh === true) {
      const index = readLinkedIndex(this.#source, options);
      this.#index = index;
      this.#byId = undefined;
      // what failed is asked again
      index.catch(() => {
        if (this.#index === index) this.#index = undefined;
      });
    }
    const index = await this.#index;
    options.signal?.throwIfAborted();
    return index;
  }

  async list(options: AskOptions = {}): Promise<Listing> {
    const { summaries, age, warnings } = await this.#read(options);
    return { items: summaries.map(itemOf), age, warnings };
  }

  async search(
    query: string,
    options: AskOptions = {},
  ): Promise<Listing<Match>> {
    return searchItems(await this.list(options), query);
  }

  /** The versions of an id, highest first. */
  async #summaries(
    id: string,
    options: AskOptions,
  ): Promise<readonly ExtensionSummary[]> {
    const { summaries } = await this.#read(options);
    this.#byId ??= Map.groupBy(summaries, (summary) => summary.id);
    return (this.#byId.get(id) ?? []).toSorted((a, b) =>
      compareVersions(b.version, a.version)
    );
  }

  async versions(
    id: string,
    options: AskOptions = {},
  ): Promise<readonly string[]> {
    return (await this.#summaries(id, options)).map(({ version }) => version);
  }

  /** One version by its id and number. */
  async #summary(
    id: string,
    version: string,
    options: AskOptions,
  ): Promise<ExtensionSummary> {
    const all = await this.#summaries(id, options);
    const found = all.find((summary) => summary.version === version);
    if (found !== undefined) return found;
    const [latest] = all;
    const { summaries } = await this.#read(options);
    const nearest = nearestName(id, new Set(summaries.map(({ id }) => id)));
    throw new StoreError(
      "NOT_FOUND",
      latest === undefined
        ? `Cannot find "${id}": store "${this.name}" does not offer it`
        : `Cannot find "${id}" ${version}: store "${this.name}" has ${all.length} other versions of it`,
      latest !== undefined
        ? { hint: `The highest one is ${latest.version}.` }
        : nearest !== undefined
        ? { hint: `Use "${nearest}".` }
        : { hint: `Run storectl search.` },
    );
  }

  async describe(
    id: string,
    version: string,
    options: AskOptions = {},
  ): Promise<ExtensionManifest> {
    const summary = await this.#summary(id, version, options);
    const { readVersion } = await import("./_fetch_version.ts");
    return (await readVersion(this.#source, summary, options)).manifest;
  }

  async fetch(
    id: string,
    version: string,
    into: string,
    options: AskOptions = {},
  ): Promise<FetchedVersion> {
    const summary = await this.#summary(id, version, options);
    const { fetchVersion } = await import("./_fetch_version.ts");
    return await fetchVersion(this.#source, summary, into, options);
  }

  async health(options: AskOptions = {}): Promise<StoreHealth> {
    const start = performance.now();
    const latency = () => Math.round(performance.now() - start);
    try {
      const index = await this.#read({ ...options, refresh: true });
      return {
        usable: true,
        reachable: index.reachable,
        latency: latency(),
        extensions: new Set(index.summaries.map(({ id }) => id)).size,
        changed: index.changed,
        age: index.age === 0 && index.reachable ? null : index.age,
        problems: index.warnings.map(({ message }) => message),
      };
    } catch (error) {
      if (!(error instanceof StoreError) && !options.signal?.aborted) {
        throw error;
      }
      return {
        usable: false,
        reachable: false,
        latency: latency(),
        extensions: 0,
        changed: null,
        age: null,
        problems: [error instanceof Error ? error.message : String(error)],
      };
    }
  }
}

/**
 * Makes a store of a tree. Nothing is read yet.
 *
 * @param entry What the configuration says of it.
 * @param tree Where its bytes come from.
 * @param place Where the machine keeps what was seen of signed stores.
 */
export function linkedStore(
  entry: StoreEntry,
  tree: StoreTree,
  place: Pick<StorePlace, "data">,
): Store {
  return new LinkedStore({ entry, tree, place });
}
