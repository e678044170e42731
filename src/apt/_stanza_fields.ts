/**
 * The fields that storectl keeps.
 *
 * @module
 */

/** Names of the kept fields; a field's number is its place here plus 1, as in `kernel/stanzas.ts`. */
const NAMES = [
  "Package",
  "Version",
  "Architecture",
  "Section",
  "Size",
  "Installed-Size",
  "Multi-Arch",
  "Source",
  "Homepage",
  "Maintainer",
  "Essential",
  "Tag",
  "Description",
  "Description-md5",
  "Depends",
  "Pre-Depends",
  "Conflicts",
  "Breaks",
  "Replaces",
  "Recommends",
  "Suggests",
  "Enhances",
  "Provides",
  "Phased-Update-Percentage",
  "Status",
] as const;

/** Number of a kept field. */
export const FIELD = Object.fromEntries(
  NAMES.map((name, index) => [name, index + 1]),
) as Record<
  (typeof NAMES)[number],
  number
>;

/** One more than the highest field number. */
export const FIELD_COUNT = NAMES.length + 1;
