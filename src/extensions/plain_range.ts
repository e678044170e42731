/**
 * The ranges that nearly everybody writes, known without the package that knows them all.
 *
 * @module
 */

const PLAIN_RANGE_REGEXP =
  /^(?:\*|(?:\^|~|=|[<>]=?)?(?:0|[1-9]\d{0,8})(?:\.(?:0|[1-9]\d{0,8})){0,2})$/;

/** Whether a text is surely a range of versions: `^1.2`, `>=1.0.0`, `*`; for all others ask `semver.ts`. */
export function isPlainRange(text: string): boolean {
  return PLAIN_RANGE_REGEXP.test(text);
}
