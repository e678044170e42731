/**
 * What the operating system refuses, as a {@linkcode StoreError}.
 *
 * @module
 */

import { StoreError } from "../core/store_error.ts";

/** Words for the codes that say little by themselves. */
const STATES: Readonly<Record<string, string>> = {
  EDQUOT: "the quota of the user is used up",
  EISDIR: "it is a directory",
  ELOOP: "it is a loop of symbolic links",
  EMFILE: "the process has too many files open",
  ENAMETOOLONG: "the name is too long",
  ENFILE: "the system has too many files open",
  ENOENT: "it does not exist",
  ENOSPC: "no space is left on the device",
  ENOTDIR: "a part of the path is not a directory",
  ENOTEMPTY: "the directory is not empty",
  EIO: "the device reports an error",
  EROFS: "the file system is read-only",
  EXDEV: "it is on another file system",
};

/** Whether a path leads nowhere: no such name, a link to no such name, or a file where a folder is expected. */
export function isMissing(error: unknown): boolean {
  return error instanceof Deno.errors.NotFound ||
    error instanceof Deno.errors.NotADirectory;
}

/** Whether access is refused, by the operating system or by Deno's own permissions. */
export function isRefused(error: unknown): boolean {
  return error instanceof Deno.errors.PermissionDenied ||
    error instanceof Deno.errors.NotCapable;
}

/** The code of a failed system call, such as `EIO`; undefined for an error of another kind. */
function systemCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("code" in error)) return undefined;
  return typeof error.code === "string" ? error.code : undefined;
}

/**
 * Turns a failure of the file system into a coded error. Any other error is a defect and is thrown on as it is.
 *
 * @param error What was caught.
 * @param action What was tried, as it stands in the message: `read`, `list`.
 * @param path What it was tried on.
 */
export function ioError(
  error: unknown,
  action: string,
  path: string,
): StoreError {
  if (isRefused(error)) {
    return new StoreError(
      "PERMISSION",
      `Cannot ${action} "${path}": access is refused`,
      {
        hint: "Check who may read it, or run the command as an administrator.",
        at: path,
        cause: error,
      },
    );
  }
  const code = systemCode(error);
  if (code === undefined) throw error;
  const state = STATES[code] ?? `the system reports ${code}`;
  return new StoreError("IO", `Cannot ${action} "${path}": ${state}`, {
    at: path,
    cause: error,
  });
}
