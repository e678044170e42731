/**
 * How large a version is.
 *
 * @module
 */

import type { ExtensionManifest } from "../extensions/extension_manifest.ts";

/** Bytes of all files that a manifest links. */
export function linkedBytes(
  { wasmFile, assets }: Pick<ExtensionManifest, "wasmFile" | "assets">,
): number {
  return assets.reduce((sum, { size }) => sum + size, wasmFile.size);
}
