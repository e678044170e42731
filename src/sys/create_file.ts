/**
 * Files that are made whole, and never in the place of another.
 *
 * @module
 */

import { ioError } from "./_io_error.ts";

/** Gives a file a second name, which, unlike a rename, never replaces. */
function link(from: string, to: string): boolean {
  try {
    Deno.linkSync(from, to);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.AlreadyExists) return false;
    throw error;
  }
}

/**
 * Makes a file; nobody ever sees a part of it. Its directory is made where it is missing.
 *
 * @returns False where something has that name already: then nothing is changed.
 * @throws {StoreError} `PERMISSION`, or `IO`: it cannot be written.
 */
export function createFile(path: string, bytes: Uint8Array): boolean {
  const folder = path.slice(0, path.lastIndexOf("/")) || "/";
  const temporary = `${path}.${crypto.randomUUID()}.tmp`;
  let isMade = false;
  try {
    Deno.mkdirSync(folder, { recursive: true });
    {
      using file = Deno.openSync(temporary, {
        write: true,
        createNew: true,
        mode: 0o644,
      });
      isMade = true;
      for (let done = 0; done < bytes.length;) {
        done += file.writeSync(bytes.subarray(done));
      }
      file.syncSync();
    }
    return link(temporary, path);
  } catch (error) {
    throw ioError(error, "write", path);
  } finally {
    if (isMade) Deno.removeSync(temporary);
  }
}
