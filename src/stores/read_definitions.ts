/**
 * Finds and reads the store definitions of a machine.
 *
 * @module
 */

import { attempt } from "../core/attempt.ts";
import { LIMITS } from "../core/limits.ts";
import { StoreError } from "../core/store_error.ts";
import { warningOf } from "../core/warning.ts";
import type { Warning } from "../core/warning.ts";
import { decodeDefinition } from "../curation/decode_definition.ts";
import { parseDefinition } from "../curation/parse_definition.ts";
import type { StoreDefinition } from "../curation/store_definition.ts";
import { readBytes } from "../sys/read_file.ts";
import { definitionFiles, definitionFolders } from "./definition_files.ts";
import type { DefinitionFolders } from "./definition_files.ts";

/** What was found. */
export interface Definitions {
  /** In path order: directory by directory, files by the bytes of their names. */
  readonly stores: readonly StoreDefinition[];
  /** What is wrong with some of them. */
  readonly warnings: readonly Warning[];
}

function readDefinition(path: string): string {
  const bytes = readBytes(path, { maxBytes: LIMITS.definitionBytes });
  if (bytes === null) {
    throw new StoreError(
      "IO",
      `Cannot read definition "${path}": the file is gone, or a link that leads nowhere`,
      {
        at: path,
      },
    );
  }
  return decodeDefinition(bytes, path);
}

/** Collects definitions; the first of an id wins. */
class Collector {
  readonly stores = new Map<string, StoreDefinition>();
  readonly warnings: Warning[] = [];

  /** Reads the definitions of one directory, which may be missing unless it was asked for by name. */
  addFolder(folder: string, isNamed: boolean): void {
    const refuse = (error: StoreError) => {
      const { code, message, details } = error;
      const { hint = "Remove it, or put a store definition there." } = details;
      this.warnings.push(warningOf(
        new StoreError(code, message, { ...details, hint }),
        code === "DEFINITION_INVALID" ? code : "DEFINITION_UNREADABLE",
      ));
    };
    attempt(refuse, () => {
      const files = definitionFiles(folder);
      if (files === undefined && isNamed) {
        throw new StoreError(
          "IO",
          `Cannot read directory "${folder}": it does not exist`,
          { at: folder, hint: "Create it, or leave it out." },
        );
      }
      for (const path of files ?? []) {
        attempt(refuse, () => this.addText(readDefinition(path), path));
      }
    });
  }

  /** Parses one definition. */
  addText(text: string, path: string): void {
    const { definition, warnings } = parseDefinition(text, path);
    this.warnings.push(...warnings);
    if (definition === null) return;
    const first = this.stores.get(definition.id);
    if (first === undefined) this.stores.set(definition.id, definition);
    else {
      this.warnings.push({
        code: "DEFINITION_DUPLICATE",
        message:
          `Cannot use id "${definition.id}": ${first.source} has it already`,
        hint: "Give one of the two stores another id.",
        path,
      });
    }
  }

  /** What was collected. */
  get result(): Definitions {
    return { stores: [...this.stores.values()], warnings: this.warnings };
  }
}

/** Reads the definitions of a machine; what cannot be used is a warning, and the others count. */
export function readDefinitions(folders: DefinitionFolders): Definitions {
  const collector = new Collector();
  for (const { path, isNamed } of definitionFolders(folders)) {
    collector.addFolder(path, isNamed);
  }
  return collector.result;
}
