/**
 * Changes of a JSON text that leave everything else as it is, letter by letter.
 *
 * A value that is parsed and written again comes out different: numbers lose digits, `1e400` becomes `null`. So what
 * belongs to others is never parsed.
 *
 * @module
 */

import type { JsonDocument } from "./json_document.ts";

/** Replaces a part of a text. */
export interface TextEdit {
  /** Where the part starts, in UTF-16 code units. */
  readonly start: number;
  /** Where it ends. */
  readonly end: number;
  /** What comes in its place. */
  readonly text: string;
}

/** Applies edits that do not overlap; those at one place in the order given. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const parts: string[] = [];
  let at = 0;
  for (const edit of edits.toSorted((a, b) => a.start - b.start)) {
    parts.push(text.slice(at, edit.start), edit.text);
    at = edit.end;
  }
  return parts.join("") + text.slice(at);
}

/**
 * Applies edits to the bytes of a text in which every character is one byte: a large one is not encoded anew.
 *
 * @param bytes UTF-8 of the text to which the edits belong, as long as that.
 */
export function applyToBytes(
  bytes: Uint8Array,
  edits: readonly TextEdit[],
): Uint8Array<ArrayBuffer> {
  const parts: Uint8Array[] = [];
  let at = 0;
  for (const edit of edits.toSorted((a, b) => a.start - b.start)) {
    parts.push(bytes.subarray(at, edit.start));
    parts.push(new TextEncoder().encode(edit.text));
    at = edit.end;
  }
  parts.push(bytes.subarray(at));
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const whole = new Uint8Array(length);
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}

/** How the inside of an array or an object is laid out. */
interface Layout {
  /** White space before each entry. */
  readonly before: string;
  /** White space before the closing bracket. */
  readonly close: string;
}

/** One step of indentation, like what is there. */
function indentUnit(indent: string): string {
  return indent.includes("\t") ? "\t" : "  ";
}

/** White space with which the line of an offset starts. */
function lineIndent(text: string, offset: number): string {
  const line = text.lastIndexOf("\n", offset - 1) + 1;
  return /^[ \t]*/.exec(text.slice(line, offset))![0];
}

/** The layout of an array or object as it is, or as its document suggests where it is empty. */
function layoutOf(document: JsonDocument, record: number): Layout {
  const { text } = document;
  const open = document.start(record);
  const [first] = document.children(record);
  if (first !== undefined) {
    const before = text.slice(open + 1, document.start(first));
    const last = document.children(record).at(-1)!;
    const close = text.slice(document.end(last), document.end(record) - 1);
    return { before, close };
  }
  if (!text.includes("\n")) return { before: "", close: "" };
  const outer = lineIndent(text, open);
  return {
    before: `\n${outer}${indentUnit(outer)}`,
    close: `\n${outer}`,
  };
}

/** JSON that fits behind some white space: over several lines where that starts one. */
export function layOut(value: unknown, before: string): string {
  if (!before.includes("\n")) return JSON.stringify(value);
  const indent = before.slice(before.lastIndexOf("\n") + 1);
  return JSON.stringify(value, null, indentUnit(indent))
    .replaceAll("\n", `\n${indent}`);
}

/** A value to be written, or a text that is JSON already. */
export type NewValue = { readonly value: unknown } | { readonly json: string };

function jsonOf(value: NewValue, before: string): string {
  return "json" in value ? value.json : layOut(value.value, before);
}

/**
 * Sets members of an object: those that are there stay where they are, the others come behind the last one.
 *
 * @param record An object of the document.
 */
export function setMembers(
  document: JsonDocument,
  record: number,
  members: Readonly<Record<string, NewValue>>,
): readonly TextEdit[] {
  const layout = layoutOf(document, record);
  const edits: TextEdit[] = [];
  const added: string[] = [];
  for (const [name, value] of Object.entries(members)) {
    const known = document.member(record, name);
    const json = jsonOf(value, layout.before);
    if (known >= 0) {
      edits.push({
        start: document.start(known),
        end: document.end(known),
        text: json,
      });
    } else added.push(`${layout.before}${JSON.stringify(name)}: ${json}`);
  }
  return added.length === 0
    ? edits
    : [...edits, appendEdit(document, record, layout, added.join(","))];
}

/** Removes a member of an object, where it is there. */
export function dropMember(
  document: JsonDocument,
  record: number,
  name: string,
): readonly TextEdit[] {
  const value = document.member(record, name);
  if (value < 0) return [];
  const children = document.children(record);
  const key = children[children.indexOf(value) - 1]!;
  return [dropEdit(document, children, key, value)];
}

/** Puts a text behind the last entry, with all that has to stand around it. */
function appendEdit(
  document: JsonDocument,
  record: number,
  layout: Layout,
  text: string,
): TextEdit {
  const last = document.children(record).at(-1);
  if (last !== undefined) {
    const at = document.end(last);
    return { start: at, end: at, text: `,${text}` };
  }
  return {
    start: document.start(record) + 1,
    end: document.end(record) - 1,
    text: `${text}${layout.close}`,
  };
}

/** Adds an element to the end of an array. */
export function appendElement(
  document: JsonDocument,
  array: number,
  value: NewValue,
): TextEdit {
  const layout = layoutOf(document, array);
  const json = jsonOf(value, layout.before);
  return appendEdit(document, array, layout, layout.before + json);
}

/** Removes an element of an array. */
export function dropElement(
  document: JsonDocument,
  array: number,
  element: number,
): TextEdit {
  return dropEdit(document, document.children(array), element, element);
}

/** Removes what stands from one child to another, and one comma. */
function dropEdit(
  document: JsonDocument,
  children: readonly number[],
  first: number,
  last: number,
): TextEdit {
  const before = children[children.indexOf(first) - 1];
  if (before !== undefined) {
    return {
      start: document.end(before),
      end: document.end(last),
      text: "",
    };
  }
  const behind = children[children.indexOf(last) + 1];
  return {
    start: document.start(first),
    end: behind === undefined ? document.end(last) : document.start(behind),
    text: "",
  };
}
