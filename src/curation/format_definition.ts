/**
 * Store definitions as YAML text. Pure: values in, text out.
 *
 * @module
 */

import type {
  DefinitionFilters,
  PresentationDefinition,
  StoreDefinition,
} from "./store_definition.ts";

/** Words that may stand without quotes: letters first, and nothing that has a meaning in YAML. */
const PLAIN_REGEXP = /^[A-Za-z][\w./+-]*(?: [A-Za-z0-9][\w./+-]*)*$/;
/** What would be no text without quotes. */
const CONSTANT_REGEXP = /^(?:true|false|null)$/i;

/** A text as YAML: JSON's quotes are YAML's too. */
function scalar(text: string): string {
  return PLAIN_REGEXP.test(text) && !CONSTANT_REGEXP.test(text)
    ? text
    // a mark of byte order would be one at the start of a file only
    : JSON.stringify(text).replace(
      /[\u2028\u2029\ufeff]/g,
      (sign) => `\\u${sign.charCodeAt(0).toString(16)}`,
    );
}

/** The keys of filters as a definition has them. */
const FILTER_KEYS = [
  ["include_origins", "includeOrigins"],
  ["include_sections", "includeSections"],
  ["include_tags", "includeTags"],
  ["include_packages", "includePackages"],
] as const;

function listLines(key: string, values: readonly string[]): string[] {
  return [`  ${key}:`, ...values.map((value) => `    - ${scalar(value)}`)];
}

function filterLines(filters: DefinitionFilters): string[] {
  return FILTER_KEYS.flatMap(([key, name]) =>
    filters[name].length === 0 ? [] : listLines(key, filters[name])
  );
}

/** The keys of a presentation that have a value. */
function presentationLines(
  { label, description, icon }: PresentationDefinition,
  indent: string,
): string[] {
  return Object.entries({ label, description, icon }).flatMap(([key, value]) =>
    value === null ? [] : [`${indent}${key}: ${scalar(value)}`]
  );
}

function presentations(
  key: string,
  name: string,
  list: readonly PresentationDefinition[],
): string[] {
  if (list.length === 0) return [];
  return [
    "",
    `${key}:`,
    ...list.flatMap((item) => [
      `  - ${name}: ${scalar(item.id)}`,
      ...presentationLines(item, "    "),
    ]),
  ];
}

/** A definition as text, without comments; parsing it gives the same definition. */
export function formatDefinition(definition: StoreDefinition): string {
  const { id, name, description, icon, banner } = definition;
  return [
    `id: ${scalar(id)}`,
    `name: ${scalar(name)}`,
    `description: ${scalar(description)}`,
    ...icon === null ? [] : [`icon: ${scalar(icon)}`],
    ...banner === null ? [] : [`banner: ${scalar(banner)}`],
    "",
    "filters:",
    ...filterLines(definition.filters),
    ...presentations("custom_sections", "section", definition.sections),
    ...presentations("category_metadata", "id", definition.categories),
    "",
  ].join("\n");
}

/** What a new definition starts with. */
export interface NewDefinition {
  /** Its id. */
  readonly id: string;
  /** Name for people. */
  readonly name: string;
  /** What the store is for. */
  readonly description: string;
  /** What it selects; where all lists are empty, an example stands in for them. */
  readonly filters: DefinitionFilters;
}

/** What each list is for, and an example. */
const LIST_COMMENTS: Readonly<
  Record<(typeof FILTER_KEYS)[number][0], readonly [string, string]>
> = {
  include_origins: [
    "Origin of a repository, or its Label where it has none; see storectl repos list.",
    "Debian",
  ],
  include_sections: [
    "The whole section, or what follows its area; see storectl sections.",
    "utils",
  ],
  include_tags: [
    "Debtags: facet::value, or facet::* for any of a facet.",
    "interface::commandline",
  ],
  include_packages: [
    "Names of packages, or globs with *.",
    "git*",
  ],
};

/** The list that is filled where nothing was asked for: without one, a definition is not valid. */
const EXAMPLE_LIST = "include_sections";

/** A definition to go on with: what is asked for, and comments that say what else there is. */
export function newDefinition(
  { id, name, description, filters }: NewDefinition,
): string {
  const isEmpty = FILTER_KEYS.every(([, key]) => filters[key].length === 0);
  const lists = FILTER_KEYS.flatMap(([key, list]) => {
    const [comment, example] = LIST_COMMENTS[key];
    const values = isEmpty && key === EXAMPLE_LIST ? [example] : filters[list];
    return [
      `  # ${comment}`,
      ...values.length > 0
        ? listLines(key, values)
        : [`  # ${key}:`, `  #   - ${scalar(example)}`],
    ];
  });
  return [
    "# A curated store: packages of this machine's repositories under one name.",
    `# Check it with storectl verify; look at it with storectl filter --store ${id}.`,
    `id: ${scalar(id)}`,
    `name: ${scalar(name)}`,
    `description: ${scalar(description)}`,
    "",
    "# Files in /usr/share/container-stores/, /usr/share/icons/ or /usr/share/pixmaps/.",
    `# icon: /usr/share/container-stores/${id}/icon.svg`,
    `# banner: /usr/share/container-stores/${id}/banner.png`,
    "",
    "# A package is in the store when it matches every list that is given, by any entry of each.",
    "filters:",
    ...lists,
    "",
    "# Words for the sections that the store shows.",
    "# section_metadata:",
    "#   utils:",
    "#     label: Tools",
    "#     description: Small helpers",
    "",
    "# Words for categories, which are the values of category:: tags.",
    "# category_metadata:",
    "#   - id: navigation",
    "#     label: Navigation",
    "",
  ].join("\n");
}
