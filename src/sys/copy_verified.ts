/**
 * Copies that are hashed while they are written, and are there only when they are right.
 *
 * @module
 */

import { parseChecksum } from "../core/checksum.ts";
import { StoreError } from "../core/store_error.ts";
import { openHasher } from "./digest.ts";
import { ioError } from "./_io_error.ts";

/** What a copy has to be. */
export interface ExpectedCopy {
  /** `algorithm:hex`. */
  readonly checksum: string;
  /** Bytes. */
  readonly size: number;
  /** What is copied, for messages: a path or a URL. */
  readonly place: string;
}

function mismatch(place: string, state: string): StoreError {
  return new StoreError(
    "CHECKSUM_MISMATCH",
    `Cannot use "${place}": ${state}`,
    {
      hint: "Do not use it, and tell who publishes the store.",
      at: place,
    },
  );
}

/** A checksum that was checked when the link was read. */
function algorithmOf(
  checksum: string,
): "blake3" | "sha256" | "sha384" | "sha512" {
  const parsed = parseChecksum(checksum);
  if (parsed === undefined) throw new TypeError(`"${checksum}" is no checksum`);
  return parsed.algorithm;
}

/** Writes all of some bytes. */
function writeBytes(file: Deno.FsFile, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length;) {
    done += file.writeSync(bytes.subarray(done));
  }
}

async function writePieces(
  pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  file: Deno.FsFile,
  { checksum, size, place }: ExpectedCopy,
  signal: AbortSignal | undefined,
): Promise<void> {
  using hasher = await openHasher(algorithmOf(checksum));
  let length = 0;
  for await (const piece of pieces) {
    signal?.throwIfAborted();
    length += piece.length;
    if (length > size) {
      throw mismatch(place, `it has more than the ${size} bytes of its link`);
    }
    hasher.update(piece);
    writeBytes(file, piece);
  }
  if (length < size) {
    throw mismatch(place, `it has ${length} bytes, its link says ${size}`);
  }
  const actual = `${checksum.slice(0, checksum.indexOf(":"))}:${hasher.hex()}`;
  if (actual !== checksum) {
    throw mismatch(place, `it is ${actual}, its link says ${checksum}`);
  }
}

/**
 * Writes a file that must not exist yet; unless all of it is as expected, nothing is left there.
 *
 * @throws {StoreError} `CHECKSUM_MISMATCH`: size or checksum differ. `PERMISSION`, `IO`: it cannot be written.
 */
export async function copyVerified(
  pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  to: string,
  expected: ExpectedCopy,
  signal?: AbortSignal,
): Promise<void> {
  let isWhole = false;
  let file: Deno.FsFile;
  try {
    file = Deno.openSync(to, { write: true, createNew: true, mode: 0o644 });
  } catch (error) {
    throw ioError(error, "write", to);
  }
  try {
    using open = file;
    await writePieces(pieces, open, expected, signal);
    isWhole = true;
  } catch (error) {
    if (error instanceof StoreError || signal?.aborted) throw error;
    throw ioError(error, "write", to);
  } finally {
    if (!isWhole) Deno.removeSync(to);
  }
}
