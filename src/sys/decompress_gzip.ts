/**
 * Gzip files that the built-in decompressor refuses: several members, or zeros behind the last.
 *
 * @module
 */

import { createGunzip } from "node:zlib";
import { damaged, ENDS_EARLY, stateOf } from "./_damaged.ts";
import { CHUNK_BYTES } from "./_open_regular.ts";

/**
 * Unpacks a gzip file. What follows the last member is left out, as gzip itself does.
 *
 * @throws {StoreError} `DATA_CORRUPT`.
 */
export async function* decompressGzip(
  data: Uint8Array,
  path: string,
): AsyncGenerator<Uint8Array, void> {
  const gunzip = createGunzip({ chunkSize: CHUNK_BYTES });
  gunzip.end(data);
  try {
    for await (const chunk of gunzip) yield chunk;
  } catch (error) {
    const isCut = error instanceof Error && "code" in error &&
      error.code === "Z_BUF_ERROR";
    throw damaged(path, isCut ? ENDS_EARLY : stateOf(error), error);
  }
}
