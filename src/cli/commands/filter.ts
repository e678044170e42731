/**
 * `storectl filter`: flags and help.
 *
 * @module
 */

import { FILTER_FLAGS } from "../command_flags.ts";
import { parseText } from "../flags.ts";
import { buildCommand } from "../stricli.ts";

/** Lists packages. */
export const filter = buildCommand({
  loader: async () => (await import("./filter_or_explain_run.ts")).run,
  parameters: {
    flags: {
      // not among the flags that the short way in knows: an explanation takes the long one
      explain: {
        kind: "parsed",
        parse: parseText,
        optional: true,
        placeholder: "name",
        brief: "Say which steps keep or drop this package, and by which values",
      },
      ...FILTER_FLAGS,
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
      "  storectl filter --store marine --tab updates --explain gpsd",
    ].join("\n"),
  },
});
