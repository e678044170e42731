/**
 * Reads what an installed extension says of itself.
 *
 * @module
 */

import { LIMITS } from "../core/limits.ts";
import type { ExtensionManifest } from "../extensions/extension_manifest.ts";
import { readExtensionManifest } from "../extensions/read_extension_manifest.ts";
import { readBytes } from "../sys/read_file.ts";
import { versionPath } from "./installed_paths.ts";
import type { Installation } from "./read_installation.ts";

/**
 * The manifest of the version in use.
 *
 * @returns Undefined where it is not there, or damaged: `verify --installed` says more.
 * @throws {StoreError} `PERMISSION`, or `IO`.
 */
export function readInstalledManifest(
  { data, registry }: Installation,
  id: string,
): ExtensionManifest | undefined {
  const { current } = registry.get(id)!;
  const path = `${versionPath(data, id, current)}/manifest.json`;
  const bytes = readBytes(path, { maxBytes: LIMITS.manifestBytes });
  return bytes === null
    ? undefined
    : readExtensionManifest(bytes, "manifest.json").manifest;
}
