/**
 * One writer at a time for a directory.
 *
 * @module
 */

import { StoreError } from "../core/store_error.ts";
import { ioError } from "./_io_error.ts";

/** How long to wait, and whom to tell. */
export interface LockOptions {
  /** Milliseconds to wait at most. */
  readonly timeout: number;
  /** Called once, when another process has the lock. */
  readonly onWait?: () => void;
  /** Permission bits of the directory where it is made; 0755 unless given. */
  readonly mode?: number;
}

/** Pauses between two tries grow up to this, in milliseconds. */
const LONGEST_PAUSE = 100;

/**
 * Takes the lock of a directory, which is made where it is missing.
 *
 * The lock is the kernel's, on the directory itself: it ends with its holder, however that ends, and leaves nothing
 * behind.
 *
 * @returns What gives the lock back.
 * @throws {StoreError} `LOCKED`: another process has it for too long. `PERMISSION`, or `IO`: the directory cannot be
 * made or opened.
 */
export async function lockFolder(
  folder: string,
  { timeout, onWait, mode = 0o755 }: LockOptions,
): Promise<Disposable> {
  let directory: Deno.FsFile;
  try {
    Deno.mkdirSync(folder, { recursive: true, mode });
    directory = Deno.openSync(folder);
  } catch (error) {
    throw ioError(error, "write", folder);
  }
  try {
    const end = performance.now() + timeout;
    for (let pause = 1; !directory.tryLockSync(true); pause *= 2) {
      if (pause === 1) onWait?.();
      const left = end - performance.now();
      if (left <= 0) throw locked(folder, timeout);
      await new Promise((go) =>
        setTimeout(go, Math.min(pause, left, LONGEST_PAUSE))
      );
    }
    return directory;
  } catch (error) {
    directory.close();
    throw error instanceof StoreError ? error : ioError(error, "lock", folder);
  }
}

function locked(folder: string, timeout: number): StoreError {
  return new StoreError(
    "LOCKED",
    `Cannot lock "${folder}": another process has had it for ${
      timeout / 1000
    } seconds`,
    { hint: "Wait until it is done, or give --lock-timeout more seconds." },
  );
}
