/**
 * POSIX extended regular expressions, as the C library of Debian reads them.
 *
 * @module
 */

import { literal, translateBracket } from "./_bracket.ts";

/** Escapes that are no character: what they stand for, and whether they may be repeated. */
const ESCAPES: Readonly<Record<string, string>> = {
  w: "\\w",
  W: "\\W",
  s: "\\s",
  S: "\\S",
};
const ANCHORS: Readonly<Record<string, string>> = {
  b: "\\b",
  B: "\\B",
  "<": "\\b(?=\\w)",
  ">": "\\b(?<=\\w)",
  "`": "(?<![^])",
  "'": "(?![^])",
};
const INTERVAL_REGEXP = /^\{(?:(\d+)(,(\d*))?|(,)(\d*))\}/;
const MOST_REPEATS = 32767;
/** Not `(?!)`, which no repetition may follow. */
const NOTHING = "[]";

/** A repetition at `posix[index]`, as JavaScript writes it, and its length; undefined where it is a broken one. */
function repetition(
  posix: string,
): { readonly source: string; readonly length: number } | undefined {
  if (posix[0] !== "{") return { source: posix[0]!, length: 1 };
  const [all, least, range, most, openRange, openMost] =
    INTERVAL_REGEXP.exec(posix) ?? [];
  if (all === undefined) return undefined;
  if (Number(least ?? 0) > MOST_REPEATS) return undefined;
  if (Number(most ?? openMost ?? 0) > MOST_REPEATS) return undefined;
  const source = range === undefined && openRange === undefined
    ? `{${least}}`
    : `{${least ?? 0},${most ?? openMost ?? ""}}`;
  return { source, length: all.length };
}

/** Translates an expression piece by piece. */
class Translator {
  source = "";
  /** Where the piece that a repetition is about starts; -1 where there is none. */
  #piece = -1;
  #isRepeated = false;
  /** Where the open groups start. */
  readonly #groups: number[] = [];

  get isInGroup(): boolean {
    return this.#groups.length > 0;
  }

  /** Adds something that can be repeated. */
  add(source: string): void {
    this.#piece = this.source.length;
    this.#isRepeated = false;
    this.source += source;
  }

  /** Adds something that cannot be repeated. */
  addAnchor(source: string): void {
    this.#piece = -1;
    this.source += source;
  }

  open(): void {
    this.#groups.push(this.source.length);
    this.addAnchor("(");
  }

  close(): void {
    this.source += ")";
    this.#piece = this.#groups.pop()!;
    this.#isRepeated = false;
  }

  /** Repeats the last piece; false where there is none. */
  repeat(repetition: string): boolean {
    if (this.#piece < 0) return false;
    if (this.#isRepeated) {
      const piece = this.source.slice(this.#piece);
      this.source = `${this.source.slice(0, this.#piece)}(?:${piece})`;
    }
    this.#isRepeated = true;
    this.source += repetition;
    return true;
  }
}

/** Adds what the character behind a backslash stands for. */
function addEscaped(to: Translator, character: string): void {
  if (ANCHORS[character] !== undefined) to.addAnchor(ANCHORS[character]);
  else if (/[1-9]/.test(character)) to.add(`(?:\\${character})`);
  else if (ESCAPES[character] !== undefined) to.add(ESCAPES[character]);
  // a letter without a meaning is compared with the text in upper case, so a lower-case one is never found
  else if (/\p{Ll}/u.test(character)) to.add(NOTHING);
  else to.add(literal(character));
}

/**
 * Translates an expression into a JavaScript one that ignores letter case.
 *
 * Source: POSIX, «Extended Regular Expressions», and glibc's `regcomp` for what it leaves open: repetitions of
 * repetitions, `{,n}`, a closing parenthesis that closes nothing, and the escapes.
 *
 * @returns Undefined where the C library refuses it.
 */
export function posixExpression(posix: string): RegExp | undefined {
  const characters = [...posix];
  const to = new Translator();
  for (let index = 0; index < characters.length; index++) {
    const character = characters[index]!;
    switch (character) {
      case "[": {
        const found = translateBracket(characters, index, false);
        if (!found) return undefined;
        to.add(found.source);
        index = found.end - 1;
        break;
      }
      case "\\":
        if (++index === characters.length) return undefined;
        addEscaped(to, characters[index]!);
        break;
      case "*":
      case "+":
      case "?":
      case "{": {
        const found = repetition(characters.slice(index).join(""));
        if (!found || !to.repeat(found.source)) return undefined;
        index += found.length - 1;
        break;
      }
      case "(":
        to.open();
        break;
      case ")":
        if (to.isInGroup) to.close();
        else to.add("\\)");
        break;
      case "^":
      case "$":
      case "|":
        to.addAnchor(character);
        break;
      case ".":
        to.add(".");
        break;
      default:
        to.add(literal(character));
    }
  }
  try {
    return new RegExp(to.source, "isu");
  } catch {
    return undefined; // an open group, a range in the wrong order, a reference to no group
  }
}
