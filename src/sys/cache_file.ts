/**
 * Files in the cache directory: read in ranges, written whole, and never trusted when somebody else could have
 * written them.
 *
 * @module
 */

import type { Pieces } from "../core/join_bytes.ts";
import { StoreError } from "../core/store_error.ts";
import { ioError, isMissing } from "./_io_error.ts";
import { listDirectory } from "./list_directory.ts";

/** Leftovers of writers that were killed are removed when they are older than this, in milliseconds. */
const LEFTOVER_AGE = 10 * 60 * 1000;
/** Names of the files that are written here: all others in the directory are somebody else's. */
const OWN_REGEXP =
  /^(?:(?:catalog|patch|patch-records|records|stanzas)-[0-9a-f]{8}|definitions)\.bin(?<temporary>\.[0-9a-f-]{36}\.tmp)?$/;

/** The user that this process acts for. */
export function ownUser(): number | null {
  try {
    return Deno.uid();
  } catch {
    return null;
  }
}

/** A file of the cache that is open for reading. */
export class CacheFile implements Disposable {
  /** Bytes of the file. */
  readonly length: number;
  readonly #file: Deno.FsFile;
  #at = 0;

  private constructor(file: Deno.FsFile, length: number) {
    this.#file = file;
    this.length = length;
  }

  /**
   * Opens a file.
   *
   * @returns Undefined where there is none, or where it is a link, no regular file, or not this user's own.
   */
  static open(path: string): CacheFile | undefined {
    let file: Deno.FsFile | undefined;
    try {
      if (!Deno.lstatSync(path).isFile) return undefined;
      file = Deno.openSync(path);
      const { isFile, uid, mode, size } = file.statSync();
      const isOwn = isFile && uid === ownUser() && ((mode ?? 0) & 0o022) === 0;
      if (isOwn) return new CacheFile(file, size);
    } catch {
      // a cache that cannot be read is no cache
    }
    file?.close();
    return undefined;
  }

  /**
   * Fills `into` with the bytes from `offset` on.
   *
   * @throws {StoreError} `DATA_CORRUPT`: the file ends before, or cannot be read.
   */
  read(offset: number, into: Uint8Array): void {
    try {
      if (this.#at !== offset) this.#file.seekSync(offset, Deno.SeekMode.Start);
      for (let done = 0; done < into.length;) {
        const count = this.#file.readSync(
          done === 0 ? into : into.subarray(done),
        );
        if (count === null) {
          throw new StoreError(
            "DATA_CORRUPT",
            "Cannot use the catalog: it ends early",
          );
        }
        done += count;
      }
      this.#at = offset + into.length;
    } catch (error) {
      this.#at = NaN; // wherever the file stands now, the next read seeks
      if (error instanceof StoreError) throw error;
      throw new StoreError(
        "DATA_CORRUPT",
        "Cannot use the catalog: it cannot be read",
        { cause: error },
      );
    }
  }

  /** Closes the file. */
  [Symbol.dispose](): void {
    this.#file.close();
  }
}

/** As many files are kept, some for each root; the oldest go first. */
const MOST_FILES = 64;

/** Removes what killed writers left behind, and files that are too many. */
function tidy(folder: string): void {
  const files = listCacheFiles(folder);
  const whole = files.filter(({ isLeftover }) => !isLeftover).sort((a, b) =>
    b.mtime - a.mtime
  );
  const left = files.filter(({ isLeftover, mtime }) =>
    isLeftover && Math.abs(Date.now() - mtime) > LEFTOVER_AGE
  );
  for (const { path } of [...left, ...whole.slice(MOST_FILES)]) {
    removeQuietly(path);
  }
}

/** A file that a cache directory holds. */
export interface CacheEntry {
  /** Its path. */
  readonly path: string;
  /** Bytes of the file. */
  readonly size: number;
  /** Last change, in milliseconds since 1970. */
  readonly mtime: number;
  /** Whether it was never finished. */
  readonly isLeftover: boolean;
}

/**
 * The files in a directory that storectl gave their names, by name; links and directories are nobody's.
 *
 * @throws {StoreError} `PERMISSION`, or `IO`: the directory cannot be listed.
 */
export function listCacheFiles(folder: string): readonly CacheEntry[] {
  return (listDirectory(folder) ?? []).flatMap((name) => {
    const own = OWN_REGEXP.exec(name);
    if (!own) return [];
    const path = `${folder}/${name}`;
    try {
      const { isFile, size, mtime } = Deno.lstatSync(path);
      const isLeftover = own.groups!.temporary !== undefined;
      return isFile
        ? [{ path, size, mtime: mtime?.getTime() ?? 0, isLeftover }]
        : [];
    } catch {
      return []; // it is gone
    }
  });
}

/** The name of a file that is not finished; who finds it taken writes nothing. */
function temporaryName(path: string): string {
  const digits = Array.from(
    { length: 36 },
    () => Math.floor(Math.random() * 16).toString(16),
  );
  return `${path}.${digits.join("")}.tmp`;
}

/** Writes a file whole, and leaves nothing behind where that fails. */
function put(path: string, pieces: Pieces): void {
  const temporary = temporaryName(path);
  try {
    const file = Deno.openSync(temporary, {
      write: true,
      createNew: true,
      mode: 0o600,
    });
    try {
      for (const piece of pieces) {
        for (let done = 0; done < piece.length;) {
          done += file.writeSync(piece.subarray(done));
        }
      }
    } finally {
      file.close();
    }
    Deno.renameSync(temporary, path);
  } catch (error) {
    removeQuietly(temporary);
    throw error;
  }
}

function removeQuietly(path: string): void {
  try {
    Deno.removeSync(path);
  } catch {
    // it was never made, or somebody else was faster
  }
}

/**
 * Writes a file of the cache, so that others see the old one or the whole new one. The directory is made where it is
 * missing, and rid of what nobody needs any more.
 *
 * @returns False where it cannot be written; then nothing is left behind.
 */
export function writeCacheFile(
  folder: string,
  name: string,
  pieces: Pieces,
): boolean {
  try {
    Deno.mkdirSync(folder, { recursive: true, mode: 0o700 });
    tidy(folder);
    put(`${folder}/${name}`, pieces);
    return true;
  } catch {
    return false;
  }
}

/**
 * Writes a small file of the cache into a directory that is there, so that others see the old one, none, or the whole
 * new one: a file that takes another one's place is written to the disk at once, which takes ten times as long.
 *
 * @returns False where it cannot be written; then nothing is left behind.
 */
export function replaceCacheFile(
  folder: string,
  name: string,
  pieces: Pieces,
): boolean {
  const path = `${folder}/${name}`;
  removeQuietly(path);
  try {
    put(path, pieces);
    return true;
  } catch {
    return false;
  }
}

/**
 * Removes a file of the cache.
 *
 * @returns Whether it was there.
 * @throws {StoreError} `PERMISSION`, or `IO`: it cannot be removed.
 */
export function removeCacheFile(path: string): boolean {
  try {
    Deno.removeSync(path);
    return true;
  } catch (error) {
    if (isMissing(error)) return false;
    throw ioError(error, "remove", path);
  }
}
