/**
 * Reads more of single packages than the catalog keeps: whole stanzas, translations, lists of files.
 *
 * @module
 */

import { TranslationFinder } from "../apt/description.ts";
import { parseStanzas, Stanza } from "../apt/deb822.ts";
import { attempt } from "../core/attempt.ts";
import { StoreError } from "../core/store_error.ts";
import type { Warning } from "../core/warning.ts";
import { readText } from "../sys/read_file.ts";
import { readList } from "../sys/read_list.ts";
import type { ReadListOptions } from "../sys/read_list.ts";
import type { AptRoot } from "./read_apt_root.ts";
import { ReadLog } from "./_read_log.ts";

/** Part of an unpacked file, in bytes. */
interface Span {
  readonly start: number;
  readonly length: number;
}

/** Reads parts of one file, in any order; parts behind its end stay short. */
async function readSpans(
  path: string,
  spans: readonly Span[],
  options: ReadListOptions,
): Promise<Uint8Array[]> {
  const parts = spans.map(({ length }) => new Uint8Array(length));
  const last = Math.max(...spans.map(({ start, length }) => start + length));
  let at = 0;
  for await (const chunk of readList(path, options)) {
    for (const [index, { start, length }] of spans.entries()) {
      const from = Math.max(start, at);
      const to = Math.min(start + length, at + chunk.length);
      if (from < to) {
        parts[index]!.set(chunk.subarray(from - at, to - at), from - start);
      }
    }
    at += chunk.length;
    if (at >= last) break;
  }
  return parts;
}

/** Reads single records of a root that has been read before. */
export class RecordReader {
  readonly #log = new ReadLog();

  /** @param root Must not have changed since; where it has, records come without their fields, and a warning. */
  constructor(readonly root: AptRoot, readonly options: ReadListOptions = {}) {}

  /** What went wrong. */
  get warnings(): readonly Warning[] {
    return this.#log.all;
  }

  /** The whole stanzas behind some numbers of the table; each file is read once. */
  async readStanzas(
    numbers: readonly number[],
  ): Promise<ReadonlyMap<number, Stanza>> {
    const { table } = this.root.data;
    const found = new Map<number, Stanza>();
    for (
      const [file, own] of Map.groupBy(
        new Set(numbers),
        (number) => table.file[number]!,
      )
    ) {
      const path = this.root.indexPaths[file]!;
      const spans = own.map((number) => ({
        start: table.spanStart[number]!,
        length: table.spanLength[number]!,
      }));
      await this.#attempt(async () => {
        const parts = await readSpans(path, spans, this.options);
        for (const [index, number] of own.entries()) {
          found.set(number, this.#parse(number, parts[index]!, path));
        }
      });
    }
    return found;
  }

  #parse(number: number, bytes: Uint8Array, path: string): Stanza {
    const { table } = this.root.data;
    const [stanza] = parseStanzas(new TextDecoder().decode(bytes), { path });
    const name = table.names.text(table.name[number]!);
    if (stanza?.get("Package").toLowerCase() === name) return stanza;
    throw new StoreError(
      "DATA_CORRUPT",
      `Cannot read package "${name}" again: "${path}" has changed`,
      {
        at: path,
        hint: "Run the command again.",
      },
    );
  }

  /**
   * Descriptions by the MD5 of the untranslated one, with their language; the first language that has one wins.
   *
   * @param languages Best first, as in `Translation-LANG`.
   */
  async readDescriptions(
    wanted: ReadonlySet<string>,
    languages: readonly string[],
  ): Promise<
    ReadonlyMap<string, { readonly field: string; readonly language: string }>
  > {
    const found = new Map<string, { field: string; language: string }>();
    for (const language of languages) {
      for (const path of this.root.translations(language)) {
        const missing = new Set([...wanted].filter((md5) => !found.has(md5)));
        if (missing.size === 0) return found;
        await this.#attempt(async () => {
          const finder = new TranslationFinder(missing, language, path);
          for await (const chunk of readList(path, this.options)) {
            finder.push(chunk);
            if (finder.isDone) break;
          }
          if (!finder.isDone) finder.end();
          for (const [md5, field] of finder.found) {
            found.set(md5, { field, language });
          }
        });
      }
    }
    return found;
  }

  /** The files that dpkg put on the machine for an installed package; null where it keeps no list. */
  readFiles(name: string, architecture: string): readonly string[] | null {
    let text: string | null = null;
    attempt(this.#log.refuse("APT_FILE_UNREADABLE"), () => {
      const { info } = this.root.paths;
      text = readText(`${info}/${name}.list`) ??
        readText(`${info}/${name}:${architecture}.list`);
    });
    return (text as string | null)?.split("\n").filter((line) =>
      line !== "" && line !== "/."
    ) ?? null;
  }

  async #attempt(action: () => Promise<void>): Promise<void> {
    try {
      await action();
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      this.#log.refuse("APT_LIST_DAMAGED")(error);
    }
  }
}
