/**
 * The patterns of APT's preferences: shell globs and POSIX regular expressions.
 *
 * @module
 */

/** Tells whether a text matches. */
export type Matcher = (text: string) => boolean;

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

/** Escapes one character for use outside a bracket of a JavaScript `u` expression. */
function literal(character: string): string {
  return /[\\^$.*+?()[\]{}|/]/.test(character) ? `\\${character}` : character;
}

/** Escapes one character for use inside a bracket. */
function member(character: string): string {
  return character === "-" ? "\\-" : literal(character);
}

/** A bracket expression that starts at `text[start]`, translated, and where it ends; undefined without an end. */
function bracket(
  text: readonly string[],
  start: number,
  { escapes }: { escapes: boolean },
): { source: string; end: number } | undefined {
  let index = start + 1;
  let source = "[";
  if (text[index] === "^" || (escapes && text[index] === "!")) {
    source += "^";
    index++;
  }
  for (let first = true; index < text.length; first = false) {
    const character = text[index]!;
    if (character === "]" && !first) {
      return { source: `${source}]`, end: index + 1 };
    }
    if (character === "[" && text[index + 1] === ":") {
      const close = text.indexOf(":", index + 2);
      const name = close < 0 || text[close + 1] !== "]"
        ? ""
        : text.slice(index + 2, close).join("");
      const members = CLASSES[name];
      if (members === undefined) return undefined;
      source += members;
      index = close + 2;
      continue;
    }
    const isRange = character === "-" && !first && text[index + 1] !== "]" &&
      index > start + 1;
    if (isRange) source += "-";
    else if (escapes && character === "\\" && index + 1 < text.length) {
      source += member(text[++index]!);
    } else source += member(character);
    index++;
  }
  return undefined;
}

/** A JavaScript expression, or undefined when the source makes none. */
function compile(source: string): RegExp | undefined {
  try {
    return new RegExp(source, "isu");
  } catch {
    return undefined;
  }
}

/** Translates a shell glob, as `fnmatch` with `FNM_CASEFOLD` reads it. */
function globMatcher(glob: string): Matcher {
  const characters = [...glob];
  let source = "^";
  for (let index = 0; index < characters.length; index++) {
    const character = characters[index]!;
    if (character === "*") source += ".*";
    else if (character === "?") source += ".";
    else if (character === "[") {
      const found = bracket(characters, index, { escapes: true });
      source += found?.source ?? "\\[";
      if (found) index = found.end - 1;
    } else if (character === "\\") {
      if (index + 1 === characters.length) return () => false;
      source += literal(characters[++index]!);
    } else source += literal(character);
  }
  const expression = compile(`${source}$`);
  return expression ? (text) => expression.test(text) : () => false;
}

/** Translates a POSIX extended regular expression; undefined when it is none. */
function posixMatcher(posix: string): Matcher | undefined {
  const characters = [...posix];
  let source = "";
  for (let index = 0; index < characters.length; index++) {
    const character = characters[index]!;
    if (character === "[") {
      const found = bracket(characters, index, { escapes: false });
      if (!found) return undefined;
      source += found.source;
      index = found.end - 1;
    } else if (character === "\\") {
      const next = characters[++index];
      if (next === undefined) return undefined;
      if (/[bBwWsS1-9]/.test(next)) source += `\\${next}`;
      else if (next === "<" || next === ">") {
        source += next === "<" ? "\\b(?=\\w)" : "\\b(?<=\\w)";
      } else source += literal(next);
    } else if (
      character === "{" &&
      !/^\{\d*(?:,\d*)?\}/.test(posix.slice(source.length === 0 ? 0 : index))
    ) {
      source += "\\{";
    } else if (character === "}" && !/\{[\d,]*$/.test(source)) source += "\\}";
    else if (character === "]" || character === "/") {
      source += literal(character);
    } else source += character;
  }
  const expression = compile(source);
  return expression ? (text) => expression.test(text) : undefined;
}

/**
 * A matcher for an expression of APT's preferences: `/regex/`, found anywhere, or a shell glob for the
 * whole text. Letter case does not count.
 *
 * Source: apt_preferences(5), and `pkgVersionMatch::ExpressionMatches`. A broken regular expression
 * matches nothing.
 */
export function expressionMatcher(expression: string): Matcher {
  if (expression.startsWith("/") && expression.endsWith("/")) {
    return posixMatcher(expression.slice(1, -1)) ?? (() => false);
  }
  return globMatcher(expression);
}

/**
 * A matcher for a version: the whole text, or a literal prefix before one `*` at the end, or else what
 * {@link expressionMatcher} makes of the text without that star. Letter case does not count.
 *
 * Source: `pkgVersionMatch::MatchVer`.
 */
export function versionMatcher(expression: string): Matcher {
  const isPrefix = expression.endsWith("*");
  const text = isPrefix ? expression.slice(0, -1) : expression;
  const folded = text.toLowerCase();
  const matches = expressionMatcher(text);
  return (version) => {
    const other = version.toLowerCase();
    return (isPrefix ? other.startsWith(folded) : other === folded) ||
      matches(version);
  };
}
