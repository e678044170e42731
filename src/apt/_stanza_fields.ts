/**
 * The fields that storectl keeps, found by the bytes of their names.
 *
 * @module
 */

/** Names of the kept fields; a field's number is its place here plus 1. */
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

/** Number of a kept field; 0 is any other field. */
export const FIELD = Object.fromEntries(
  NAMES.map((name, index) => [name, index + 1]),
) as Record<
  (typeof NAMES)[number],
  number
>;

/** One more than the highest field number. */
export const FIELD_COUNT = NAMES.length + 1;

const LONGEST = Math.max(...NAMES.map((name) => name.length));
const LOWER = ["", ...NAMES].map((name) =>
  new TextEncoder().encode(name.toLowerCase())
);

/** A number of 15 bits from the length and the ends of a name; different for all kept names. */
function key(length: number, first: number, last: number): number {
  return (length << 10) | ((first & 31) << 5) | (last & 31);
}

const BY_KEY = new Uint8Array(1 << 15);
for (const [field, name] of LOWER.entries()) {
  if (field > 0) BY_KEY[key(name.length, name[0]!, name.at(-1)!)] = field;
}

/** The number of the field whose name is `bytes[start, end)`, in any letter case; 0 for one that is not kept. */
export function fieldNumber(
  bytes: Uint8Array,
  start: number,
  end: number,
): number {
  const length = end - start;
  if (length === 0 || length > LONGEST) return 0;
  const field = BY_KEY[key(length, bytes[start]!, bytes[end - 1]!)]!;
  if (field === 0) return 0;
  const name = LOWER[field]!;
  for (let index = 0; index < length; index++) {
    const byte = bytes[start + index]!;
    const folded = byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte;
    if (folded !== name[index]) return 0;
  }
  return field;
}
