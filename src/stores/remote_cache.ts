/**
 * What the cache directory holds of stores on other machines: shown and removed by `storectl cache`.
 *
 * @module
 */

import { listDirectory } from "../sys/list_directory.ts";
import { bytesBelow, removeTree } from "../sys/own_folder.ts";
import { isOwnFolder } from "../sys/content_cache.ts";
import { readStateFile } from "./_remote_state.ts";

/** A part of the cache. */
export interface RemoteCacheEntry {
  /** Its path. */
  readonly path: string;
  /**
   * All files that were fetched, a git repository, what is known of a store, or what a writer that was killed left
   * behind.
   */
  readonly kind: "content" | "repository" | "store" | "leftover";
  /** Bytes of it, or of all that is in it. */
  readonly size: number;
  /** Where the store is, without secrets; undefined where it is not known. */
  readonly location: string | undefined;
  /** Whether it is one's own and can be used. */
  readonly isUsable: boolean;
}

const KEY_REGEXP = /^[0-9a-f]{32}$/;
const STATE_REGEXP = /^[0-9a-f]{32}\.json(?<temporary>\.[0-9a-f-]{36}\.tmp)?$/;

/** A location as people may see it; those of git need not be URLs, and may end in a branch. */
function shown(location: string): string {
  const url = URL.parse(location);
  if (url === null || url.username + url.password === "") return location;
  url.username = "";
  url.password = "";
  return url.href;
}

/**
 * Lists the parts of a cache directory that are of other machines, by path.
 *
 * @throws {StoreError} `PERMISSION`, or `IO`: a directory cannot be listed.
 */
export function listRemoteCache(cache: string): readonly RemoteCacheEntry[] {
  const entries: RemoteCacheEntry[] = [];
  const content = `${cache}/content`;
  const size = bytesBelow(content);
  if (size !== null) {
    entries.push({
      path: content,
      kind: "content",
      size,
      location: undefined,
      isUsable: isOwnFolder(content),
    });
  }
  for (const name of listDirectory(`${cache}/git`) ?? []) {
    const path = `${cache}/git/${name}`;
    const size = KEY_REGEXP.test(name) ? bytesBelow(path) : null;
    if (size === null) continue;
    const location = readStateFile(`${cache}/remote/${name}.json`)?.location;
    entries.push({
      path,
      kind: "repository",
      size,
      location: location && shown(location),
      isUsable: isOwnFolder(path),
    });
  }
  for (const name of listDirectory(`${cache}/remote`) ?? []) {
    const own = STATE_REGEXP.exec(name);
    const path = `${cache}/remote/${name}`;
    const size = own ? bytesBelow(path) : null;
    if (size === null) continue;
    const isLeftover = own!.groups!.temporary !== undefined;
    const state = isLeftover ? undefined : readStateFile(path);
    entries.push({
      path,
      kind: isLeftover ? "leftover" : "store",
      size,
      location: state && shown(state.location),
      isUsable: state !== undefined,
    });
  }
  return entries;
}

/**
 * Removes a part of the cache.
 *
 * @returns Whether it was there.
 * @throws {StoreError} `PERMISSION`, or `IO`: it cannot be removed.
 */
export function removeRemoteCache(path: string): boolean {
  const isThere = bytesBelow(path) !== null;
  removeTree(path);
  return isThere;
}
