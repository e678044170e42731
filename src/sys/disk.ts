/**
 * The one door through which a store is changed on disk: tests stop before, behind and in the middle of each call.
 *
 * @module
 */

import { ioError } from "./_io_error.ts";
import { lockFolder } from "./folder_lock.ts";
import type { LockOptions } from "./folder_lock.ts";

/** A file that is being written. */
export interface DiskFile {
  /** Writes some of the bytes and says how many. */
  write(bytes: Uint8Array): number;
  /** Sees to it that what was written survives a crash. */
  sync(): void;
  /** Closes it. */
  close(): void;
}

/** Changes on disk. Each is one call of the system, but for {@linkcode Disk.lock} and {@linkcode Disk.syncFolder}. */
export interface Disk {
  /** Keeps all other writers out of a directory, which is made where it is missing. */
  lock(folder: string, options: LockOptions): Promise<Disposable>;
  /** Makes a directory, which must not exist. */
  makeFolder(path: string): void;
  /** Makes a file, which must not exist. */
  create(path: string): DiskFile;
  /** Sets permission bits. */
  setMode(path: string, mode: number): void;
  /** Gives something another name; a file that had that name is gone, a directory must have been empty. */
  rename(from: string, to: string): void;
  /** Removes a file, or a link. */
  removeFile(path: string): void;
  /** Removes an empty directory. */
  removeFolder(path: string): void;
  /** Sees to it that the names in a directory survive a crash. */
  syncFolder(path: string): void;
}

/** Runs a call; what the system refuses becomes a coded error. */
function guarded<Result>(
  action: string,
  path: string,
  call: () => Result,
): Result {
  try {
    return call();
  } catch (error) {
    throw ioError(error, action, path);
  }
}

/** Not every file system can sync a directory. */
function isUnsupported(error: unknown): boolean {
  return error instanceof Error && "code" in error &&
    (error.code === "EINVAL" || error.code === "ENOTSUP");
}

function createFile(path: string): DiskFile {
  const file = guarded(
    "write",
    path,
    () => Deno.openSync(path, { write: true, createNew: true, mode: 0o644 }),
  );
  return {
    write: (bytes) => guarded("write", path, () => file.writeSync(bytes)),
    sync: () => guarded("write", path, () => file.syncSync()),
    close: () => file.close(),
  };
}

/**
 * The disk of this machine.
 *
 * All calls throw `StoreError`: `PERMISSION`, or `IO`.
 */
export const systemDisk: Disk = {
  lock: lockFolder,
  makeFolder: (path) =>
    guarded("make", path, () => Deno.mkdirSync(path, { mode: 0o755 })),
  create: createFile,
  setMode: (path, mode) =>
    guarded("change", path, () => Deno.chmodSync(path, mode)),
  rename: (from, to) => guarded("write", to, () => Deno.renameSync(from, to)),
  removeFile: (path) => guarded("remove", path, () => Deno.removeSync(path)),
  removeFolder: (path) => guarded("remove", path, () => Deno.removeSync(path)),
  syncFolder: (path) =>
    guarded("write", path, () => {
      using folder = Deno.openSync(path);
      try {
        folder.syncSync();
      } catch (error) {
        if (!isUnsupported(error)) throw error;
      }
    }),
};
