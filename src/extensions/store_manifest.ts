/**
 * `store.json`: the one file that says which extensions a store holds.
 *
 * @module
 */

/** What a store says of one version of an extension. */
export interface ExtensionSummary {
  /** Id of the extension. */
  readonly id: string;
  /** Name for people. */
  readonly name: string;
  /** A semantic version. */
  readonly version: string;
  /** One paragraph for people. */
  readonly description?: string;
  /** Who made it. */
  readonly author?: string;
  /** Words to find it by. */
  readonly tags?: readonly string[];
  /** Bytes of all files that the manifest links. */
  readonly size?: number;
  /** When it was published, as ISO 8601 in UTC. */
  readonly updated?: string;
  /** From the store's root: `extensions/ID/VERSION/manifest.json`, or `…/VERSION_rN/…` after an overwrite. */
  readonly manifestPath: string;
  /** Checksum of the manifest's bytes. */
  readonly manifestChecksum: string;
  /** Checksum of the bytes of `SHA256SUMS` beside the manifest. */
  readonly sumsChecksum?: string;
}

/** A store. */
export interface StoreManifest {
  /** Name for people. */
  readonly name: string;
  /** Version of the store's own layout or contents, as its publisher counts. */
  readonly version: string;
  /** One paragraph for people. */
  readonly description?: string;
  /** `list`, or the `map` by id and version that some stores in the wild have. */
  readonly form: "list" | "map";
  /** One more at every change: a store that goes back shows. */
  readonly serial?: number;
  /** Last change, as ISO 8601 in UTC. */
  readonly updated?: string;
  /** Every version of every extension, in the order of the file. */
  readonly extensions: readonly ExtensionSummary[];
}
