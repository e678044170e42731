/**
 * What tells a file from any other version of it.
 *
 * @module
 */

import { isMissing } from "./_io_error.ts";

/**
 * Coarsest step of a file system's clock that is allowed for, in milliseconds. A file that changes twice within one
 * step can look the same.
 */
const CLOCK_STEP = 20;

function describe(info: Deno.FileInfo): string {
  const { mtime, ctime, dev, ino, mode, uid, gid } = info;
  // the size of a directory says nothing
  const size = info.isDirectory ? "" : info.size;
  return `${size} ${mtime?.getTime()} ${ctime?.getTime()} ${dev}:${ino} ${mode} ${uid}:${gid}`;
}

/** What stands for a file that may not be looked at: it is not the same as one that is missing. */
function describeFailure(error: unknown): string {
  if (isMissing(error)) return "";
  return error instanceof Error ? error.name : String(error);
}

/** A line that changes whenever a file or directory does; "" where there is none. */
export function fileState(path: string): string {
  try {
    return describe(Deno.statSync(path));
  } catch (error) {
    return describeFailure(error);
  }
}

/** Blocks this thread. */
function pause(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

/** A state that no file ever has. */
const RESTLESS = "restless";

/** How often a file that keeps changing is waited for. */
const MOST_PAUSES = 5;

/**
 * The state of a file, such that each later change changes it: where the last change is so young that another one
 * could look the same, waits for a moment. Of a file that does not come to rest, a state that it never has.
 *
 * One change is not seen: of the same size, in place, with its time put back by hand, within the second of the change
 * before it. Deno gives the time that nobody can put back in whole seconds only.
 */
export function settledState(path: string): string {
  try {
    for (let pauses = 0; pauses < MOST_PAUSES; pauses++) {
      const info = Deno.statSync(path);
      const age = Math.min(
        Math.abs(Date.now() - (info.mtime?.getTime() ?? 0)),
        Math.abs(Date.now() - (info.ctime?.getTime() ?? 0)),
      );
      if (age > CLOCK_STEP) return describe(info);
      pause(CLOCK_STEP + 5 - age);
    }
    return RESTLESS;
  } catch (error) {
    return describeFailure(error);
  }
}
