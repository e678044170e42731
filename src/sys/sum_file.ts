/**
 * Both digests of a file that is published, and copies of it that are exactly what was digested.
 *
 * @module
 */

import { StoreError } from "../core/store_error.ts";
import { openRegular, readInto } from "./_open_regular.ts";
import { openHasher } from "./digest.ts";
import type { Disk } from "./disk.ts";

/** What a file is, by its bytes. */
export interface FileSums {
  /** Bytes that were read. */
  readonly size: number;
  /** Lower-case hex. */
  readonly blake3: string;
  /** Lower-case hex. */
  readonly sha256: string;
  /** The first bytes. */
  readonly start: Uint8Array<ArrayBuffer>;
}

function missing(path: string): StoreError {
  return new StoreError("NOT_FOUND", `Cannot read "${path}": it is gone`, {
    at: path,
  });
}

/**
 * Reads a file once, for all that has to be known of it.
 *
 * @param startBytes How many of the first bytes are wanted.
 * @throws {StoreError} `NOT_FOUND`, `PERMISSION`, or `IO`.
 */
export async function sumFile(
  path: string,
  startBytes: number,
): Promise<FileSums> {
  using blake3 = await openHasher("blake3");
  using sha256 = await openHasher("sha256");
  using open = openRegular(path);
  if (open === null) throw missing(path);
  let size = 0;
  let start = new Uint8Array();
  for (;;) {
    const { buffer } = blake3;
    const count = readInto(open.file, buffer, path);
    if (count === 0) break;
    const piece = buffer.subarray(0, count);
    if (start.length < startBytes) {
      start = new Uint8Array([
        ...start,
        ...piece.subarray(0, startBytes - start.length),
      ]);
    }
    sha256.update(piece);
    blake3.update(piece);
    size += count;
  }
  return { size, blake3: blake3.hex(), sha256: sha256.hex(), start };
}

/** What a copy has to be. */
export interface ExpectedSum {
  /** Bytes. */
  readonly size: number;
  /** `blake3:` and hex. */
  readonly checksum: string;
}

/**
 * Copies a file, sees to it that the copy survives a crash, and that it is what was digested before.
 *
 * @throws {StoreError} `EXTENSION_INVALID`: the file has changed since. `NOT_FOUND`, `PERMISSION`, or `IO`.
 */
export async function copySummed(
  disk: Disk,
  from: string,
  to: string,
  expected: ExpectedSum,
): Promise<void> {
  using hasher = await openHasher("blake3");
  using open = openRegular(from);
  if (open === null) throw missing(from);
  const copy = disk.create(to);
  let size = 0;
  try {
    for (;;) {
      const { buffer } = hasher;
      const count = readInto(open.file, buffer, from);
      if (count === 0) break;
      const piece = buffer.subarray(0, count);
      for (let done = 0; done < count;) {
        done += copy.write(piece.subarray(done));
      }
      hasher.update(piece);
      size += count;
    }
    copy.sync();
  } finally {
    copy.close();
  }
  if (
    size === expected.size && `blake3:${hasher.hex()}` === expected.checksum
  ) {
    return;
  }
  throw new StoreError(
    "EXTENSION_INVALID",
    `Cannot publish "${from}": it was changed meanwhile`,
    { hint: "Publish again when nobody writes to it.", at: from },
  );
}
