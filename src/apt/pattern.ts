/**
 * The patterns of APT's preferences: shell globs and POSIX regular expressions.
 *
 * @module
 */

import { literal, translateBracket } from "./_bracket.ts";
import { posixExpression } from "./_posix_expression.ts";

/** Tells whether a text matches. */
export type Matcher = (text: string) => boolean;

/** Translates a shell glob, as `fnmatch` with `FNM_CASEFOLD` reads it. */
function globMatcher(glob: string): Matcher {
  const characters = [...glob];
  let source = "^";
  for (let index = 0; index < characters.length; index++) {
    const character = characters[index]!;
    if (character === "*") source += ".*";
    else if (character === "?") source += ".";
    else if (character === "[") {
      const found = translateBracket(characters, index, true);
      source += found?.source ?? "\\[";
      if (found) index = found.end - 1;
    } else if (character === "\\") {
      if (index + 1 === characters.length) return () => false;
      source += literal(characters[++index]!);
    } else source += literal(character);
  }
  let expression: RegExp;
  try {
    expression = new RegExp(`${source}$`, "isu");
  } catch {
    return () => false; // a range in the wrong order
  }
  return (text) => expression.test(text);
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
    const regexp = posixExpression(expression.slice(1, -1));
    return regexp ? (text) => regexp.test(text) : () => false;
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
