/**
 * Opening and reading regular files, never anything that could wait or never end.
 *
 * @module
 */

import { StoreError } from "../core/store_error.ts";
import { ioError, isMissing } from "./_io_error.ts";

/** Bytes asked for at once: large enough that the number of calls does not matter. */
export const CHUNK_BYTES = 256 * 1024;

/** An open file and its size at that moment. */
export interface OpenFile extends Disposable {
  /** The open file. */
  readonly file: Deno.FsFile;
  /** Bytes by its own account; files of `/proc` say 0. */
  readonly size: number;
}

/**
 * Opens a regular file for reading, after following symbolic links.
 *
 * The kind is checked before the file is opened, because opening a pipe waits for a writer.
 *
 * @returns The open file, or null when nothing is there, which is also said of a dangling link.
 * @throws {StoreError} `PERMISSION`, or `IO`: it is not a regular file, or cannot be opened.
 */
export function openRegular(path: string): OpenFile | null {
  try {
    const info = Deno.statSync(path);
    if (!info.isFile) {
      throw new StoreError(
        "IO",
        `Cannot read "${path}": ${
          info.isDirectory ? "it is a directory" : "it is not a regular file"
        }`,
        { at: path },
      );
    }
    const file = Deno.openSync(path);
    return { file, size: info.size, [Symbol.dispose]: () => file.close() };
  } catch (error) {
    if (error instanceof StoreError) throw error;
    if (isMissing(error)) return null;
    throw ioError(error, "read", path);
  }
}

/** Reads into `buffer` once; 0 at the end of the file. */
export function readInto(
  file: Deno.FsFile,
  buffer: Uint8Array,
  path: string,
): number {
  try {
    return file.readSync(buffer) ?? 0;
  } catch (error) {
    throw ioError(error, "read", path);
  }
}

/** How a file is cut into pieces. */
export interface ChunkOptions {
  /** Bytes that were read already and come first. */
  readonly start?: Uint8Array<ArrayBuffer>;
  /** Whether each piece may be written over by the next one; else each has memory of its own, and can be kept. */
  readonly isLent?: boolean;
}

/** A file in pieces. Closes the file when it ends or is left. */
export function* chunksOf(
  open: OpenFile,
  path: string,
  { start = new Uint8Array(), isLent = false }: ChunkOptions = {},
): Generator<Uint8Array<ArrayBuffer>, void> {
  using opened = open;
  if (start.length > 0) yield start;
  let chunk = new Uint8Array(CHUNK_BYTES);
  for (;; chunk = isLent ? chunk : new Uint8Array(CHUNK_BYTES)) {
    const count = readInto(opened.file, chunk, path);
    if (count === 0) return;
    yield chunk.subarray(0, count);
  }
}
