/**
 * `manifest.json`: one version of an extension, and links to all of its files.
 *
 * @module
 */

/** A link to a file. */
export interface FileReference {
  /** From the manifest's directory, in its shortest form: no `./`, no `..`, `/` between names. */
  readonly path: string;
  /** `blake3:` and 64 lower-case hex digits in what storectl writes; see `core/checksum.ts`. */
  readonly checksum: string;
  /** Bytes. */
  readonly size: number;
}

/** A link to a file that comes with the component. */
export interface AssetReference extends FileReference {
  /** Name for people: the path inside `assets/`, or of the file itself. */
  readonly name: string;
  /** `icon`, `documentation`, `license`, `asset`, or whatever the publisher said. */
  readonly type: string;
}

/** One version of an extension. */
export interface ExtensionManifest {
  /** `[a-z0-9]` and then up to 127 of `[a-z0-9._-]`. */
  readonly id: string;
  /** Name for people. */
  readonly name: string;
  /** A semantic version. */
  readonly version: string;
  /** One paragraph for people. */
  readonly description?: string;
  /** Who made it. */
  readonly author?: string;
  /** SPDX expression, or free text. */
  readonly license?: string;
  /** Words to find it by. */
  readonly tags?: readonly string[];
  /** The WASM component. */
  readonly wasmFile: FileReference;
  /** The other files, in path order. */
  readonly assets: readonly AssetReference[];
  /** Ranges of semantic versions, by extension id. */
  readonly dependencies: Readonly<Record<string, string>>;
}
