/**
 * Long descriptions, in an index or in a `Translation-LANG` file.
 *
 * @module
 */

import { parseStanzas } from "./deb822.ts";

/**
 * The lines below the first one of a `Description` field, as plain text.
 *
 * Source: Debian policy 5.6.13: one blank in front of each line, a full stop for an empty line.
 */
export function longDescription(field: string): string {
  const [, ...lines] = field.split("\n");
  return lines.map((line) => {
    const text = line.replace(/^[ \t]/, "").trimEnd();
    return text === "." ? "" : text;
  }).join("\n");
}

/** Finds descriptions in a `Translation-LANG` file while it streams in. */
export class TranslationFinder {
  /** Found `Description-LANG` fields by the MD5 of the untranslated description. */
  readonly found: Map<string, string> = new Map();
  readonly #decoder = new TextDecoder();
  #rest = "";

  /**
   * @param wanted MD5 digests in lower-case hexadecimal.
   * @param language As in the name of the file.
   * @param path Name of the file, for errors.
   */
  constructor(
    readonly wanted: ReadonlySet<string>,
    readonly language: string,
    readonly path: string,
  ) {}

  /** Whether all wanted descriptions are found. */
  get isDone(): boolean {
    return this.found.size === this.wanted.size;
  }

  /** Reads the next bytes of the file. */
  push(chunk: Uint8Array): void {
    const text = this.#rest + this.#decoder.decode(chunk, { stream: true });
    const end = text.lastIndexOf("\n\n") + 1;
    this.#rest = text.slice(end);
    this.#search(text.slice(0, end));
  }

  /** Reads what is left when the file has ended. */
  end(): void {
    this.#search(this.#rest);
  }

  #search(text: string): void {
    for (const md5 of this.wanted) {
      if (this.found.has(md5)) continue;
      const at = text.indexOf(md5);
      if (at < 0) continue;
      const start = text.lastIndexOf("\n\n", at) + 1;
      const end = text.indexOf("\n\n", at);
      const stanzas = parseStanzas(
        text.slice(start, end < 0 ? undefined : end),
        { path: this.path },
      );
      for (const stanza of stanzas) {
        const field = stanza.get(`Description-${this.language}`);
        if (
          stanza.get("Description-md5").toLowerCase() === md5 && field !== ""
        ) this.found.set(md5, field);
      }
    }
  }
}
