/**
 * All descriptions of a `Translation-LANG` file, while it streams in.
 *
 * @module
 */

import { parseStanzas } from "./deb822.ts";

/** A stanza as archives write them. */
function plainStanza(language: string): RegExp {
  const name = language.replace(/[^A-Za-z0-9]/g, "\\$&");
  return new RegExp(
    `^(?:Package: [^\\n]*\\n)?Description-md5: ([0-9a-f]{32})\\nDescription-${name}: (\\S[^]*)$`,
  );
}

/** Collects descriptions by the MD5 of the untranslated one, which the first of a digest wins. */
export class TranslationReader {
  readonly #decoder = new TextDecoder();
  readonly #plain: RegExp;
  #rest = "";

  /**
   * @param language As in the name of the file.
   * @param path Name of the file, for errors.
   * @param take Takes a digest in lower-case hexadecimal and a `Description-LANG` field.
   */
  constructor(
    readonly language: string,
    readonly path: string,
    readonly take: (md5: string, field: string) => void,
  ) {
    this.#plain = plainStanza(language);
  }

  /**
   * Reads the next bytes of the file.
   *
   * @throws {StoreError} `APT_SYNTAX`: a line that is neither a field nor a continuation.
   */
  push(chunk: Uint8Array): void {
    const text = this.#rest + this.#decoder.decode(chunk, { stream: true });
    const end = text.lastIndexOf("\n\n") + 1;
    this.#rest = text.slice(end);
    this.#read(text.slice(0, end));
  }

  /**
   * Reads what is left when the file has ended.
   *
   * @throws {StoreError} As {@link push}.
   */
  end(): void {
    this.#read(this.#rest + this.#decoder.decode());
    this.#rest = "";
  }

  #read(text: string): void {
    for (const part of text.split("\n\n")) {
      const [, md5, field] = this.#plain.exec(part.replace(/^\n+/, "")) ?? [];
      if (md5 !== undefined) this.take(md5, field!.trimEnd());
      else this.#readSlowly(part);
    }
  }

  #readSlowly(part: string): void {
    for (const stanza of parseStanzas(part, { path: this.path })) {
      const md5 = stanza.get("Description-md5").toLowerCase();
      const field = stanza.get(`Description-${this.language}`);
      if (md5 !== "" && field !== "") this.take(md5, field);
    }
  }
}
