/**
 * The one-line style of `sources.list`.
 *
 * @module
 */

import { attempt } from "../core/attempt.ts";
import type { Refuse } from "../core/attempt.ts";
import { StoreError } from "../core/store_error.ts";
import { parseFlag } from "./apt_config.ts";
import {
  entryArchitectures,
  fillArchitecture,
  normalUri,
} from "./source_entry.ts";
import type { SourceContext, SourceEntry } from "./source_entry.ts";

const OPTION_REGEXP = /^([^=\s]+?)([+-]?)=(.+)$/s;
const WORD_REGEXP = /\s*((?:"[^"]*"|\[[^\]]*\]|[^\s"[])+)(?=\s|$)/gy;
/** What stands in brackets, which may hold a `#`, or a comment. */
const COMMENT_REGEXP = /(\[[^\]]*(?:\]|$))|#.*$/gs;

/** Decodes `%xx` once, as bytes of UTF-8, and leaves other percent signs alone. */
function decodePercent(text: string): string {
  if (!text.includes("%")) return text;
  const bytes: number[] = [];
  const source = new TextEncoder().encode(text);
  for (let index = 0; index < source.length; index++) {
    const hex = String.fromCharCode(
      source[index + 1] ?? 0,
      source[index + 2] ?? 0,
    );
    if (source[index] === 0x25 && /^[0-9A-Fa-f]{2}$/.test(hex)) {
      bytes.push(Number.parseInt(hex, 16));
      index += 2;
    } else bytes.push(source[index]!);
  }
  return new TextDecoder().decode(new Uint8Array(bytes));
}

/** Splits a line at white space; double quotes and square brackets hold words together. An open one ends the line. */
function splitWords(text: string): readonly string[] {
  return Array.from(text.matchAll(WORD_REGEXP), ([, word]) => word!);
}

/** Drops double quotes and decodes `%xx`. */
function plain(word: string): string {
  return decodePercent(word.replaceAll('"', ""));
}

/** The options between brackets: `arch=a,b arch+=c trusted=yes`. */
function parseOptions(text: string, at: string): ReadonlyMap<string, string> {
  const options = new Map<string, string>();
  for (const word of text.split(/\s+/)) {
    if (word === "") continue;
    const [, name, sign, value] = OPTION_REGEXP.exec(word) ?? [];
    if (name === undefined) {
      throw new StoreError(
        "APT_SYNTAX",
        `Cannot read option "${word}": it is not of the form name=value`,
        { at },
      );
    }
    options.set(name + sign, plain(value!));
  }
  return options;
}

function list(value: string | undefined): readonly string[] {
  return (value ?? "").split(",").filter((word) => word !== "");
}

/**
 * Parses one line.
 *
 * Source: sources.list(5), «ONE-LINE-STYLE FORMAT».
 *
 * @param at Where it stands, as `file:line`.
 * @returns Undefined for a blank line or a comment.
 * @throws {StoreError} `APT_SYNTAX`: an unknown type, no URI, no suite, or components where none belong.
 */
function parseLine(
  line: string,
  at: string,
  context: SourceContext,
): SourceEntry | undefined {
  const code = line.replaceAll(COMMENT_REGEXP, "$1").trim();
  if (code === "") return undefined;
  const type = /^\S+/.exec(code)![0];
  if (type !== "deb" && type !== "deb-src") {
    throw new StoreError(
      "APT_SYNTAX",
      `Cannot read type "${type}": only deb and deb-src exist`,
      { at },
    );
  }
  let rest = code.slice(type.length).trimStart();
  let options: ReadonlyMap<string, string> = new Map();
  if (rest.startsWith("[")) {
    const end = rest.search(/\](?:\s|$)/);
    if (end < 0) {
      throw new StoreError(
        "APT_SYNTAX",
        `Cannot read the options: no "]" with a blank behind it closes them`,
        { at },
      );
    }
    options = parseOptions(rest.slice(1, end), at);
    rest = rest.slice(end + 1);
  }
  const [uri = "", rawSuite = "", ...components] = splitWords(rest);
  if (!plain(uri).includes(":")) {
    throw new StoreError(
      "APT_SYNTAX",
      `Cannot read URI "${uri}": it has no scheme`,
      { at },
    );
  }
  if (rawSuite === "") {
    throw new StoreError(
      "APT_SYNTAX",
      `Cannot read entry "${code}": it names no suite`,
      { at },
    );
  }
  const flat = plain(rawSuite).endsWith("/");
  const suite = flat
    ? fillArchitecture(plain(rawSuite), context)
    : plain(rawSuite);
  if (flat !== (components.length === 0)) {
    const state = flat
      ? "a suite that ends in a slash takes no component"
      : "it names no component";
    throw new StoreError(
      "APT_SYNTAX",
      `Cannot read suite "${suite}": ${state}`,
      { at },
    );
  }
  const only = options.get("arch");
  return {
    type,
    uri: normalUri(plain(uri), context),
    suite,
    components: components.map(plain),
    architectures: entryArchitectures(context, {
      only: only === undefined ? undefined : list(only),
      add: list(options.get("arch+")),
      remove: list(options.get("arch-")),
    }),
    trusted: parseFlag(options.get("trusted") ?? ""),
    signedBy: options.get("signed-by"),
    at,
  };
}

/**
 * Reads one file in the one-line style.
 *
 * @param path Its name, for errors.
 * @param refuse Takes the error of a line that cannot be read; the others still count.
 */
export function parseOneLineSources(
  text: string,
  path: string,
  context: SourceContext,
  refuse: Refuse,
): readonly SourceEntry[] {
  const entries: SourceEntry[] = [];
  for (const [index, line] of text.split("\n").entries()) {
    attempt(refuse, () => {
      const entry = parseLine(line, `${path}:${index + 1}`, context);
      if (entry) entries.push(entry);
    });
  }
  return entries;
}
