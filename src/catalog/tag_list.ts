/**
 * `Tag` fields: comma-separated debtags.
 *
 * @module
 */

/** The tags of a field, in its order. */
export function splitTags(field: string): readonly string[] {
  return field.split(",").map((tag) => tag.trim()).filter((tag) => tag !== "");
}

/** Facet of the tags that name a category. */
export const CATEGORY_FACET = "category::";

/** The values of the `category::` tags, in order. */
export function categoriesOf(tags: readonly string[]): readonly string[] {
  return tags.filter((tag) => tag.startsWith(CATEGORY_FACET)).map((tag) =>
    tag.slice(CATEGORY_FACET.length)
  );
}
