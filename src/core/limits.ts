/**
 * Every limit that a user can run into, with its unit.
 *
 * @module
 */

/** What is over one of these is refused with `LIMIT_EXCEEDED`, which names the limit. */
export const LIMITS = {
  /** Characters of a search query. */
  queryCharacters: 256,
  /** Packages on one page. */
  pagePackages: 1000,
  /** Bytes of one store definition. */
  definitionBytes: 256 * 1024,
  /** Bytes of one list of stores. */
  configBytes: 1024 * 1024,
  /** Bytes of one manifest of an extension. */
  manifestBytes: 1024 * 1024,
  /** Bytes of `store.json`. */
  storeBytes: 256 * 1024 * 1024,
  /** Nested arrays and objects in the JSON of a store. */
  jsonNesting: 64,
  /** Nested collections in YAML. */
  yamlNesting: 32,
  /** Aliases in one YAML document. */
  yamlAliases: 64,
} as const;

/** Packages on a page when `--limit` is not given. */
export const DEFAULT_PAGE_PACKAGES = 100;
