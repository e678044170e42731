/**
 * The grammar of `apt.conf`, as far as it sets values.
 *
 * @module
 */

import { StoreError } from "../core/store_error.ts";

/** One value as it was set, in the order of the files. */
interface Entry {
  /** Lower-case name; `::` at the end of a list entry. */
  readonly name: string;
  readonly value: string;
}

/** One statement in the raw text, or the end of a scope. */
interface Statement {
  readonly words: readonly string[];
  readonly end: ";" | "{" | "}" | "";
  readonly line: number;
}

/** APT's configuration: names are case-insensitive, a later file overrides an earlier one. */
export class AptConfig {
  #entries: Entry[] = [];

  /** Sets one value; a name that ends in `::` adds to a list. */
  set(name: string, value: string): void {
    this.#entries.push({ name: name.toLowerCase(), value });
  }

  /** Forgets a name and all below it, as `#clear` does. */
  clear(name: string): void {
    const prefix = name.toLowerCase().replace(/(::)?$/, "");
    this.#entries = this.#entries.filter((entry) =>
      entry.name !== prefix && !entry.name.startsWith(`${prefix}::`)
    );
  }

  /** The value of a name, or undefined. */
  find(name: string): string | undefined {
    const wanted = name.toLowerCase();
    return this.#entries.findLast((entry) => entry.name === wanted)?.value;
  }

  /** Whether a name is set to one of APT's words for yes. */
  flag(name: string): boolean {
    return parseFlag(this.find(name) ?? "") === true;
  }

  /** The values of a list; one value set on the name itself is split at white space and commas. */
  list(name: string): readonly string[] {
    const prefix = `${name.toLowerCase()}::`;
    const values = this.#entries.filter((entry) =>
      entry.name.startsWith(prefix)
    ).map((entry) => entry.value);
    if (values.length > 0) return values;
    return (this.find(name) ?? "").split(/[\s,]+/).filter((word) =>
      word !== ""
    );
  }
}

/** Reads one of APT's words for yes and no, in any case; undefined for any other word. */
export function parseFlag(word: string): boolean | undefined {
  switch (word.trim().toLowerCase()) {
    case "yes":
    case "true":
    case "with":
    case "on":
    case "enable":
    case "1":
      return true;
    case "no":
    case "false":
    case "without":
    case "off":
    case "disable":
    case "0":
      return false;
  }
  return undefined;
}

const TOKEN_REGEXP =
  /"([^"\n]*)"|\/\/[^\n]*|\/\*[\s\S]*?\*\/|#(?!clear\b|include\b)[^\n]*|[;{}\n]|[^\s;{}"]+|[^\S\n]+|"/g;

/** Splits the text into statements; comments are gone, quoted words are plain. */
function* statements(text: string): Generator<Statement> {
  let words: string[] = [];
  let glued = false;
  let line = 1;
  for (const [token, quoted] of text.matchAll(TOKEN_REGEXP)) {
    if (token === "\n") {
      line++;
      glued = false;
    } else if (
      quoted !== undefined ||
      !/^(?:[;{}\s]|\/\/|\/\*|#(?!clear|include))/.test(token)
    ) {
      const word = quoted ?? token;
      if (glued) words[words.length - 1] += word;
      else words.push(word);
      glued = true;
    } else if (token === ";" || token === "{" || token === "}") {
      yield { words, end: token, line };
      words = [];
      glued = false;
    } else {
      line += token.split("\n").length - 1;
      glued = false;
    }
  }
  yield { words, end: "", line };
}

/**
 * Reads one configuration file into `config`.
 *
 * Source: apt.conf(5), «SYNTAX»; what stands before a syntax error counts.
 *
 * @param path Its name, for errors.
 * @throws {StoreError} `APT_SYNTAX`: braces do not match, or a statement does not end.
 */
export function readAptConfig(
  config: AptConfig,
  text: string,
  path: string,
): void {
  const scopes: string[] = [];
  for (const { words, end, line } of statements(text)) {
    const at = `${path}:${line}`;
    const [name = "", ...values] = words;
    const scope = scopes.at(-1) ?? "";
    const full = name === "" ? scope.replace(/::$/, "") : `${scope}${name}`;
    if (end === "{") {
      scopes.push(full === "" ? "" : `${full.replace(/::$/, "")}::`);
      continue;
    }
    if (end === "" && words.length > 0) {
      throw new StoreError(
        "APT_SYNTAX",
        `Cannot read "${name}": the statement has no ";" at its end`,
        { at },
      );
    }
    if (name.toLowerCase() === "#clear") {
      for (const cleared of values) config.clear(`${scope}${cleared}`);
    } else if (words.length === 1 && scope !== "") config.set(scope, name);
    else if (words.length > 1) config.set(full, values.join(" "));
    if (end === "}") {
      if (scopes.pop() === undefined) {
        throw new StoreError(
          "APT_SYNTAX",
          `Cannot read the file: a "}" closes nothing`,
          { at },
        );
      }
    }
    if (end === "" && scopes.length > 0) {
      throw new StoreError(
        "APT_SYNTAX",
        `Cannot read the file: "${scopes.at(-1)}" is not closed`,
        { at },
      );
    }
  }
}
