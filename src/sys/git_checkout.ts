/**
 * Whether a directory is a git checkout.
 *
 * @module
 */

import { lookAt } from "./store_files.ts";

/** Whether a directory is the root of a work tree; a linked one has a file in place of the directory `.git`. */
export function isCheckout(folder: string): boolean {
  return lookAt(`${folder}/.git`) !== undefined;
}
