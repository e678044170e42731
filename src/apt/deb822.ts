/**
 * Small control files as APT reads them: `Release`, `.sources`, preferences, one stanza of an index.
 *
 * Package indexes are scanned as bytes by `scan_stanzas.ts`; both follow the rules of
 * `pkgTagSection::Scan`.
 *
 * @module
 */

import { StoreError } from "../core/store_error.ts";

/** One field with its place. */
export interface Field {
  /** As written. */
  readonly name: string;
  /** Without white space at its ends; folded lines keep their line feeds and indents. */
  readonly value: string;
  /** Line of the name, 1-based. */
  readonly line: number;
}

/** One stanza: fields by lower-case name, the last of a name wins. */
export class Stanza {
  readonly #fields = new Map<string, Field>();

  /** @param line Its first line, 1-based. */
  constructor(readonly line: number) {}

  /** Adds a field, or replaces the one of that name. */
  add(field: Field): void {
    this.#fields.set(field.name.toLowerCase(), field);
  }

  /** The field of a name in any letter case. */
  field(name: string): Field | undefined {
    return this.#fields.get(name.toLowerCase());
  }

  /** The value of a field, or "". */
  get(name: string): string {
    return this.field(name)?.value ?? "";
  }

  /** Whether a field of that name stands in it. */
  has(name: string): boolean {
    return this.#fields.has(name.toLowerCase());
  }

  /** All fields, in the order of their first appearance. */
  fields(): Iterable<Field> {
    return this.#fields.values();
  }

  /** Number of fields. */
  get size(): number {
    return this.#fields.size;
  }
}

/** How to read a file. */
export interface StanzaOptions {
  /** Its name, for errors. */
  readonly path: string;
  /** Whether lines that begin with `#` are comments; they are not in `Packages` and `Release`. */
  readonly comments?: boolean;
  /** Line number of the first line, 1-based. */
  readonly firstLine?: number;
}

const BLANK_REGEXP = /^[\r]*$/;
const CONTINUATION_REGEXP = /^[ \t\v\f]/;

/**
 * Reads the stanzas of a control file.
 *
 * A line that holds only white space continues the field above it, it does not end the stanza.
 *
 * Source: deb822(5), and `pkgTagSection::Scan` for what it leaves open.
 *
 * @throws {StoreError} `APT_SYNTAX`: a line that is neither a field nor a continuation.
 */
export function* parseStanzas(
  text: string,
  options: StanzaOptions,
): Generator<Stanza> {
  const lines = text.split("\n");
  const first = options.firstLine ?? 1;
  let stanza: Stanza | undefined;
  let name = "";
  let value: string[] = [];
  let line = 0;
  const store = () => {
    if (stanza && name !== "") stanza.add({ name, value: joined(value), line });
    name = "";
  };
  for (let index = 0; index < lines.length; index++) {
    const text = lines[index]!;
    if (options.comments && text.startsWith("#")) continue;
    if (BLANK_REGEXP.test(text)) {
      store();
      if (stanza && stanza.size > 0) yield stanza;
      stanza = undefined;
      continue;
    }
    stanza ??= new Stanza(first + index);
    if (CONTINUATION_REGEXP.test(text)) {
      if (name !== "") value.push(text);
      continue;
    }
    store();
    let head = text;
    let colon = head.indexOf(":");
    // APT looks for the colon of a field beyond the end of its line
    while (
      colon < 0 && index + 1 < lines.length &&
      !BLANK_REGEXP.test(lines[index + 1]!)
    ) {
      head += `\n${lines[++index]}`;
      colon = head.indexOf(":");
    }
    if (colon < 0) {
      throw new StoreError(
        "APT_SYNTAX",
        `Cannot read line "${shown(text)}": it has no colon`,
        {
          at: `${options.path}:${first + index}`,
        },
      );
    }
    name = head.slice(0, colon).trimEnd();
    value = [head.slice(colon + 1)];
    line = first + index;
  }
  store();
  if (stanza && stanza.size > 0) yield stanza;
}

/** Joins the lines of a value the way `pkgTagSection::Find` delimits it. */
function joined(lines: readonly string[]): string {
  return lines.join("\n").replace(/^(?:[ \t\v\f\r]|\n(?= ))+/, "").replace(
    /[ \t\v\f\r\n]+$/,
    "",
  );
}

/** A line as it may stand in an error message. */
function shown(line: string): string {
  return line.length > 60 ? `${line.slice(0, 60)}…` : line;
}
