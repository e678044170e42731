/**
 * What is known of a store on another machine: one small file each in the cache directory.
 *
 * @module
 */

import type { StoreCounter } from "../extensions/store_counter.ts";
import { CacheFile } from "../sys/cache_file.ts";
import { makeOwnFolder } from "../sys/content_cache.ts";
import { digestBytes } from "../sys/digest.ts";
import type { Validator } from "../sys/http_document.ts";
import { replaceFile } from "../sys/replace_file.ts";

/** A file of a store that is kept in the content cache. */
export interface KeptFile {
  /** BLAKE3 of its bytes, in lower-case hex. */
  readonly hex: string;
  /** What the server said of its state. */
  readonly validator: Validator;
}

/** What is known of a store. */
export interface RemoteState {
  /** Form of this file; another one is not read. */
  readonly version: 1;
  /** Where the store is. */
  readonly location: string;
  /** When it was asked last and answered, in milliseconds since 1970. */
  readonly checked: number;
  /** How far it had counted then. */
  readonly counter: StoreCounter;
  /** The kept files by their paths: `store.json`, and those that nothing links. */
  readonly files: Readonly<Record<string, KeptFile>>;
  /** The commit that was read, for a git repository. */
  readonly commit?: string;
}

/** A file of states is refused when it is larger, in bytes: it holds a few lines. */
const MOST_BYTES = 64 * 1024;
/** Files that nothing links are signatures; as many of them are kept. */
const MOST_FILES = 8;

/** Words that make a name for a location; two locations do not share one. */
export async function stateKey(location: string): Promise<string> {
  const bytes = new TextEncoder().encode(location);
  return (await digestBytes("blake3", bytes)).slice(0, 32);
}

function isKeptFile(value: unknown): value is KeptFile {
  if (typeof value !== "object" || value === null) return false;
  const { hex, validator } = value as Partial<KeptFile>;
  if (typeof validator !== "object" || validator === null) return false;
  const texts = [validator.etag, validator.lastModified];
  return typeof hex === "string" && /^[0-9a-f]{64}$/.test(hex) &&
    texts.every((text) => text === undefined || typeof text === "string");
}

function isCounter(value: unknown): value is StoreCounter {
  if (typeof value !== "object" || value === null) return false;
  const { serial, updated } = value as Partial<StoreCounter>;
  return [serial, updated].every((number) =>
    number === null || Number.isSafeInteger(number)
  );
}

/** Whether something is a state of this version. */
function isState(value: unknown): value is RemoteState {
  if (typeof value !== "object" || value === null) return false;
  const { version, location, checked, counter, files, commit } =
    value as Partial<RemoteState>;
  return version === 1 && typeof location === "string" &&
    Number.isSafeInteger(checked) && isCounter(counter) &&
    typeof files === "object" && files !== null &&
    Object.values(files).every(isKeptFile) &&
    (commit === undefined || /^[0-9a-f]{40,64}$/.test(commit));
}

/**
 * Reads a file of states.
 *
 * @returns Undefined where there is none, it is not this user's own, or it is not of this form.
 */
export function readStateFile(path: string): RemoteState | undefined {
  using file = CacheFile.open(path);
  if (!file || file.length > MOST_BYTES) return undefined;
  try {
    const bytes = new Uint8Array(file.length);
    file.read(0, bytes);
    const state: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return isState(state) ? state : undefined;
  } catch {
    return undefined; // cut, or no JSON
  }
}

/** The file of one store's state. */
export class StateFile {
  readonly #folder: string | undefined;
  readonly #path: string;
  readonly #location: string;

  private constructor(
    cache: string | undefined,
    location: string,
    key: string,
  ) {
    this.#folder = cache === undefined ? undefined : `${cache}/remote`;
    this.#path = `${this.#folder}/${key}.json`;
    this.#location = location;
  }

  /** The file for a location in a cache directory; without one, nothing is ever kept. */
  static async of(
    cache: string | undefined,
    location: string,
  ): Promise<StateFile> {
    return new StateFile(cache, location, await stateKey(location));
  }

  /** What is known; undefined where that is nothing. */
  read(): RemoteState | undefined {
    if (this.#folder === undefined) return undefined;
    const state = readStateFile(this.#path);
    return state?.location === this.#location ? state : undefined;
  }

  /** Keeps a state; where that cannot be, nothing happens. The newest of its files go first. */
  write(state: Omit<RemoteState, "version" | "location">): void {
    if (this.#folder === undefined || !makeOwnFolder(this.#folder)) return;
    const files = Object.entries(state.files).slice(0, MOST_FILES);
    const whole: RemoteState = {
      version: 1,
      location: this.#location,
      ...state,
      files: Object.fromEntries(files),
    };
    try {
      const bytes = new TextEncoder().encode(JSON.stringify(whole));
      replaceFile(this.#path, bytes, { mode: 0o600 });
    } catch {
      // the next question is asked as if it were the first
    }
  }
}
