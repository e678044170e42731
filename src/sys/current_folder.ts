/**
 * Where the user stands.
 *
 * @module
 */

import { ioError } from "./_io_error.ts";

/**
 * The absolute path of the directory in which the program was started.
 *
 * @throws {StoreError} `IO`: it is gone. `PERMISSION`: it may not be looked at.
 */
export function currentFolder(): string {
  try {
    return Deno.cwd();
  } catch (error) {
    throw ioError(error, "read", ".");
  }
}
