/**
 * Every way in which an installation on disk is changed: tests put a door of their own before it.
 *
 * @module
 */

import { ioError, isMissing } from "./_io_error.ts";

/** Changes of files; each one happens or does not, but for {@link FileChanges.remove}. */
export interface FileChanges {
  /** Makes a directory, and those above it. */
  makeDirectory(path: string): void;
  /** Makes a file, which must not exist, and sees to it that its bytes survive a crash. */
  writeFile(path: string, bytes: Uint8Array): void;
  /** Makes a symbolic link, which must not exist. */
  link(target: string, path: string): void;
  /** Gives something another name; what had that name, a file or a link, is gone. */
  rename(from: string, to: string): void;
  /** Removes a file, a link, or a directory with all that is in it; nothing happens where nothing is. */
  remove(path: string): void;
  /** Sees to it that files and directories survive a crash as they are. */
  sync(paths: readonly string[]): Promise<void>;
}

/** Turns what the file system refuses into a coded error. */
function guarded<Result>(
  action: string,
  path: string,
  change: () => Result,
): Result {
  try {
    return change();
  } catch (error) {
    throw ioError(error, action, path);
  }
}

/** Files that are synced at once: they then share the device's journal. */
const SYNCED_AT_ONCE = 16;

async function syncPath(path: string): Promise<void> {
  using file = Deno.openSync(path);
  try {
    await file.sync();
  } catch (error) {
    // not every file system can sync a directory
    if (!file.statSync().isDirectory) throw error;
  }
}

/**
 * The changes as the file system makes them.
 *
 * All throw `StoreError`: `PERMISSION`, or `IO`.
 */
export const realChanges: FileChanges = {
  makeDirectory: (path) =>
    guarded("make", path, () => Deno.mkdirSync(path, { recursive: true })),
  writeFile: (path, bytes) =>
    guarded("write", path, () => {
      using file = Deno.openSync(path, { write: true, createNew: true });
      for (let done = 0; done < bytes.length;) {
        done += file.writeSync(bytes.subarray(done));
      }
      file.syncSync();
    }),
  link: (target, path) =>
    guarded("make", path, () => Deno.symlinkSync(target, path)),
  rename: (from, to) =>
    guarded("rename", from, () => Deno.renameSync(from, to)),
  remove: (path) =>
    guarded("remove", path, () => {
      try {
        Deno.removeSync(path, { recursive: true });
      } catch (error) {
        if (!isMissing(error)) throw error;
      }
    }),
  async sync(paths) {
    const left = paths.values();
    const work = async () => {
      for (const path of left) {
        try {
          await syncPath(path);
        } catch (error) {
          throw ioError(error, "write", path);
        }
      }
    };
    await Promise.all(Array.from({ length: SYNCED_AT_ONCE }, work));
  },
};
