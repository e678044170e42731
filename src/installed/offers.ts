/**
 * What the stores offer, asked for once and side by side.
 *
 * @module
 */

import { StoreError } from "../core/store_error.ts";
import type { Warning } from "../core/warning.ts";
import { askStores } from "../stores/ask_stores.ts";
import { orderOffers } from "../stores/resolve_offers.ts";
import type { Offer } from "../stores/resolve_offers.ts";
import type { AskOptions, Listing, Store } from "../stores/store.ts";

/** What the extension stores of a machine offer. */
export class Offers {
  /** The stores of extensions among those that were given. */
  readonly stores: readonly Store[];
  readonly #ask: AskOptions;
  readonly #byId = new Map<string, Promise<readonly Offer<Store>[]>>();
  readonly #failures = new Map<Store, StoreError>();
  #ready: Promise<readonly Store[]> | undefined;
  #warnings: readonly Warning[] = [];

  /**
   * @param stores Those to ask; what offers packages is left out.
   * @param ask How to ask.
   */
  constructor(stores: readonly Store[], ask: AskOptions) {
    this.stores = stores.filter(({ offers }) => offers === "extension");
    this.#ask = ask;
  }

  /** Stores that gave no answer or an old one, and why; complete once anything was asked. */
  get warnings(): readonly Warning[] {
    return this.#warnings;
  }

  /** The versions of an id in all stores, best first; a store that gives no answer offers nothing. */
  of(id: string): Promise<readonly Offer<Store>[]> {
    const known = this.#byId.get(id) ?? this.#find(id);
    this.#byId.set(id, known);
    return known;
  }

  /** Those of {@link Offers.stores} that answer. */
  async answering(): Promise<readonly Store[]> {
    return await (this.#ready ??= this.#open());
  }

  /**
   * The failure where some stores all give no answer, so that nobody can say what they offer.
   *
   * @param name The only store to look at; all unless given.
   */
  async silence(name?: string): Promise<StoreError | undefined> {
    const answering = new Set(await this.answering());
    const asked = this.stores.filter((store) =>
      name === undefined || store.name === name
    );
    const [first] = asked;
    if (first === undefined || asked.some((store) => answering.has(store))) {
      return undefined;
    }
    return this.#failures.get(first) ?? new StoreError(
      "STORE_UNUSABLE",
      `Cannot ask store "${first.name}": it did not answer in time`,
      { hint: "Run storectl stores health." },
    );
  }

  async #open(): Promise<readonly Store[]> {
    const { answers, warnings } = await askStores(
      this.stores,
      (store, signal) => this.#list(store, signal),
    );
    this.#warnings = [
      ...warnings,
      ...answers.flatMap(({ answer }) => answer.warnings),
    ];
    return answers.map(({ store }) => store);
  }

  async #list(store: Store, signal: AbortSignal): Promise<Listing> {
    try {
      return await store.list({ ...this.#ask, signal });
    } catch (error) {
      if (error instanceof StoreError) this.#failures.set(store, error);
      throw error;
    }
  }

  async #find(id: string): Promise<readonly Offer<Store>[]> {
    const stores = await this.answering();
    // they have answered before, so none of them is slow
    const found = await Promise.all(
      stores.map(async (store) =>
        (await store.versions(id)).map((version) => ({ store, version }))
      ),
    );
    return orderOffers(found.flat());
  }
}
