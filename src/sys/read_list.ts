/**
 * APT's index files, unpacked while they are read.
 *
 * @module
 */

import { StoreError } from "../core/store_error.ts";
import { damaged, stateOf } from "./_damaged.ts";
import {
  chunksOf,
  type OpenFile,
  openRegular,
  readInto,
} from "./_open_regular.ts";
import {
  APT_HELPER,
  HelperUnusable,
  readThroughHelper,
} from "./_read_helper.ts";
import { readBytes } from "./read_file.ts";

/** How a list is unpacked. */
export interface ReadListOptions {
  /** Program to use in place of APT's helper; null to use none. */
  readonly helper?: string | null;
  /** Whether each chunk may be written over by the next one; then none may be kept. */
  readonly isLent?: boolean;
}

/** Unpacks a whole file; `path` is only what errors name. */
type Decompress = (
  data: Uint8Array<ArrayBuffer>,
  path: string,
) => AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

/** What unpacks a format inside this process, loaded only when it is needed. */
const DECOMPRESSORS: Readonly<Record<string, () => Promise<Decompress>>> = {
  xz: async () => (await import("./decompress_xz.ts")).decompressXz,
  bz2: async () => (await import("./decompress_bzip2.ts")).decompressBzip2,
  lzma: async () => (await import("./decompress_lzma.ts")).decompressLzma,
  zst: async () => (await import("./decompress_zstd.ts")).decompressZstd,
};

/** What follows the last full stop of the file name; empty when there is none. */
function extensionOf(path: string): string {
  return /\.([^./]+)$/.exec(path)?.[1] ?? "";
}

/** The list has to exist: whoever asks found its name a moment ago. */
function openExisting(path: string): OpenFile {
  const open = openRegular(path);
  if (open !== null) return open;
  throw new StoreError("IO", `Cannot read "${path}": it does not exist`, {
    hint: "Run apt update to fetch the list again.",
    at: path,
  });
}

/** The whole of an existing file. */
function wholeOf(path: string): Uint8Array<ArrayBuffer> {
  return readBytes(path) ?? new Uint8Array();
}

/** The chunks as a stream that reads only what is asked for. */
function streamOf(
  chunks: Generator<Uint8Array<ArrayBuffer>, void>,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  return new ReadableStream({
    pull(controller) {
      const { value, done } = chunks.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel() {
      chunks.return();
    },
  }, { highWaterMark: 0 });
}

/**
 * A file called `.gz`: plain text where it does not start as gzip does, as APT reads it.
 *
 * The built-in decompressor refuses files of several members; those go to another one, which is slower to load.
 */
async function* readGzip(path: string): AsyncGenerator<Uint8Array, void> {
  const open = openExisting(path);
  const head = new Uint8Array(2);
  let length: number;
  try {
    length = readInto(open.file, head, path);
  } catch (error) {
    open[Symbol.dispose]();
    throw error;
  }
  const isPacked = head[0] === 0x1f && (head[1] === 0x8b || length === 1);
  const chunks = chunksOf(open, path, { start: head.subarray(0, length) });
  if (!isPacked) return yield* chunks;

  let given = 0;
  try {
    const unpacked = streamOf(chunks).pipeThrough(
      new DecompressionStream("gzip"),
    );
    for await (const chunk of unpacked) {
      given += chunk.length;
      yield chunk;
    }
    return;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
  } finally {
    chunks.return();
  }
  const { decompressGzip } = await import("./decompress_gzip.ts");
  for await (const chunk of decompressGzip(wholeOf(path), path)) {
    if (given < chunk.length) yield chunk.subarray(given);
    given = Math.max(0, given - chunk.length);
  }
}

/** A file of `lz4`, which is unpacked here in less time than it takes to start a program. */
async function* readLz4(
  path: string,
  isLent: boolean,
): AsyncGenerator<Uint8Array, void> {
  const { decompressLz4 } = await import("./decompress_lz4.ts");
  const chunks = chunksOf(openExisting(path), path, { isLent: true });
  yield* decompressLz4(chunks, path, isLent);
}

/** A file in one of the other formats, unpacked inside this process. */
async function* readHere(
  path: string,
  load: () => Promise<Decompress>,
): AsyncGenerator<Uint8Array, void> {
  const decompress = await load();
  try {
    for await (const chunk of decompress(wholeOf(path), path)) {
      if (chunk.length > 0) yield chunk;
    }
  } catch (error) {
    if (error instanceof StoreError) throw error;
    throw damaged(path, stateOf(error), error);
  }
}

/**
 * The bytes of an index file such as `Packages`, unpacked as its extension says: `.gz`, `.xz`, `.bz2`, `.lzma`, `.lz4`,
 * `.zst`; any other file as it is. Chunks are mostly 64 KiB and more (256 KiB through
 * the helper and for plain files), none is empty, and each may be kept unless they are only lent.
 *
 * The file is opened when the first chunk is asked for. Where APT's helper is missing or gives nothing, packages
 * unpack the file in this process; those read every stream of a file, the helper, and what unpacks lz4 here, only the
 * first, as APT does.
 *
 * @throws {StoreError} While it is read: `DATA_CORRUPT` where the data are damaged or end early, after what came
 * before the damage; `PERMISSION`; `IO`: no such file, not a regular file, or a failure of the file system.
 */
export async function* readList(
  path: string,
  options: ReadListOptions = {},
): AsyncGenerator<Uint8Array, void> {
  const { helper = APT_HELPER, isLent = false } = options;
  const extension = extensionOf(path);
  if (extension === "gz") return yield* readGzip(path);
  if (extension === "lz4") return yield* readLz4(path, isLent);
  const load = DECOMPRESSORS[extension];
  if (load === undefined) {
    return yield* chunksOf(openExisting(path), path, { isLent });
  }

  openExisting(path)[Symbol.dispose]();
  if (helper !== null) {
    try {
      return yield* readThroughHelper(path, { helper, isLent });
    } catch (error) {
      if (!(error instanceof HelperUnusable)) throw error;
    }
  }
  yield* readHere(path, load);
}
