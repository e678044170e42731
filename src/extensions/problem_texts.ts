/**
 * What each code of `verify` means, in one sentence for people.
 *
 * @module
 */

import type { ProblemCode } from "./problem.ts";

/** By code, without a final period. */
export const PROBLEM_TEXTS: Readonly<Record<ProblemCode, string>> = {
  STORE_INVALID:
    "store.json is missing, does not parse, or lacks a required field",
  MANIFEST_MISSING: "The manifest that a summary names does not exist",
  MANIFEST_INVALID: "A manifest does not parse, or a field of it is wrong",
  MANIFEST_LEGACY:
    "A manifest without links, as they were before stores were linked",
  MANIFEST_MISMATCH:
    "Id or version in a manifest differ from its summary or its path",
  CHECKSUM_MISMATCH: "A file does not have the checksum that its link says",
  SIZE_MISMATCH: "A file does not have the size that its link says",
  FILE_MISSING: "A linked file does not exist, or is no regular file",
  FILE_UNREADABLE: "A file cannot be read",
  PATH_UNSAFE:
    "A path that leaves the store, or that another system reads as another file",
  DUPLICATE: "The same version, path, or JSON key twice",
  VERSION_INVALID: "No semantic version, or no range of them",
  CHECKSUM_UNSUPPORTED:
    "A checksum that does not parse, or of an algorithm that is not known",
  SIGNATURE_INVALID:
    "The signature of the store does not parse, or is not what its key signed",
  SIGNATURE_MISSING:
    "The store was changed after it was signed, or has to be signed and is not",
  SIGNATURE_UNTRUSTED:
    "The store is signed by none of the keys that were given",
  SIGNATURE_EXPIRED: "The signature of the store has expired",
  CURRENT_MISMATCH:
    "A link of an installation does not lead to the version in use",
  DEPENDENCY_UNMET:
    "An installed extension needs another one that is not there",
  ORPHAN: "A file that nothing links",
  DEFINITION_INVALID: "A store definition that does not follow its schema",
  DEFINITION_UNKNOWN_KEY: "A key of a definition that means nothing",
  DEFINITION_DUPLICATE:
    "An id that another definition has, or a section or category that is described twice",
  DEFINITION_UNREADABLE: "A definition that cannot be read",
  FILTER_MATCHES_NOTHING:
    "A list of a definition, or all of them together, that selects no package of the catalog",
  UNKNOWN_ORIGIN: "An origin that no repository has",
  UNKNOWN_SECTION: "A section that no package is in",
  UNKNOWN_TAG: "A tag that no package has",
  UNKNOWN_CATEGORY: "A category that no package is in",
  UNKNOWN_PACKAGE: "A package that no repository has, or a glob that fits none",
  ASSET_MISSING: "An icon or banner that does not exist",
  ASSET_NOT_ALLOWED: "An icon or banner outside the directories for them",
};
