/**
 * `storectl cache clear`: the work.
 *
 * @module
 */

import { StoreError } from "../../core/store_error.ts";
import {
  listRemoteCache,
  removeRemoteCache,
} from "../../stores/remote_cache.ts";
import { listCacheFiles, removeCacheFile } from "../../sys/cache_file.ts";
import type { CacheCleared } from "../contract.ts";
import type { Outcome, View } from "../outcome.ts";
import { printing } from "../printing.ts";
import { cacheFolder } from "../cache_folder.ts";

const VIEW: View<CacheCleared> = {
  document: (reply) => reply,
  rows: ({ removed }) => removed,
  table: ({ removed }) => [
    removed.length === 0
      ? "Nothing to remove."
      : `Removed ${removed.length} ${
        removed.length === 1 ? "part" : "parts"
      }, ${removed.reduce((sum, { size }) => sum + size, 0)} bytes.`,
  ],
  warnings: ({ warnings }) => warnings,
};

/** Removes all that can be removed; what cannot is a failure. */
// deno-lint-ignore require-await -- what it throws is printed like that of any other command
async function work(): Promise<Outcome<CacheCleared>> {
  const directory = cacheFolder();
  let failure: StoreError | undefined;
  const isRemoved = (path: string, remove: (path: string) => boolean) => {
    try {
      return remove(path);
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      failure ??= error;
      return false;
    }
  };
  const files = directory === undefined ? [] : [
    ...listCacheFiles(directory).filter(({ path }) =>
      isRemoved(path, removeCacheFile)
    ),
    ...listRemoteCache(directory).filter(({ path }) =>
      isRemoved(path, removeRemoteCache)
    ),
  ];
  const removed = files.map(({ path, size }) => ({ path, size }));
  return {
    reply: { directory: directory ?? null, removed, warnings: [] },
    failure,
  };
}

/** Runs the command. */
export const run = printing(work, VIEW);
