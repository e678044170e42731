/**
 * The `Source` field of a binary package.
 *
 * @module
 */

/** A source package. */
export interface SourcePackage {
  /** Its name. */
  readonly name: string;
  /** Its version. */
  readonly version: string;
}

/**
 * Reads `name` or `name (version)`. What is missing is the binary package's own; a binary rebuild keeps its `+bN`.
 *
 * Source: Debian policy 5.6.1, and `debListParser::NewVersion`.
 */
export function sourceOf(
  field: string,
  name: string,
  version: string,
): SourcePackage {
  if (field === "") return { name, version };
  const blank = field.indexOf(" ");
  if (blank < 0) return { name: field, version };
  const open = field.indexOf("(", blank);
  const close = open < 0 ? -1 : field.indexOf(")", open);
  return {
    name: field.slice(0, blank),
    version: close < 0 ? version : field.slice(open + 1, close),
  };
}
