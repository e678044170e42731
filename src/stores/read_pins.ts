/**
 * Reads the pins of a root, and nothing else.
 *
 * @module
 */

import type { Pin } from "../apt/pin.ts";
import { aptPaths } from "./_apt_paths.ts";
import { readConfig, readPins as readPinsOf } from "./_read_settings.ts";
import { ReadLog } from "./_read_log.ts";

/**
 * The pins of a root, in the order in which they count.
 *
 * @param architecture The native one.
 */
// deno-lint-ignore require-await -- as `ReadPins` wants it
export async function readPins(
  root: string,
  architecture: string,
): Promise<readonly Pin[]> {
  const log = new ReadLog();
  const config = readConfig(root, log);
  return readPinsOf(config, aptPaths(root, config), architecture, log);
}
