/**
 * `storectl filter`: flags and help.
 *
 * @module
 */

import { DEFAULT_PAGE_PACKAGES } from "../../core/limits.ts";
import { TABS } from "../../curation/cascade.ts";
import {
  ARCHITECTURE_FLAG,
  GLOBAL_FLAGS,
  parseCount,
  parseText,
  repeatable,
  STORE_FLAGS,
} from "../flags.ts";
import { buildCommand } from "../stricli.ts";

/** Lists packages. */
export const filter = buildCommand({
  loader: async () => (await import("./filter_run.ts")).run,
  parameters: {
    flags: {
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
        brief:
          "Fields to print; what a package list shows unless given, or all",
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
    },
  },
  docs: {
    brief:
      "List packages by store, repository, tab, section, category, tag and words",
    fullDescription: [
      "List packages. Options narrow the list in a cascade: store, repository, tab, section, category and tag,",
      "search; then the list is sorted and cut into pages. A name that nothing answers to gives an empty list and",
      "a warning.",
      "",
      "Examples:",
      "  storectl filter --store development --tab installed --limit 5",
      "  storectl filter --store science --store games --search chess",
      "  storectl filter --repo Debian:stable --tab updates --format json",
      "  storectl filter --all --format ndjson --fields name,version",
    ].join("\n"),
  },
});
