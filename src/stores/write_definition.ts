/**
 * Puts a store definition where storectl finds it.
 *
 * @module
 */

import { StoreError } from "../core/store_error.ts";
import type { Warning } from "../core/warning.ts";
import { decodeDefinition } from "../curation/decode_definition.ts";
import { parseDefinition } from "../curation/parse_definition.ts";
import type { StoreDefinition } from "../curation/store_definition.ts";
import { createFile } from "../sys/create_file.ts";
import { readBytes } from "../sys/read_file.ts";
import { replaceFile } from "../sys/replace_file.ts";
import { below } from "./_apt_paths.ts";
import type { ConfigPlace } from "./config_places.ts";
import { definitionFiles, DEFINITIONS_FOLDER } from "./definition_files.ts";

/** The directory of the definitions of a user, or of the system. */
export function definitionFolder(
  root: string,
  { scope, path }: ConfigPlace,
): string {
  return scope === "system"
    ? below(root, DEFINITIONS_FOLDER)
    : `${path.slice(0, path.lastIndexOf("/"))}/stores`;
}

/** A definition that is to be written. */
export interface DefinitionToWrite {
  /** The whole file. */
  readonly bytes: Uint8Array;
  /** Where it comes from, for messages. */
  readonly origin: string;
  /** The directory that it goes to. */
  readonly folder: string;
  /** The definitions that count besides those of that directory. */
  readonly others: readonly StoreDefinition[];
  /** Whether a store of the same id, in that directory, is replaced. */
  readonly overwrite: boolean;
}

/** A definition that is in its place. */
export interface WrittenDefinition {
  /** What it says. */
  readonly definition: StoreDefinition;
  /** Its file. */
  readonly path: string;
  /** What became of the file. */
  readonly change: "created" | "replaced" | "none";
  /** What is odd about it. */
  readonly warnings: readonly Warning[];
}

/** Refuses a definition that is not valid, with its first error. */
function checkDefinition(
  bytes: Uint8Array,
  origin: string,
): { definition: StoreDefinition; warnings: readonly Warning[] } {
  const { definition, warnings } = parseDefinition(
    decodeDefinition(bytes, origin),
    origin,
  );
  if (definition !== null) return { definition, warnings };
  const errors = warnings.filter(({ code }) => code === "DEFINITION_INVALID");
  const { message, hint, line, column } = errors[0]!;
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : "";
  throw new StoreError("DEFINITION_INVALID", `${message}${more}`, {
    ...hint === undefined ? {} : { hint },
    at: [origin, line, column].filter((part) => part !== undefined).join(":"),
  });
}

/** The file of a directory that defines an id; what does not parse defines nothing. */
function fileOf(folder: string, id: string): string | undefined {
  return definitionFiles(folder)?.find((path) => {
    try {
      const bytes = readBytes(path) ?? new Uint8Array();
      const text = decodeDefinition(bytes, path);
      return parseDefinition(text, path).definition?.id === id;
    } catch (error) {
      if (error instanceof StoreError) return false;
      throw error;
    }
  });
}

function exists(id: string, path: string, hint: string): StoreError {
  return new StoreError(
    "ALREADY_EXISTS",
    `Cannot write store "${id}": "${path}" defines it already`,
    { hint, at: path },
  );
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}

/**
 * Writes a definition, whole or not at all, after it was checked.
 *
 * @throws {StoreError} `DEFINITION_INVALID`, `LIMIT_EXCEEDED`: it is none. `ALREADY_EXISTS`: a store has its id, or a
 * file its name. `PERMISSION`, `IO`: it cannot be written.
 */
export function writeDefinition(
  { bytes, origin, folder, others, overwrite }: DefinitionToWrite,
): WrittenDefinition {
  const { definition, warnings } = checkDefinition(bytes, origin);
  const { id } = definition;
  const own = fileOf(folder, id);
  const other = others.find((store) =>
    store.id === id && !store.source.startsWith(`${folder}/`)
  );
  if (own === undefined && other !== undefined) {
    throw exists(id, other.source, "Choose another id, or remove that file.");
  }
  const path = own ?? `${folder}/${id}.yaml`;
  const done = (change: WrittenDefinition["change"]) => ({
    definition: { ...definition, source: path },
    path,
    change,
    warnings,
  });
  if (own !== undefined && isSame(readBytes(own) ?? new Uint8Array(), bytes)) {
    return done("none");
  }
  if (!overwrite || own === undefined) {
    if (own === undefined && createFile(path, bytes)) return done("created");
    if (!overwrite) {
      throw exists(id, path, "Add --overwrite, or choose another id.");
    }
  }
  replaceFile(path, bytes);
  return done("replaced");
}
