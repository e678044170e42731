/**
 * What `verify` can find.
 *
 * @module
 */

/** Stable name of a problem; part of the JSON contract. */
export type ProblemCode =
  /** `store.json` is missing, does not parse, or lacks a required field. */
  | "STORE_INVALID"
  /** The manifest that a summary names does not exist. */
  | "MANIFEST_MISSING"
  /** A manifest does not parse, or a field of it is wrong. */
  | "MANIFEST_INVALID"
  /** A manifest without links, as they were before stores were linked. */
  | "MANIFEST_LEGACY"
  /** Id or version in a manifest differ from its summary or its path. */
  | "MANIFEST_MISMATCH"
  /** A file does not have the checksum that its link says. */
  | "CHECKSUM_MISMATCH"
  /** A file does not have the size that its link says. */
  | "SIZE_MISMATCH"
  /** A linked file does not exist, or is no regular file. */
  | "FILE_MISSING"
  /** A file cannot be read. */
  | "FILE_UNREADABLE"
  /** A path that leaves the store, or that another system reads as another file. */
  | "PATH_UNSAFE"
  /** The same version, path, or JSON key twice. */
  | "DUPLICATE"
  /** No semantic version, or no range of them. */
  | "VERSION_INVALID"
  /** A checksum that does not parse, or of an algorithm that is not known. */
  | "CHECKSUM_UNSUPPORTED"
  /** The signature of the store does not parse, or is not what its key signed. */
  | "SIGNATURE_INVALID"
  /** `store.json` was changed after it was signed, or has to be signed and is not. */
  | "SIGNATURE_MISSING"
  /** The store is signed, but by none of the keys that were given. */
  | "SIGNATURE_UNTRUSTED"
  /** The signature of the store has expired. */
  | "SIGNATURE_EXPIRED"
  /** A link of an installation does not lead to the version in use. */
  | "CURRENT_MISMATCH"
  /** An installed extension needs another one that is not there. */
  | "DEPENDENCY_UNMET"
  /** A file that nothing links. */
  | "ORPHAN"
  /** A store definition that does not follow its schema. */
  | "DEFINITION_INVALID"
  /** A key of a definition that means nothing. */
  | "DEFINITION_UNKNOWN_KEY"
  /** An id that another definition has, or a section or category that is described twice. */
  | "DEFINITION_DUPLICATE"
  /** A definition that cannot be read. */
  | "DEFINITION_UNREADABLE"
  /** A list of a definition, or all of them together, that selects no package of the catalog. */
  | "FILTER_MATCHES_NOTHING"
  /** An origin that no repository has. */
  | "UNKNOWN_ORIGIN"
  /** A section that no package is in. */
  | "UNKNOWN_SECTION"
  /** A tag that no package has. */
  | "UNKNOWN_TAG"
  /** A category that no package is in. */
  | "UNKNOWN_CATEGORY"
  /** A package that no repository has, or a glob that fits none. */
  | "UNKNOWN_PACKAGE"
  /** An icon or banner that does not exist. */
  | "ASSET_MISSING"
  /** An icon or banner outside the directories for them. */
  | "ASSET_NOT_ALLOWED";

/** Something that is wrong with a store. */
export interface Problem {
  /** Warnings do not make a store bad. */
  readonly severity: "error" | "warning";
  /** Stable name. */
  readonly code: ProblemCode;
  /** The file it is about, from the store's root. */
  readonly path: string;
  /** One sentence without a final period. */
  readonly message: string;
  /** What the link says. */
  readonly expected?: string;
  /** What was found. */
  readonly actual?: string;
  /** What to do next: one imperative sentence. */
  readonly hint?: string;
  /** Line in that file, 1-based. */
  readonly line?: number;
  /** Column in that line, 1-based, in UTF-16 code units. */
  readonly column?: number;
}
