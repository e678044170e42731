/**
 * What was fetched, kept by its checksum: a file of the cache is what its name says, or it is removed.
 *
 * Everything here is hashed again whenever it is read, so that a damaged file is never given out. Files that are not
 * whole end in `.part`; two processes that fetch the same file do not write into the same one.
 *
 * @module
 */

import type { Checksum } from "../core/checksum.ts";
import { StoreError } from "../core/store_error.ts";
import { ioError, isMissing } from "./_io_error.ts";
import { openRegular, readInto } from "./_open_regular.ts";
import { ownUser } from "./cache_file.ts";
import { openHasher } from "./digest.ts";
import { listDirectory } from "./list_directory.ts";
import { temporaryFolder } from "./own_folder.ts";
import { lookAt } from "./store_files.ts";

/** A file by its content. */
export interface Content extends Checksum {
  /** Bytes. */
  readonly size: number;
}

/** Permission bits of files that may get a second name elsewhere; in the cache, the directory keeps others out. */
const CONTENT_MODE = 0o644;

/** Parts of files that are older are not gone on with, in milliseconds. */
const PART_AGE = 7 * 24 * 60 * 60 * 1000;

/** Takes a piece of a file; the piece is reused afterwards. */
type Take = (piece: Uint8Array) => void;

/** Whether a path is a directory of this user that nobody else can write to. */
export function isOwnFolder(path: string): boolean {
  try {
    const { isDirectory, uid, mode } = Deno.lstatSync(path);
    return isDirectory && uid === ownUser() && ((mode ?? 0) & 0o022) === 0;
  } catch {
    return false;
  }
}

/**
 * Makes a directory that only this user can use, where there is none yet.
 *
 * @returns False where that is not possible, or somebody else could write there.
 */
export function makeOwnFolder(path: string): boolean {
  try {
    Deno.mkdirSync(path, { recursive: true, mode: 0o700 });
  } catch {
    return false;
  }
  return isOwnFolder(path);
}

function removeQuietly(path: string): void {
  try {
    Deno.removeSync(path);
  } catch {
    // it is gone, or it stays
  }
}

/** Files by their content, in one directory. */
export class ContentCache {
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  /**
   * Opens the files of a cache directory.
   *
   * @param cache storectl's cache directory, which is made where it is missing.
   * @returns Files that are forgotten at the end of the process where there is no such directory, or it cannot be
   * trusted.
   */
  static open(cache: string | undefined): ContentCache {
    const folder = `${cache}/content`;
    const isKept = cache !== undefined && makeOwnFolder(cache) &&
      makeOwnFolder(folder);
    return new ContentCache(isKept ? folder : temporaryFolder());
  }

  #path({ algorithm, hex }: Checksum): string {
    return `${this.#folder}/${algorithm}-${hex}`;
  }

  /** Gives all bytes to `take`; false where the file is not there, or is not what its name says. */
  async #scan(
    checksum: Checksum,
    isFitting: (size: number) => boolean,
    take: Take,
  ): Promise<boolean> {
    const path = this.#path(checksum);
    try {
      const { isFile, size } = Deno.lstatSync(path);
      if (!isFile || !isFitting(size)) return false;
    } catch {
      return false;
    }
    using hasher = await openHasher(checksum.algorithm);
    using open = openRegular(path);
    if (open === null) return false;
    for (;;) {
      const { buffer } = hasher;
      const count = readInto(open.file, buffer, path);
      if (count === 0) break;
      const piece = buffer.subarray(0, count);
      take(piece);
      hasher.update(piece);
    }
    if (hasher.hex() === checksum.hex) return true;
    removeQuietly(path);
    return false;
  }

  /** The bytes of a small file; null where it is not there, is larger, or is damaged. */
  async read(
    checksum: Checksum,
    maxBytes: number,
  ): Promise<Uint8Array<ArrayBuffer> | null> {
    let whole = new Uint8Array();
    let at = 0;
    const isFitting = (size: number) => {
      whole = new Uint8Array(size <= maxBytes ? size : 0);
      return size <= maxBytes;
    };
    const isWhole = await this.#scan(checksum, isFitting, (piece) => {
      // a file that grows meanwhile does not have the right checksum either
      const part = piece.subarray(0, whole.length - at);
      whole.set(part, at);
      at += part.length;
    });
    return isWhole ? whole : null;
  }

  /**
   * Puts a file at a path that does not exist yet, on any file system. Nothing gets that name before it is verified.
   *
   * Where it can be, it is a second name of the file in the cache: nothing is written twice. What is done to it under
   * one name is then seen under the other, and the cache finds out when it reads it the next time.
   *
   * @param isVerified Whether this process has just written and verified it.
   * @returns False where the cache does not have it, or it is damaged.
   * @throws {StoreError} `PERMISSION`, or `IO`: it cannot be written.
   */
  async give(
    content: Content,
    to: string,
    isVerified = false,
  ): Promise<boolean> {
    const isFitting = (size: number) => size === content.size;
    if (!isVerified && !await this.#scan(content, isFitting, () => {})) {
      return false;
    }
    try {
      Deno.linkSync(this.#path(content), to);
      return true;
    } catch {
      // another file system, or one without second names
    }
    return await this.#copy(content, to);
  }

  async #copy(content: Content, to: string): Promise<boolean> {
    const temporary = `${to}.${crypto.randomUUID()}.tmp`;
    let isMade = false;
    try {
      let isRight;
      {
        using file = Deno.openSync(temporary, {
          write: true,
          createNew: true,
          mode: CONTENT_MODE,
        });
        isMade = true;
        const isFitting = (size: number) => size === content.size;
        isRight = await this.#scan(content, isFitting, (piece) => {
          for (let done = 0; done < piece.length;) {
            done += file.writeSync(piece.subarray(done));
          }
        });
      }
      if (!isRight) return false;
      Deno.renameSync(temporary, to);
      isMade = false;
      return true;
    } catch (error) {
      if (error instanceof StoreError) throw error;
      throw ioError(error, "write", to);
    } finally {
      if (isMade) removeQuietly(temporary);
    }
  }

  /**
   * Removes parts that nobody went on with for a week.
   *
   * @param now Milliseconds since 1970.
   */
  removeOldParts(now: number): void {
    for (const name of listDirectory(this.#folder) ?? []) {
      if (!name.endsWith(".part")) continue;
      const path = `${this.#folder}/${name}`;
      try {
        const { mtime } = Deno.lstatSync(path);
        if (now - (mtime?.getTime() ?? now) > PART_AGE) Deno.removeSync(path);
      } catch {
        // somebody else was faster
      }
    }
  }

  /** Keeps some verified bytes; where they cannot be kept, nothing happens. */
  keep(checksum: Checksum, bytes: Uint8Array): void {
    const path = this.#path(checksum);
    const temporary = `${path}.${crypto.randomUUID()}.part`;
    try {
      Deno.writeFileSync(temporary, bytes, {
        createNew: true,
        mode: CONTENT_MODE,
      });
      Deno.renameSync(temporary, path);
    } catch {
      removeQuietly(temporary);
    }
  }

  /**
   * Lets `work` complete a file, and gives it its name when it is whole.
   *
   * The file holds what an earlier, broken-off run left, unless another process is at work on it.
   *
   * @param work Gets the file open for reading and writing, at its beginning; says whether it is whole and verified.
   *   What it throws is passed on, and what is in the file then stays for the next run.
   * @returns What `work` says.
   * @throws {StoreError} `PERMISSION`, or `IO`: the file cannot be made.
   */
  async fill(
    content: Content,
    work: (file: Deno.FsFile) => Promise<boolean>,
  ): Promise<boolean> {
    const common = `${this.#path(content)}.part`;
    // somebody may have cleared the cache since it was opened
    if (lookAt(this.#folder) === undefined) makeOwnFolder(this.#folder);
    const shared = openPartial(common);
    const own = `${this.#path(content)}.${crypto.randomUUID()}.part`;
    const path = shared === null ? own : common;
    using file = shared ?? openPartial(own)!;
    let isUseful = false;
    try {
      const isWhole = await work(file);
      if (isWhole) Deno.renameSync(path, this.#path(content));
      isUseful = isWhole;
      return isWhole;
    } catch (error) {
      // a part that only this process knows is of no use to another
      isUseful = shared !== null &&
        !(error instanceof StoreError && error.code === "CHECKSUM_MISMATCH");
      throw error;
    } finally {
      if (!isUseful) removeQuietly(path);
    }
  }
}

/** Opens a file that is not whole yet, alone; null where another process has it. */
function openPartial(path: string): Deno.FsFile | null {
  let file;
  try {
    try {
      if (!Deno.lstatSync(path).isFile) removeQuietly(path);
    } catch (error) {
      if (!isMissing(error)) throw error;
    }
    file = Deno.openSync(path, {
      read: true,
      write: true,
      create: true,
      mode: CONTENT_MODE,
    });
  } catch (error) {
    throw ioError(error, "write", path);
  }
  try {
    // whoever had it first may have renamed it between our opening and our lock
    if (
      file.tryLockSync(true) &&
      Deno.lstatSync(path).ino === file.statSync().ino
    ) return file;
  } catch {
    // it is gone, or the file system has no locks
  }
  file.close();
  return null;
}
