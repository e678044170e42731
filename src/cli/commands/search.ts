/**
 * `storectl search`: flags and help.
 *
 * @module
 */

import { DEFAULT_PAGE_PACKAGES } from "../../core/limits.ts";
import { SEARCH_SORTS } from "../../stores/merge_matches.ts";
import {
  GLOBAL_FLAGS,
  parseCount,
  parseText,
  repeatable,
  STORE_FLAGS,
  TIMEOUT_FLAG,
} from "../flags.ts";
import { ASK_FLAGS } from "../life_cycle_flags.ts";
import { buildCommand } from "../stricli.ts";

/** Searches all stores. */
export const search = buildCommand({
  loader: async () => (await import("./search_run.ts")).run,
  parameters: {
    flags: {
      kind: repeatable("kind", "Only stores of this kind; repeatable"),
      store: repeatable(
        "name",
        "Only this store, also one that is not enabled; repeatable",
      ),
      tag: repeatable(
        "tag",
        "Only with this tag, or facet::*; repeatable, any of them",
      ),
      author: {
        kind: "parsed",
        parse: parseText,
        optional: true,
        placeholder: "words",
        brief: "Only with this in the author's name",
      },
      sort: {
        kind: "enum",
        values: SEARCH_SORTS,
        default: "relevance",
        brief: "Order; the highest version, newest, largest come first",
      },
      limit: {
        kind: "parsed",
        parse: parseCount,
        optional: true,
        placeholder: "n",
        brief:
          `Hits to print, 1 to 1000; ${DEFAULT_PAGE_PACKAGES} unless given`,
      },
      ...ASK_FLAGS,
      ...TIMEOUT_FLAG,
      ...STORE_FLAGS,
      ...GLOBAL_FLAGS,
    },
    positional: {
      kind: "array",
      parameter: {
        brief: "Words, all of which are found",
        parse: parseText,
        placeholder: "query",
      },
    },
  },
  docs: {
    brief: "Search all stores at once",
    fullDescription: [
      "Search extensions and packages in all enabled stores at once. All words have to be found, in any letter case, in",
      "id, name, tags, author or description. Without words everything answers.",
      "",
      "By relevance: the id itself, the start of the id, words of id or name, starts of words, parts of them, tags,",
      "the author, anything else. Between equals, trusted stores and those of higher priority come first.",
      "",
      "A store that does not answer in time is left out with a warning.",
      "",
      "Examples:",
      "  storectl search chart reader",
      "  storectl search --store team --sort updated --limit 10",
      "  storectl search gps --kind local --format json",
    ].join("\n"),
  },
});
