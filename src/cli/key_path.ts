/**
 * Where a publisher's private key lies unless he says otherwise.
 *
 * @module
 */

import { StoreError } from "../core/store_error.ts";
import { ownUser } from "../sys/cache_file.ts";
import { readEnvironment } from "../sys/environment.ts";

/**
 * The path of the default key: outside any store, so that it is not published with one.
 *
 * @throws {StoreError} `INVALID_ARGUMENT`: no home is known.
 */
export function defaultKeyPath(): string {
  if (ownUser() === 0) return "/etc/storectl/signing-key.pem";
  const config = readEnvironment("XDG_CONFIG_HOME");
  if (config?.startsWith("/")) return `${config}/storectl/signing-key.pem`;
  const home = readEnvironment("HOME");
  if (home) return `${home}/.config/storectl/signing-key.pem`;
  throw new StoreError(
    "INVALID_ARGUMENT",
    "Cannot tell where the key lies: no home is known",
    { hint: "Name the file." },
  );
}
