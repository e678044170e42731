/**
 * Stores that exist in memory alone, for tests of plans.
 *
 * @module
 */

import { compareVersions } from "../extensions/version.ts";
import type { ExtensionManifest } from "../extensions/extension_manifest.ts";
import type { Store } from "../stores/store.ts";
import type { InstalledExtension, KeptVersion } from "./registry.ts";

/** Dependencies by version and id. */
export type Offered = Readonly<
  Record<string, Readonly<Record<string, Readonly<Record<string, string>>>>>
>;

/** A manifest that nobody fetches files by. */
export function manifestOf(
  id: string,
  version: string,
  dependencies: Readonly<Record<string, string>>,
): ExtensionManifest {
  const checksum = `blake3:${"0".repeat(64)}`;
  return {
    id,
    name: id,
    version,
    wasmFile: { path: "extension.wasm", checksum, size: 8 },
    assets: [],
    dependencies,
  };
}

/** A store; asking it for files is a mistake of the test. */
export function memoryStore(
  name: string,
  offered: Offered,
  { trusted = true, priority = 0 } = {},
): Store {
  const none = () => Promise.reject(new Error("Nothing is fetched here"));
  const listing = { items: [], age: 0, warnings: [] };
  return {
    name,
    kind: "memory",
    offers: "extension",
    priority,
    trusted,
    list: () => Promise.resolve(listing),
    search: none,
    versions: (id) =>
      Promise.resolve(
        Object.keys(offered[id] ?? {}).sort((a, b) => compareVersions(b, a)),
      ),
    describe: (id, version) =>
      Promise.resolve(manifestOf(id, version, offered[id]![version]!)),
    fetch: none,
    health: none,
  };
}

/** A version that is on disk. */
export function keptVersion(
  version: string,
  facts: Partial<KeptVersion> = {},
): KeptVersion {
  return {
    directory: version,
    version,
    name: "Name",
    store: "main",
    location: "/srv/main",
    manifestChecksum: `blake3:${"0".repeat(64)}`,
    size: 8,
    dependencies: {},
    installed: "2026-01-02T00:00:00.000Z",
    ...facts,
  };
}

/** An extension with its versions, the last one in use. */
export function installedExtension(
  id: string,
  versions: readonly KeptVersion[],
  facts: Partial<InstalledExtension> = {},
): InstalledExtension {
  const directories = versions.map(({ directory }) => directory);
  return {
    id,
    current: directories.at(-1)!,
    asked: true,
    held: false,
    prereleases: false,
    history: directories.slice(0, -1),
    versions,
    ...facts,
  };
}
