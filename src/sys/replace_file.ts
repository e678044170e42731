/**
 * Small files that are replaced whole: readers see the old one or the new one, also after a crash.
 *
 * @module
 */

import { ioError, isMissing } from "./_io_error.ts";
import { listDirectory } from "./list_directory.ts";

/** How a file is replaced. */
export interface ReplaceOptions {
  /** Permission bits of the new file; those of the old one, or else 0644. */
  readonly mode?: number;
}

/** Sees to it that names in a directory survive a crash; where the file system cannot, nothing is lost but that. */
function syncDirectory(folder: string): void {
  try {
    using directory = Deno.openSync(folder);
    directory.syncSync();
  } catch {
    // not every file system can sync a directory
  }
}

/** The file behind a link, so that the link stays one. */
function targetOf(path: string): string {
  try {
    return Deno.realPathSync(path);
  } catch {
    return path;
  }
}

/** Permission bits of a file; undefined where there is none. */
function modeOf(path: string): number | undefined {
  try {
    return (Deno.statSync(path).mode ?? 0) & 0o7777 || undefined;
  } catch {
    return undefined;
  }
}

/**
 * Replaces a file, or makes it; its directory must exist.
 *
 * @throws {StoreError} `PERMISSION`, or `IO`: it cannot be written; then the old one stays as it was.
 */
export function replaceFile(
  path: string,
  bytes: Uint8Array,
  options: ReplaceOptions = {},
): void {
  const target = targetOf(path);
  const folder = target.slice(0, target.lastIndexOf("/")) || "/";
  const temporary = `${target}.${crypto.randomUUID()}.tmp`;
  let isMade = false;
  try {
    const mode = options.mode ?? modeOf(target) ?? 0o644;
    {
      using file = Deno.openSync(temporary, {
        write: true,
        createNew: true,
        mode,
      });
      isMade = true;
      for (let done = 0; done < bytes.length;) {
        done += file.writeSync(bytes.subarray(done));
      }
      file.syncSync();
    }
    Deno.renameSync(temporary, target);
    isMade = false;
  } catch (error) {
    throw ioError(error, "write", path);
  } finally {
    if (isMade) Deno.removeSync(temporary);
  }
  syncDirectory(folder);
}

/** The end of the name of a file that is not whole yet. */
const TEMPORARY_REGEXP = /^\.[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\.tmp$/;

/**
 * Removes what was left behind where {@linkcode replaceFile} was killed. Only for one who has the lock of the
 * directory, under which alone the file is replaced.
 */
export function clearLeftovers(path: string): void {
  const target = targetOf(path);
  const folder = target.slice(0, target.lastIndexOf("/")) || "/";
  const base = target.slice(target.lastIndexOf("/") + 1);
  for (const name of listDirectory(folder) ?? []) {
    const isLeft = name.startsWith(base) &&
      TEMPORARY_REGEXP.test(name.slice(base.length));
    if (!isLeft) continue;
    try {
      Deno.removeSync(`${folder}/${name}`);
    } catch (error) {
      if (!isMissing(error)) {
        throw ioError(error, "remove", `${folder}/${name}`);
      }
    }
  }
}

/**
 * Runs `action` while no other process does so for the same directory, which is made where it is missing.
 *
 * The lock is the kernel's: it ends with its holder, however that ends, and leaves nothing behind.
 *
 * @throws {StoreError} `PERMISSION`, or `IO`: the directory cannot be made or opened.
 */
export function withFolderLock<Result>(
  folder: string,
  action: () => Result,
): Result {
  let directory: Deno.FsFile;
  try {
    Deno.mkdirSync(folder, { recursive: true, mode: 0o755 });
    directory = Deno.openSync(folder);
  } catch (error) {
    throw ioError(error, "write", folder);
  }
  using locked = directory;
  try {
    locked.lockSync(true);
  } catch (error) {
    throw ioError(error, "lock", folder);
  }
  return action();
}
