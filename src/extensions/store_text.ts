/**
 * Changes of a `store.json` that leave what belongs to others as it is. Pure: text in, text out.
 *
 * @module
 */

import { LIMITS } from "../core/limits.ts";
import { StoreError } from "../core/store_error.ts";
import {
  appendElement,
  applyEdits,
  applyToBytes,
  dropElement,
  dropMember,
  setMembers,
} from "./edit_json.ts";
import type { TextEdit } from "./edit_json.ts";
import { JsonDocument } from "./json_document.ts";

/** A version as `store.json` lists it; a field that is undefined is left out, also where it was there before. */
export interface SummaryFields {
  readonly id: string;
  readonly name: string;
  readonly version: string;
  readonly description?: string | undefined;
  readonly author?: string | undefined;
  readonly license?: string | undefined;
  readonly tags?: readonly string[] | undefined;
  readonly size: number;
  readonly updated: string;
  readonly manifest_path: string;
  readonly manifest_checksum: string;
  readonly sums_checksum: string;
}

/** Those that a summary may be without. */
const OPTIONAL_FIELDS = ["description", "author", "license", "tags"] as const;

/** A version that a store lists. */
export interface ListedVersion {
  /** Its number in the list. */
  readonly index: number;
  /** As it is written; undefined where it is missing or no text. */
  readonly manifestPath: string | undefined;
  /** As it is written; undefined where it is missing or no text. */
  readonly manifestChecksum: string | undefined;
}

function invalid(path: string, state: string): StoreError {
  return new StoreError("STORE_INVALID", `Cannot change "${path}": ${state}`, {
    hint: "Run storectl verify on the store, and mend what it finds.",
    at: path,
  });
}

/** A `store.json` that can be changed. */
export class StoreText {
  readonly #bytes: Uint8Array;
  readonly #document: JsonDocument;
  readonly #list: number;
  readonly #serial: number;

  /**
   * Reads it.
   *
   * @param path What it is called in errors.
   * @throws {StoreError} `STORE_INVALID`: it cannot be changed without doubt. `STORE_FORM`: its extensions are a map.
   */
  constructor(bytes: Uint8Array, path: string) {
    this.#bytes = bytes;
    this.#document = new JsonDocument(bytes, LIMITS.jsonNesting);
    const [fault] = this.#document.faults;
    if (fault !== undefined) {
      const { line, column } = this.#document.place(fault.offset);
      throw invalid(`${path}:${line}:${column}`, fault.state);
    }
    this.#list = this.#document.member(0, "extensions");
    const form = this.#list < 0 ? "" : this.#document.textOf(this.#list)[0];
    if (form === "{") {
      throw new StoreError(
        "STORE_FORM",
        `Cannot change "${path}": its extensions are an object by id, which is read but not written`,
        { hint: "Publish to a store of storectl's own: add --init.", at: path },
      );
    }
    if (form !== "[") throw invalid(path, "it has no list of extensions");
    const serial = this.#document.member(0, "serial");
    const count = serial < 0 ? 0 : this.#document.valueOf(serial);
    if (!Number.isSafeInteger(count) || (count as number) < 0) {
      throw invalid(path, "its serial is no whole number");
    }
    this.#serial = count as number;
  }

  /** Name of the store; empty where it has none. */
  get name(): string {
    const record = this.#document.member(0, "name");
    const value = record < 0 ? "" : this.#document.valueOf(record);
    return typeof value === "string" ? value : "";
  }

  #field(element: number, name: string): string | undefined {
    const record = this.#document.member(element, name);
    if (record < 0) return undefined;
    const value = this.#document.valueOf(record);
    return typeof value === "string" ? value : undefined;
  }

  /**
   * The elements in whose text some words stand, by number: a search of the whole text is far cheaper than a look at
   * every element. Words may be spelt with escapes; where a text has such, all elements count.
   */
  *#elementsWith(words: string): Generator<readonly [number, number]> {
    const { text } = this.#document;
    const elements = this.#document.children(this.#list);
    if (text.includes("\\u") || text.includes("\\/")) {
      return yield* elements.entries();
    }
    let last = -1;
    for (
      let at = text.indexOf(words, this.#document.start(this.#list));
      at >= 0;
      at = text.indexOf(words, at + 1)
    ) {
      const index = this.#elementAt(at);
      if (index > last) yield [index, elements[index]!];
      last = Math.max(last, index);
    }
  }

  /** Number of the element in which an offset lies; -1 where it is in none. */
  #elementAt(offset: number): number {
    const elements = this.#document.children(this.#list);
    let low = -1;
    let high = elements.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (this.#document.start(elements[middle]!) <= offset) low = middle;
      else high = middle;
    }
    const isInside = low >= 0 && offset < this.#document.end(elements[low]!);
    return isInside ? low : -1;
  }

  /** The versions of an id, by number. */
  *#ofId(id: string): Generator<readonly [number, number]> {
    for (const [index, element] of this.#elementsWith(JSON.stringify(id))) {
      if (this.#field(element, "id") === id) yield [index, element];
    }
  }

  /** Finds a version. */
  find(id: string, version: string): ListedVersion | undefined {
    for (const [index, element] of this.#ofId(id)) {
      if (this.#field(element, "version") !== version) continue;
      return {
        index,
        manifestPath: this.#field(element, "manifest_path"),
        manifestChecksum: this.#field(element, "manifest_checksum"),
      };
    }
    return undefined;
  }

  /** The versions of an id, in the order of the list. */
  versions(id: string): readonly string[] {
    return this.#ofId(id).map(([, element]) => this.#field(element, "version"))
      .filter((version) => version !== undefined).toArray();
  }

  /** The ids, in the order of the list. */
  ids(): readonly string[] {
    const ids = this.#document.children(this.#list).map((element) =>
      this.#field(element, "id")
    );
    return [...new Set(ids.filter((id) => id !== undefined))];
  }

  /**
   * Whether anything that is listed lies in a directory.
   *
   * @param except Number of a version that does not count.
   */
  lists(folder: string, except = -1): boolean {
    const words = `${JSON.stringify(folder).slice(1, -1)}/`;
    return this.#elementsWith(words).some(([index, element]) => {
      if (index === except) return false;
      const path = this.#field(element, "manifest_path");
      return path?.replace(/^\.\//, "").startsWith(`${folder}/`);
    });
  }

  #apply(edits: readonly TextEdit[], time: string): Uint8Array<ArrayBuffer> {
    const counted = setMembers(this.#document, 0, {
      serial: { value: this.#serial + 1 },
      updated: { value: time },
    });
    const all = [...edits, ...counted];
    const { text } = this.#document;
    const { length } = this.#bytes;
    return length === text.length
      ? applyToBytes(this.#bytes, all)
      : new TextEncoder().encode(applyEdits(text, all));
  }

  /**
   * Lists a version, in place of the one with its id and version.
   *
   * @param time Now, as ISO 8601 in UTC.
   */
  put(summary: SummaryFields): Uint8Array<ArrayBuffer> {
    const listed = this.find(summary.id, summary.version);
    const list = this.#list;
    if (listed === undefined) {
      const edit = appendElement(this.#document, list, { value: summary });
      return this.#apply([edit], summary.updated);
    }
    const element = this.#document.children(list)[listed.index]!;
    const edit = {
      start: this.#document.start(element),
      end: this.#document.end(element),
      text: this.#merged(element, summary),
    };
    return this.#apply([edit], summary.updated);
  }

  /** A summary with new values, and what others wrote into the old one. */
  #merged(element: number, summary: SummaryFields): string {
    const fields = Object.entries(summary);
    const set = fields.filter(([, value]) => value !== undefined);
    // the edits have the places of the whole document, so that its layout counts
    const start = this.#document.start(element);
    const edits = setMembers(
      this.#document,
      element,
      Object.fromEntries(set.map(([name, value]) => [name, { value }])),
    ).map((edit) => ({
      ...edit,
      start: edit.start - start,
      end: edit.end - start,
    }));
    let text = applyEdits(this.#document.textOf(element), edits);
    for (const name of OPTIONAL_FIELDS) {
      if (summary[name] !== undefined) continue;
      const document = new JsonDocument(
        new TextEncoder().encode(text),
        LIMITS.jsonNesting,
      );
      text = applyEdits(text, dropMember(document, 0, name));
    }
    return text;
  }

  /**
   * Removes a version from the list.
   *
   * @param time Now, as ISO 8601 in UTC.
   */
  drop({ index }: ListedVersion, time: string): Uint8Array<ArrayBuffer> {
    const element = this.#document.children(this.#list)[index]!;
    return this.#apply(
      [dropElement(this.#document, this.#list, element)],
      time,
    );
  }
}

/**
 * A store with nothing in it.
 *
 * @param time Now, as ISO 8601 in UTC.
 */
export function emptyStore(name: string, time: string): string {
  const store = {
    name,
    version: "1.0.0",
    serial: 0,
    updated: time,
    extensions: [],
  };
  return `${JSON.stringify(store, null, 2)}\n`;
}
