/**
 * The bytes of a store definition as text.
 *
 * @module
 */

import { LIMITS } from "../core/limits.ts";
import { StoreError } from "../core/store_error.ts";

const LINE_FEED = 0x0a;
const UTF8_HINT = "Save the file as UTF-8";

function decodeUtf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** The first line that is not UTF-8, 1-based: a line feed is never part of a longer sequence. */
function firstBrokenLine(bytes: Uint8Array): number {
  let start = 0;
  for (let line = 1;; line++) {
    const end = bytes.indexOf(LINE_FEED, start);
    if (end < 0) return line;
    if (decodeUtf8(bytes.subarray(start, end)) === null) return line;
    start = end + 1;
  }
}

/**
 * Decodes a definition, without its byte order mark.
 *
 * @param bytes The whole file.
 * @param path Where it was read from.
 * @throws {StoreError} `LIMIT_EXCEEDED`: larger than `LIMITS.definitionBytes`;
 * `DEFINITION_INVALID`: not UTF-8, or it holds a NUL byte.
 */
export function decodeDefinition(bytes: Uint8Array, path: string): string {
  if (bytes.length > LIMITS.definitionBytes) {
    throw new StoreError(
      "LIMIT_EXCEEDED",
      `Cannot read definition "${path}": its ${bytes.length} bytes are over definitionBytes, ` +
        `the limit of ${LIMITS.definitionBytes}`,
      { at: path, hint: "Split the definition into smaller stores" },
    );
  }
  const mark = bytes.length >= 2 ? bytes[0]! << 8 | bytes[1]! : 0;
  if (mark === 0xfffe || mark === 0xfeff) {
    throw new StoreError(
      "DEFINITION_INVALID",
      `Cannot read definition "${path}": it is UTF-16`,
      { at: path, hint: UTF8_HINT },
    );
  }
  const text = decodeUtf8(bytes);
  if (text === null) {
    throw new StoreError(
      "DEFINITION_INVALID",
      `Cannot read definition "${path}": it is not UTF-8`,
      { at: `${path}:${firstBrokenLine(bytes)}`, hint: UTF8_HINT },
    );
  }
  const nul = text.indexOf("\0");
  if (nul >= 0) {
    const before = text.slice(0, nul).split(/\r\n|\r|\n/);
    throw new StoreError(
      "DEFINITION_INVALID",
      `Cannot read definition "${path}": it holds a NUL byte`,
      {
        at: `${path}:${before.length}:${before.at(-1)!.length + 1}`,
        hint: UTF8_HINT,
      },
    );
  }
  return text;
}
