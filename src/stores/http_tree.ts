/**
 * A store on a web server, of any kind that serves files.
 *
 * What it said last is kept, by checksum, and answers while it is young and when the server does not.
 *
 * @module
 */

import { parseChecksum } from "../core/checksum.ts";
import type { Checksum } from "../core/checksum.ts";
import { LIMITS } from "../core/limits.ts";
import { StoreError } from "../core/store_error.ts";
import type { StoreCounter } from "../extensions/store_counter.ts";
import { ContentCache } from "../sys/content_cache.ts";
import type { Content } from "../sys/content_cache.ts";
import { digestBytes } from "../sys/digest.ts";
import { HTTP_SETTINGS } from "../sys/http_clock.ts";
import type { HttpSettings } from "../sys/http_clock.ts";
import { readDocument } from "../sys/http_document.ts";
import type { HttpDocument } from "../sys/http_document.ts";
import { download } from "../sys/http_download.ts";
import { shownUrl } from "../sys/http_redirect.ts";
import {
  changedOf,
  counterOf,
  isYoung,
  refuseRollback,
  staleWarning,
} from "./_remote_rules.ts";
import { StateFile } from "./_remote_state.ts";
import type { KeptFile, RemoteState } from "./_remote_state.ts";
import type { AskOptions } from "./store.ts";
import type { StoreTree, TreeIndex, TreeLink } from "./store_tree.ts";

/** Files that are fetched at once. */
const PARALLEL = 8;
/** With an answer at hand, a server that is silent is not waited for as long; times in milliseconds. */
const CACHED_LIMITS = { answer: 2500, attempts: 2, longestPause: 500 };

/** Which store, and where its cache is. */
export interface HttpTreeOptions {
  /** Its name in the configuration. */
  readonly name: string;
  /** Its URL, which ends in `/`. */
  readonly location: string;
  /** storectl's cache directory; undefined where there is none. */
  readonly cache: string | undefined;
  /** Clock and limits; those of this machine unless given. */
  readonly settings?: HttpSettings;
}

function withSignal(
  { signal }: AskOptions,
): { readonly signal?: AbortSignal } {
  return signal === undefined ? {} : { signal };
}

/** What a server said, not yet accepted. */
interface Fresh {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly counter: StoreCounter;
  readonly kept: KeptFile;
}

class HttpTree implements StoreTree {
  readonly parallel = PARALLEL;
  readonly place: string;
  readonly #options: HttpTreeOptions;
  readonly #settings: HttpSettings;
  readonly #state: StateFile;
  /** Files without a link that came with the present answer, by path. */
  #fresh = new Map<
    string,
    { kept: KeptFile; bytes: Uint8Array<ArrayBuffer> }
  >();
  #cache: ContentCache | undefined;
  /** Whether the last `store.json` was that of the cache. */
  #isCached = false;

  constructor(options: HttpTreeOptions, state: StateFile) {
    this.#options = options;
    this.#settings = options.settings ?? HTTP_SETTINGS;
    this.#state = state;
    this.place = shownUrl(options.location);
  }

  #files(): ContentCache {
    this.#cache ??= ContentCache.open(this.#options.cache);
    return this.#cache;
  }

  #url(path: string): string {
    const names = path.split("/").map(encodeURIComponent).join("/");
    return new URL(names, this.#options.location).href;
  }

  #place(path: string): string {
    return shownUrl(this.#url(path));
  }

  async #readKept(
    kept: KeptFile | undefined,
  ): Promise<Uint8Array<ArrayBuffer> | null> {
    if (kept === undefined) return null;
    const files = this.#files();
    const checksum = { algorithm: "blake3", hex: kept.hex } as const;
    return await files.read(checksum, LIMITS.storeBytes);
  }

  async readIndex(options: AskOptions): Promise<TreeIndex> {
    const state = this.#state.read();
    const kept = state?.files["store.json"];
    const bytes = await this.#readKept(kept);
    if (state === undefined || kept === undefined || bytes === null) {
      return await this.#freshIndex(options, state, this.#settings);
    }
    const age = this.#settings.clock.now() - state.checked;
    const cached = {
      bytes,
      age: Math.max(0, age),
      changed: changedOf(state.counter),
    };
    if (isYoung(age, options)) {
      this.#isCached = true;
      return { ...cached, reachable: true, warnings: [] };
    }
    const { limits, clock } = this.#settings;
    const settings = {
      clock,
      limits: {
        ...limits,
        answer: Math.min(limits.answer, CACHED_LIMITS.answer),
        attempts: Math.min(limits.attempts, CACHED_LIMITS.attempts),
        longestPause: Math.min(limits.longestPause, CACHED_LIMITS.longestPause),
      },
    };
    try {
      return await this.#freshIndex(options, state, settings, {
        bytes,
        kept,
        counter: state.counter,
      });
    } catch (error) {
      if (!(error instanceof StoreError) || error.code !== "NETWORK") {
        throw error;
      }
      this.#isCached = true;
      return {
        ...cached,
        reachable: false,
        warnings: [staleWarning(this.#options.name, cached.age, error)],
      };
    }
  }

  /** Asks the server. */
  async #freshIndex(
    options: AskOptions,
    state: RemoteState | undefined,
    settings: HttpSettings,
    cached?: Fresh,
  ): Promise<TreeIndex> {
    const answer = await readDocument(this.#url("store.json"), {
      maxBytes: LIMITS.storeBytes,
      ...(cached === undefined ? {} : { known: cached.kept.validator }),
      ...withSignal(options),
    }, settings);
    const place = this.#place("store.json");
    if (answer === "missing") {
      throw new StoreError(
        "STORE_INVALID",
        `Cannot use "${this.place}" as a store: it has no store.json`,
        { hint: "Check the address." },
      );
    }
    const fresh = answer === "unchanged"
      ? cached!
      : await this.#judge(answer, place);
    refuseRollback(place, state?.counter, fresh.counter, options);
    this.#isCached = false;
    this.#fresh = new Map();
    const checked = settings.clock.now();
    return {
      bytes: fresh.bytes,
      age: 0,
      reachable: true,
      changed: changedOf(fresh.counter),
      warnings: [],
      accept: () => this.#accept(fresh, checked, answer === "unchanged"),
    };
  }

  async #judge(answer: HttpDocument, place: string): Promise<Fresh> {
    const { bytes, validator, type } = answer;
    const counter = counterOf(bytes, place, type);
    const hex = await digestBytes("blake3", bytes);
    return { bytes, counter, kept: { hex, validator } };
  }

  /** Keeps an answer that was found good, with the files without a link that came with it. */
  #accept(fresh: Fresh, checked: number, isKnown: boolean): void {
    const files = this.#files();
    files.removeOldParts(checked);
    if (!isKnown) {
      files.keep({ algorithm: "blake3", hex: fresh.kept.hex }, fresh.bytes);
    }
    const others: Record<string, KeptFile> = {};
    for (const [path, { kept, bytes }] of this.#fresh) {
      files.keep({ algorithm: "blake3", hex: kept.hex }, bytes);
      others[path] = kept;
    }
    this.#state.write({
      checked,
      counter: fresh.counter,
      files: {
        "store.json": fresh.kept,
        ...others,
        ...(isKnown ? withoutThose(this.#state.read(), others) : {}),
      },
    });
  }

  async readFile(
    path: string,
    maxBytes: number,
    options: AskOptions,
    checksum?: string,
  ): Promise<Uint8Array<ArrayBuffer> | null> {
    return checksum === undefined
      ? await this.#readUnlinked(path, maxBytes, options)
      : await this.#readLinked(path, maxBytes, options, checksum);
  }

  /** A file that nothing links is as old as the `store.json` that it belongs to. */
  async #readUnlinked(
    path: string,
    maxBytes: number,
    options: AskOptions,
  ): Promise<Uint8Array<ArrayBuffer> | null> {
    const kept = this.#state.read()?.files[path];
    const cached = await this.#readKept(kept);
    if (cached !== null && this.#isCached) return cached;
    const answer = await readDocument(this.#url(path), {
      maxBytes,
      ...(cached === null ? {} : { known: kept!.validator }),
      ...withSignal(options),
    }, this.#settings);
    if (answer === "missing") return null;
    if (answer === "unchanged") return cached;
    const { bytes, validator } = answer;
    const hex = await digestBytes("blake3", bytes);
    this.#fresh.set(path, {
      kept: { hex, validator },
      bytes,
    });
    return bytes;
  }

  /** A linked file is what its checksum says, wherever it comes from. */
  async #readLinked(
    path: string,
    maxBytes: number,
    options: AskOptions,
    link: string,
  ): Promise<Uint8Array<ArrayBuffer> | null> {
    const checksum = parseChecksum(link);
    const files = this.#files();
    if (checksum !== undefined) {
      const cached = await files.read(checksum, maxBytes);
      if (cached !== null) return cached;
    }
    const answer = await readDocument(this.#url(path), {
      maxBytes,
      ...withSignal(options),
    }, this.#settings);
    if (typeof answer === "string") return null;
    const { bytes } = answer;
    const hex = checksum && await digestBytes(checksum.algorithm, bytes);
    if (checksum !== undefined && hex === checksum.hex) {
      files.keep(checksum, bytes);
    }
    return bytes;
  }

  /** Sees to it that the cache has a linked file; false where the server does not. */
  async #fetch(
    path: string,
    content: Content,
    files: ContentCache,
    options: AskOptions,
  ): Promise<boolean> {
    return await files.fill(
      content,
      (file) =>
        download(
          { ...content, url: this.#url(path) },
          file,
          this.#settings,
          options.signal,
        ),
    );
  }

  async bringFile(
    path: string,
    link: TreeLink,
    to: string,
    options: AskOptions,
  ): Promise<boolean> {
    const content = {
      ...readChecksum(link, this.#place(path)),
      size: link.size,
    };
    const files = this.#files();
    if (await files.give(content, to)) return true;
    if (!await this.#fetch(path, content, files, options)) return false;
    if (await files.give(content, to, true)) return true;
    throw new StoreError(
      "IO",
      `Cannot keep "${this.#place(path)}": it is gone from the cache again`,
      { hint: "Give the cache more room, or another directory." },
    );
  }
}

/** A link's checksum, parsed; links are checked before anything is fetched. */
function readChecksum({ checksum }: TreeLink, place: string): Checksum {
  const parsed = parseChecksum(checksum);
  if (parsed !== undefined) return parsed;
  throw new StoreError(
    "CHECKSUM_MISMATCH",
    `Cannot use "${place}": its checksum "${checksum}" is of no known form`,
  );
}

function withoutThose(
  state: RemoteState | undefined,
  others: Readonly<Record<string, KeptFile>>,
): Readonly<Record<string, KeptFile>> {
  return Object.fromEntries(
    Object.entries(state?.files ?? {}).filter(([path]) =>
      path !== "store.json" && !Object.hasOwn(others, path)
    ),
  );
}

/** A store on a web server; nothing is asked yet. */
export async function httpTree(options: HttpTreeOptions): Promise<StoreTree> {
  return new HttpTree(
    options,
    await StateFile.of(options.cache, options.location),
  );
}
