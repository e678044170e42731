/**
 * Which bytes are a definition, and which are refused.
 *
 * @module
 */

import { deepStrictEqual, strictEqual, throws } from "node:assert/strict";
import fc from "fast-check";
import { LIMITS } from "../core/limits.ts";
import { StoreError } from "../core/store_error.ts";
import { decodeDefinition } from "./decode_definition.ts";

const utf8 = (text: string) => new TextEncoder().encode(text);
const utf16 = (text: string) =>
  new Uint8Array(new Uint16Array([...text].map((c) => c.charCodeAt(0))).buffer);

Deno.test.each([
  { name: "plain text", bytes: utf8("id: ä\n"), want: "id: ä\n" },
  { name: "an empty file", bytes: utf8(""), want: "" },
  { name: "a byte order mark", bytes: utf8("\ufeffid: a"), want: "id: a" },
  { name: "CRLF", bytes: utf8("a: 1\r\nb: 2\r\n"), want: "a: 1\r\nb: 2\r\n" },
  {
    name: "a file of exactly the limit",
    bytes: new Uint8Array(LIMITS.definitionBytes).fill(0x23),
    want: "#".repeat(LIMITS.definitionBytes),
  },
])(
  "decodeDefinition() reads $name",
  ({ bytes, want }) => strictEqual(decodeDefinition(bytes, "s.yaml"), want),
);

Deno.test.each([
  {
    name: "Latin-1",
    bytes: Uint8Array.of(0x61, 0x0a, 0x62, 0xe4, 0x0a, 0x63),
    code: "DEFINITION_INVALID",
    at: "s.yaml:2",
  },
  {
    name: "a cut-off sequence",
    bytes: Uint8Array.of(0x61, 0x0a, 0xc3),
    code: "DEFINITION_INVALID",
    at: "s.yaml:2",
  },
  {
    name: "UTF-16",
    bytes: utf16("\ufeffid: a"),
    code: "DEFINITION_INVALID",
    at: "s.yaml",
  },
  {
    name: "a NUL byte",
    bytes: utf8("a: 1\r\nb: \0"),
    code: "DEFINITION_INVALID",
    at: "s.yaml:2:4",
  },
  {
    name: "a file over the limit",
    bytes: new Uint8Array(LIMITS.definitionBytes + 1).fill(0x23),
    code: "LIMIT_EXCEEDED",
    at: "s.yaml",
  },
])("decodeDefinition() rejects $name", ({ bytes, code, at }) => {
  throws(
    () => decodeDefinition(bytes, "s.yaml"),
    (error) => {
      deepStrictEqual(
        error instanceof StoreError && [error.code, error.details.at],
        [code, at],
      );
      return true;
    },
  );
});

Deno.test("decodeDefinition() names the limit", () =>
  throws(
    () =>
      decodeDefinition(new Uint8Array(LIMITS.definitionBytes + 1), "s.yaml"),
    { message: /definitionBytes/ },
  ));

Deno.test("decodeDefinition() throws only StoreError", () =>
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
      try {
        decodeDefinition(bytes, "s.yaml");
      } catch (error) {
        if (!(error instanceof StoreError)) throw error;
      }
    }),
  ));
