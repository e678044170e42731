/**
 * Foreign text as it may stand in a message.
 *
 * @module
 */

const SHOWN_CHARACTERS = 80;

/** Quotes and escapes a text, and cuts a long one: a message stays one short line. */
export function quote(text: string): string {
  const shown = text.length > SHOWN_CHARACTERS
    ? `${text.slice(0, SHOWN_CHARACTERS).toWellFormed()}…`
    : text;
  return printable(JSON.stringify(shown));
}

/** Writes what a terminal would obey, and what would reorder a line, as `\uXXXX`. */
export function printable(text: string): string {
  return text.replace(
    /[\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu,
    (character) =>
      `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
