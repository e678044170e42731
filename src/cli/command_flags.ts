/**
 * The flags of the queries.
 *
 * @module
 */

import { DEFAULT_PAGE_PACKAGES } from "../core/limits.ts";
import { TABS } from "../curation/cascade.ts";
import {
  ARCHITECTURE_FLAG,
  GLOBAL_FLAGS,
  ONE_STORE_FLAG,
  parseCount,
  parseText,
  repeatable,
  STORE_FLAGS,
} from "./flags.ts";

/** Flags of `repos list`, `sections` and `categories`. */
export const SELECTION_FLAGS = {
  ...ONE_STORE_FLAG,
  ...ARCHITECTURE_FLAG,
  ...STORE_FLAGS,
  ...GLOBAL_FLAGS,
} as const;

/** Flags of `stores list`. */
export const STORES_LIST_FLAGS = {
  kind: {
    kind: "parsed",
    parse: parseText,
    optional: true,
    placeholder: "kind",
    brief: "Only stores of this kind: apt, local, git or http",
  },
  ...STORE_FLAGS,
  ...GLOBAL_FLAGS,
} as const;

/** Flags of `filter`. */
export const FILTER_FLAGS = {
  store: repeatable(
    "id",
    "Packages of this store; repeatable, any of them",
  ),
  repo: repeatable(
    "id",
    "Packages whose candidate this repository carries; repeatable",
  ),
  tab: {
    kind: "enum",
    values: TABS,
    optional: true,
    brief: "Installed packages, or those with updates",
  },
  search: {
    kind: "parsed",
    parse: parseText,
    optional: true,
    placeholder: "words",
    brief:
      "Packages with these words in their name or summary, best match first",
  },
  section: repeatable("name", "Packages in this section; repeatable"),
  category: repeatable("name", "Packages in this category; repeatable"),
  tag: repeatable(
    "tag",
    "Packages with this debtag, facet::value or facet::*; repeatable",
  ),
  offset: {
    kind: "parsed",
    parse: parseCount,
    optional: true,
    placeholder: "n",
    brief: "First package of the page, counted from 0",
  },
  limit: {
    kind: "parsed",
    parse: parseCount,
    optional: true,
    placeholder: "n",
    brief:
      `Packages on the page, 1 to 1000; ${DEFAULT_PAGE_PACKAGES} unless given`,
  },
  all: {
    kind: "boolean",
    default: false,
    withNegated: false,
    brief: "All packages, as ndjson or table",
  },
  fields: {
    kind: "parsed",
    parse: parseText,
    optional: true,
    placeholder: "a,b",
    brief: "Fields to print; what a package list shows unless given, or all",
  },
  strict: {
    kind: "boolean",
    default: false,
    withNegated: false,
    brief: "Exit with 1 when there is a warning",
  },
  ...ARCHITECTURE_FLAG,
  ...STORE_FLAGS,
  ...GLOBAL_FLAGS,
} as const;
