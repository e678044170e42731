/**
 * The stores that the lists of a machine name.
 *
 * @module
 */

import { attempt } from "../core/attempt.ts";
import type { StoreError } from "../core/store_error.ts";
import { warningOf } from "../core/warning.ts";
import type { Warning } from "../core/warning.ts";
import { readConfig } from "./config_file.ts";
import type { ConfigPlace } from "./config_places.ts";
import type { StoreEntry } from "./store_entry.ts";

/** What was read. */
export interface Entries {
  /** List by list; a name that an earlier list has does not count again. */
  readonly entries: readonly StoreEntry[];
  /** What is wrong with the lists. */
  readonly warnings: readonly Warning[];
}

/** Reads the lists; what cannot be used is a warning, and the rest counts. */
export function readEntries(places: readonly ConfigPlace[]): Entries {
  const entries = new Map<string, StoreEntry>();
  const warnings: Warning[] = [];
  const refuse = (error: StoreError) => {
    warnings.push(warningOf(error, "CONFIG_INVALID"));
  };
  for (const place of places) {
    attempt(refuse, () => {
      const config = readConfig(place);
      config.problems.forEach(refuse);
      for (const entry of config.entries) {
        if (!entries.has(entry.name)) entries.set(entry.name, entry);
      }
    });
  }
  return { entries: [...entries.values()], warnings };
}
