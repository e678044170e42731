/**
 * YAML text as a tree that knows where each key and value stands.
 *
 * The only module that knows the YAML library. It takes the library's events and builds the tree
 * itself, so nothing but text, numbers, booleans and null can come out of a scalar: no dates, no
 * binary data, no merge keys, and no object that a key such as `__proto__` could reach.
 *
 * @module
 */

import {
  CORE_SCHEMA,
  type Event,
  EVENT_ID,
  getScalarValue,
  NOT_RESOLVED,
  parseEvents,
  SCALAR_STYLE,
  type ScalarTagDefinition,
  YAMLException,
} from "js-yaml";
import { LIMITS } from "../core/limits.ts";
import { printable, quote } from "./_quote.ts";

/** A place in a text, both 1-based; columns count UTF-16 code units. */
export interface Place {
  /** Line. */
  readonly line: number;
  /** Column in that line. */
  readonly column: number;
}

/** What a plain scalar can be. */
export type YamlScalar = string | number | boolean | null;

/** A value and where it stands; an alias shares the content of its anchor. */
export type YamlNode =
  & { readonly place: Place }
  & (
    | { readonly kind: "scalar"; readonly value: YamlScalar }
    | { readonly kind: "list"; readonly items: readonly YamlNode[] }
    | { readonly kind: "map"; readonly entries: ReadonlyMap<string, YamlEntry> }
  );

/** A key of a map and its value. */
export interface YamlEntry {
  /** Where the key stands. */
  readonly place: Place;
  /** Its value. */
  readonly node: YamlNode;
}

/** Why a text is not the YAML that it should be. */
export interface YamlProblem {
  /** One sentence without a final period. */
  readonly message: string;
  /** What to do next. */
  readonly hint?: string;
  /** Where it stands. */
  readonly place: Place;
}

/** What was read: a tree without root has at least one problem. */
export interface YamlTree {
  /** The document, or null where its syntax is broken or a limit is exceeded. */
  readonly root: YamlNode | null;
  /** In the order in which they were found. */
  readonly problems: readonly YamlProblem[];
}

type ScalarEvent = Extract<Event, { type: typeof EVENT_ID.SCALAR }>;

/** Where reading stands. */
interface Reader {
  readonly text: string;
  readonly events: readonly Event[];
  readonly placeAt: (offset: number) => Place;
  /** Null while the anchored value is still being read. */
  readonly anchors: Map<string, YamlNode | null>;
  readonly problems: YamlProblem[];
  next: number;
  aliases: number;
  /** Offset of the last event that has one: an empty value has none. */
  offset: number;
}

/** What is said when the library finds more nesting than it was allowed. */
const NESTING_REASON =
  `its nesting is over yamlNesting, the limit of ${LIMITS.yamlNesting}`;
/** Tags that only say «text»; all others are refused. */
const TEXT_TAGS: readonly string[] = ["!", "!!str"];
const PLAIN_TAGS = CORE_SCHEMA.tags.filter((tag): tag is ScalarTagDefinition =>
  tag.nodeKind === "scalar" && tag.implicit
);

/** A function from offsets to places, by YAML's three line breaks. */
function placesOf(text: string): (offset: number) => Place {
  const starts = [0];
  for (const found of text.matchAll(/\r\n|\r|\n/g)) {
    starts.push(found.index + found[0].length);
  }
  return (offset) => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (starts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - starts[low]! + 1 };
  };
}

function fail(reader: Reader, offset: number, reason: string): never {
  return YAMLException.throwAt(reader.text, offset, reason);
}

/** Where an event stands in the text; an empty value stands where the one before it does. */
function offsetOf(reader: Reader, event: Event): number {
  switch (event.type) {
    case EVENT_ID.SEQUENCE:
    case EVENT_ID.MAPPING:
      return event.start;
    case EVENT_ID.ALIAS:
      return event.anchorStart - 1;
    case EVENT_ID.SCALAR:
      if (event.valueStart < 0) {
        const properties = Math.max(event.tagStart, event.anchorStart - 1);
        return properties < 0 ? reader.offset : properties;
      }
      switch (event.style) {
        case SCALAR_STYLE.PLAIN:
          return event.valueStart;
        case SCALAR_STYLE.LITERAL_BLOCK:
          return reader.text.lastIndexOf("|", event.valueStart - 1);
        case SCALAR_STYLE.FOLDED_BLOCK:
          return reader.text.lastIndexOf(">", event.valueStart - 1);
        default:
          return event.valueStart - 1;
      }
    default:
      return reader.offset;
  }
}

function scalarOf(reader: Reader, event: ScalarEvent): YamlScalar {
  const text = getScalarValue(reader.text, event);
  if (event.tagStart >= 0 || event.style !== SCALAR_STYLE.PLAIN) return text;
  for (const tag of PLAIN_TAGS) {
    const value = tag.resolve(text, false, tag.tagName);
    if (value !== NOT_RESOLVED) return value as YamlScalar;
  }
  return text;
}

/** A key is its text, whatever its type would be: `1` and `"1"` are the same key. */
function readKey(reader: Reader): { key: string; place: Place } {
  const event = reader.events[reader.next]!;
  const offset = offsetOf(reader, event);
  const node = readNode(reader, 0);
  if (node.kind !== "scalar") {
    fail(reader, offset, `a ${node.kind} is used as a key`);
  }
  const key = event.type === EVENT_ID.SCALAR
    ? getScalarValue(reader.text, event)
    : String(node.value);
  return { key, place: node.place };
}

function readEntries(reader: Reader, depth: number): Map<string, YamlEntry> {
  const entries = new Map<string, YamlEntry>();
  while (reader.events[reader.next]!.type !== EVENT_ID.POP) {
    const { key, place } = readKey(reader);
    const node = readNode(reader, depth);
    const first = entries.get(key);
    if (first === undefined) entries.set(key, { place, node });
    else {
      reader.problems.push({
        message: `Cannot use key ${quote(key)}: line ` +
          `${first.place.line} already holds it`,
        hint: "Remove one of the two",
        place,
      });
    }
  }
  return entries;
}

function readItems(reader: Reader, depth: number): YamlNode[] {
  const items: YamlNode[] = [];
  while (reader.events[reader.next]!.type !== EVENT_ID.POP) {
    items.push(readNode(reader, depth));
  }
  return items;
}

function readAlias(reader: Reader, name: string, offset: number): YamlNode {
  if (++reader.aliases > LIMITS.yamlAliases) {
    const reason = `its aliases are over yamlAliases, the limit of`;
    fail(reader, offset, `${reason} ${LIMITS.yamlAliases}`);
  }
  const node = reader.anchors.get(name);
  if (node === undefined) {
    fail(reader, offset, `alias ${quote(name)} has no anchor before it`);
  }
  if (node === null) fail(reader, offset, `alias ${quote(name)} holds itself`);
  return { ...node, place: reader.placeAt(offset) };
}

function readNode(reader: Reader, depth: number): YamlNode {
  const event = reader.events[reader.next++]!;
  const offset = reader.offset = offsetOf(reader, event);
  const place = reader.placeAt(offset);
  if (event.type === EVENT_ID.DOCUMENT || event.type === EVENT_ID.POP) {
    throw new TypeError("The events of the YAML library are out of order");
  }
  const anchor = event.anchorStart < 0
    ? null
    : reader.text.slice(event.anchorStart, event.anchorEnd);
  if (event.type === EVENT_ID.ALIAS) return readAlias(reader, anchor!, offset);
  const tag = reader.text.slice(event.tagStart, event.tagEnd);
  if (event.tagStart >= 0 && !TEXT_TAGS.includes(tag)) {
    fail(reader, event.tagStart, `tag ${quote(tag)} is not supported`);
  }
  let node: YamlNode;
  if (event.type === EVENT_ID.SCALAR) {
    node = { kind: "scalar", value: scalarOf(reader, event), place };
  } else {
    if (tag === "!!str") {
      fail(reader, event.tagStart, "a collection is no text");
    }
    if (depth >= LIMITS.yamlNesting) fail(reader, offset, NESTING_REASON);
    if (anchor !== null) reader.anchors.set(anchor, null);
    node = event.type === EVENT_ID.SEQUENCE
      ? { kind: "list", items: readItems(reader, depth + 1), place }
      : { kind: "map", entries: readEntries(reader, depth + 1), place };
    reader.next++;
  }
  if (anchor !== null) reader.anchors.set(anchor, node);
  return node;
}

function readDocument(reader: Reader): YamlNode {
  if (reader.events.length === 0) fail(reader, 0, "the file is empty");
  reader.next = 1;
  const root = readNode(reader, 0);
  if (reader.next + 1 < reader.events.length) {
    const separator = /^---/mg;
    separator.lastIndex = reader.offset + 1;
    const offset = separator.exec(reader.text)?.index ?? reader.offset;
    fail(reader, offset, "a second document starts");
  }
  return root;
}

function syntaxProblem({ reason, mark }: YAMLException): YamlProblem {
  const nested = reason.startsWith("nesting exceeded");
  const hint = reason.startsWith("tab characters")
    ? "Indent with spaces"
    : undefined;
  return {
    message: `Cannot parse YAML: ${
      nested ? NESTING_REASON : printable(reason)
    }`,
    ...(hint === undefined ? {} : { hint }),
    place: { line: (mark?.line ?? 0) + 1, column: (mark?.column ?? 0) + 1 },
  };
}

/**
 * Reads one YAML 1.2 document (core schema). Never throws for any text.
 *
 * @param text The decoded file.
 */
export function readYamlTree(text: string): YamlTree {
  const problems: YamlProblem[] = [];
  try {
    // The library counts scalars too, and looks for a key in front of each; readNode() is exact.
    const events = parseEvents(text, { maxDepth: LIMITS.yamlNesting + 2 });
    const root = readDocument({
      text,
      events,
      placeAt: placesOf(text),
      anchors: new Map(),
      problems,
      next: 0,
      aliases: 0,
      offset: 0,
    });
    return { root, problems };
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    return { root: null, problems: [...problems, syntaxProblem(error)] };
  }
}

/** The tree as plain values: maps become objects without prototype, aliases share theirs. */
export function plainValue(node: YamlNode): unknown {
  if (node.kind === "scalar") return node.value;
  const known = new Map<unknown, unknown>();
  const convert = (part: YamlNode): unknown => {
    if (part.kind === "scalar") return part.value;
    const content = part.kind === "list" ? part.items : part.entries;
    const shared = known.get(content);
    if (shared !== undefined) return shared;
    if (part.kind === "list") {
      const list: unknown[] = [];
      known.set(content, list);
      for (const item of part.items) list.push(convert(item));
      return list;
    }
    const map: Record<string, unknown> = Object.create(null);
    known.set(content, map);
    for (const [key, entry] of part.entries) map[key] = convert(entry.node);
    return map;
  };
  return convert(node);
}
