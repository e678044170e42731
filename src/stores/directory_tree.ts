/**
 * An extension store in a directory.
 *
 * @module
 */

import { LIMITS } from "../core/limits.ts";
import { StoreError } from "../core/store_error.ts";
import { copyVerified } from "../sys/copy_verified.ts";
import { readBytes } from "../sys/read_file.ts";
import { pathInside, readPieces } from "../sys/read_inside.ts";
import { statFile } from "../sys/stat_file.ts";
import type { StoreTree, TreeIndex } from "./store_tree.ts";

/** `store.json`, or why there is none. */
function readIndexFile(folder: string): Uint8Array<ArrayBuffer> {
  const path = pathInside(folder, "store.json");
  const bytes = path === null
    ? null
    : readBytes(path, { maxBytes: LIMITS.storeBytes });
  if (bytes !== null) return bytes;
  const isThere = statFile(folder)?.isDirectory === true;
  throw new StoreError(
    "STORE_UNUSABLE",
    `Cannot read store "${folder}": ${
      isThere ? "it has no store.json" : "there is no such directory"
    }`,
    {
      hint: isThere
        ? "Publish something into it with storectl publish --init."
        : "Check the path, or whether the disk is there.",
      at: folder,
    },
  );
}

/**
 * The tree in a directory; links in it are followed as long as they stay inside.
 *
 * @param folder Its path.
 * @param place What it is called in messages.
 */
export function directoryTree(folder: string, place = folder): StoreTree {
  return {
    place,
    parallel: 1,
    // deno-lint-ignore require-await -- what it throws is a refused promise, as of any other tree
    async readIndex(): Promise<TreeIndex> {
      const bytes = readIndexFile(folder);
      const { mtime = 0 } = statFile(`${folder}/store.json`) ?? {};
      return {
        bytes,
        age: 0,
        reachable: true,
        changed: new Date(mtime).toISOString(),
        warnings: [],
      };
    },
    // deno-lint-ignore require-await -- as above
    async readFile(path, maxBytes) {
      const real = pathInside(folder, path);
      return real === null ? null : readBytes(real, { maxBytes });
    },
    async bringFile(path, link, to, { signal }) {
      const real = pathInside(folder, path);
      const pieces = real === null ? null : readPieces(real);
      if (pieces === null) return false;
      await copyVerified(
        pieces,
        to,
        { ...link, place: `${place}/${path}` },
        signal,
      );
      return true;
    },
  };
}
