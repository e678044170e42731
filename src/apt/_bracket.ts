/**
 * Bracket expressions, `[a-z[:digit:]]`, of shell globs and POSIX regular expressions.
 *
 * @module
 */

const CLASSES: Readonly<Record<string, string>> = {
  alnum: "\\p{L}\\p{Nd}",
  alpha: "\\p{L}",
  blank: " \\t",
  cntrl: "\\p{Cc}",
  digit: "0-9",
  graph: "\\p{L}\\p{M}\\p{N}\\p{P}\\p{S}",
  lower: "\\p{Ll}",
  print: "\\p{L}\\p{M}\\p{N}\\p{P}\\p{S} ",
  punct: "\\p{P}\\p{S}",
  space: "\\s",
  upper: "\\p{Lu}",
  xdigit: "0-9A-Fa-f",
};

/** A part of an expression, translated. */
export interface Translated {
  /** Source of a JavaScript expression with the flag `u`. */
  readonly source: string;
  /** Index behind the part in the original. */
  readonly end: number;
}

/** Escapes one character for use outside a bracket of a JavaScript `u` expression. */
export function literal(character: string): string {
  return /[\\^$.*+?()[\]{}|/]/.test(character) ? `\\${character}` : character;
}

/** Escapes one character for use inside a bracket. */
function member(character: string): string {
  return character === "-" ? "\\-" : literal(character);
}

/** A member in brackets of its own, `[:alpha:]`, `[.a.]` or `[=a=]`, whose second character is `kind`. */
function namedMember(
  text: readonly string[],
  start: number,
  kind: string,
): Translated | undefined {
  const close = text.findIndex((character, index) =>
    index > start + 1 && character === kind && text[index + 1] === "]"
  );
  const name = text.slice(start + 2, Math.max(start, close));
  const source = kind === ":"
    ? CLASSES[name.join("")]
    : name.length === 1
    ? member(name[0]!)
    : undefined;
  return source === undefined ? undefined : { source, end: close + 2 };
}

/**
 * Translates the bracket expression that starts at `text[start]`.
 *
 * @param text The whole expression, by characters.
 * @param isGlob Whether it is part of a glob: `!` negates too, and a backslash escapes.
 * @returns Undefined where it does not end, or names something unknown.
 */
export function translateBracket(
  text: readonly string[],
  start: number,
  isGlob: boolean,
): Translated | undefined {
  let index = start + 1;
  let source = "[";
  if (text[index] === "^" || (isGlob && text[index] === "!")) {
    source += "^";
    index++;
  }
  const first = index;
  while (index < text.length) {
    const character = text[index]!;
    const next = text[index + 1];
    if (character === "]" && index > first) {
      return { source: `${source}]`, end: index + 1 };
    }
    if (character === "[" && next !== undefined && ":.=".includes(next)) {
      const named = namedMember(text, index, next);
      if (!named) return undefined;
      source += named.source;
      index = named.end;
      continue;
    }
    if (character === "-" && index > first && next !== "]") source += "-";
    else if (isGlob && character === "\\" && next !== undefined) {
      source += member(next);
      index++;
    } else source += member(character);
    index++;
  }
  return undefined;
}
