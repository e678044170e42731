/**
 * Reads what is installed.
 *
 * @module
 */

import { StoreError } from "../core/store_error.ts";
import { readText } from "../sys/read_file.ts";
import { lookAt } from "../sys/store_files.ts";
import { CURRENT, generationPath, REGISTRY } from "./installed_paths.ts";
import { parseRegistry } from "./registry.ts";
import type { Registry } from "./registry.ts";

/** What is installed, in one state. */
export interface Installation {
  /** The directory. */
  readonly data: string;
  /** Number of the state; 0 where nothing was ever installed. */
  readonly generation: number;
  /** The register. */
  readonly registry: Registry;
}

/** Bytes of a register at most. */
const MOST_BYTES = 256 * 1024 * 1024;
/** A writer can replace the state between two looks at it, but hardly that often. */
const TRIES = 20;

/**
 * Reads what is installed; never waits for a writer.
 *
 * @param data The directory; it need not exist.
 * @throws {StoreError} `REGISTRY_INVALID`, `PERMISSION`, or `IO`.
 */
export function readInstallation(data: string): Installation {
  for (let tries = 1;; tries++) {
    const link = lookAt(`${data}/${CURRENT}`);
    if (link === undefined) return { data, generation: 0, registry: new Map() };
    const [, number] = /^generations\/(\d{1,15})$/.exec(link.target ?? "") ??
      [];
    const path = `${data}/${CURRENT}`;
    if (number === undefined) throw invalid(path, `it is not storectl's link`);
    const generation = Number(number);
    const file = `${generationPath(data, generation)}/${REGISTRY}`;
    const text = readText(file, { maxBytes: MOST_BYTES });
    if (text !== null) {
      return { data, generation, registry: parseRegistry(text, file) };
    }
    if (tries === TRIES) throw invalid(file, "the file does not exist");
  }
}

function invalid(at: string, state: string): StoreError {
  return new StoreError(
    "REGISTRY_INVALID",
    `Cannot read what is installed: ${state}`,
    { hint: "Remove the directory and install again.", at },
  );
}
