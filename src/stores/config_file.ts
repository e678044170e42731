/**
 * The files that hold the lists of stores: read, and changed one at a time.
 *
 * @module
 */

import { StoreError } from "../core/store_error.ts";
import { LIMITS } from "../core/limits.ts";
import { readBytes } from "../sys/read_file.ts";
import { statFile } from "../sys/stat_file.ts";
import {
  clearLeftovers,
  replaceFile,
  withFolderLock,
} from "../sys/replace_file.ts";
import { emptyConfig, parseStoreConfig } from "./store_config.ts";
import type { StoreConfig } from "./store_config.ts";
import type { ConfigPlace } from "./config_places.ts";

/** Refuses a list that anybody could have written a trusted store into. */
function checkWriters(path: string): void {
  const { mode } = statFile(path) ?? { mode: null };
  if (mode === null || (mode & 0o002) === 0) return;
  throw new StoreError(
    "CONFIG_INVALID",
    `Cannot use list of stores "${path}": everybody may write it`,
    { hint: `Check what is in it, then run chmod o-w ${path}.`, at: path },
  );
}

/**
 * Reads a list of stores; one that is not there is empty.
 *
 * @throws {StoreError} `CONFIG_INVALID`: it is not a list of stores, or everybody may write it. `LIMIT_EXCEEDED`,
 * `PERMISSION`, `IO`.
 */
export function readConfig({ path, scope }: ConfigPlace): StoreConfig {
  checkWriters(path);
  const bytes = readBytes(path, { maxBytes: LIMITS.configBytes });
  return bytes === null
    ? emptyConfig(path, scope)
    : parseStoreConfig(bytes, path, scope);
}

/**
 * Changes a list of stores, while nobody else does.
 *
 * @param change Makes the new text of what the file holds now; undefined to leave it.
 * @throws {StoreError} As {@link readConfig}, and where the file cannot be written; then it stays as it was.
 */
export function changeConfig(
  place: ConfigPlace,
  change: (config: StoreConfig) => string | undefined,
): void {
  const folder = place.path.slice(0, place.path.lastIndexOf("/")) || "/";
  withFolderLock(folder, () => {
    clearLeftovers(place.path);
    const text = change(readConfig(place));
    if (text === undefined) return;
    // the URL of a user's store may hold his password
    const isPrivate = place.scope === "user" && statFile(place.path) === null;
    replaceFile(
      place.path,
      new TextEncoder().encode(text),
      isPrivate ? { mode: 0o600 } : {},
    );
  });
}
