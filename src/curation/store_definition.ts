/**
 * A curated store as its definition says it.
 *
 * @module
 */

/** How a store presents a section or a category. */
export interface PresentationDefinition {
  /** Name of the section, or value of the `category::` tag. */
  readonly id: string;
  /** Name for people; null where the definition gives none. */
  readonly label: string | null;
  /** One or two sentences, or null. */
  readonly description: string | null;
  /** Path or name of an icon, or null. */
  readonly icon: string | null;
}

/** What a curated store selects: OR inside a list, AND between the lists that are not empty. */
export interface DefinitionFilters {
  /** Origin (or Label where Origin is empty) of a repository. */
  readonly includeOrigins: readonly string[];
  /** Sections: the whole field, or the part behind the area. */
  readonly includeSections: readonly string[];
  /** Debtags: `facet::value`, or `facet::*`. */
  readonly includeTags: readonly string[];
  /** Package names, or globs with `*`. */
  readonly includePackages: readonly string[];
}

/** A valid store definition. */
export interface StoreDefinition {
  /** `[a-z0-9][a-z0-9_-]{0,63}`. */
  readonly id: string;
  /** Name for people. */
  readonly name: string;
  /** What the store is for. */
  readonly description: string;
  /** Path of the icon, or null. */
  readonly icon: string | null;
  /** Path of the banner, or null. */
  readonly banner: string | null;
  /** At least one of the lists is not empty. */
  readonly filters: DefinitionFilters;
  /** `section_metadata` in its order, then `custom_sections`. */
  readonly sections: readonly PresentationDefinition[];
  /** `category_metadata`. */
  readonly categories: readonly PresentationDefinition[];
  /** Path it was read from. */
  readonly source: string;
}
