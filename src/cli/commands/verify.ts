/**
 * `storectl verify`: flags and help.
 *
 * @module
 */

import { parseText } from "../flags.ts";
import { buildCommand } from "../stricli.ts";
import { VERIFY_FLAGS } from "../verify_flags.ts";

/** Verifies stores and store definitions. */
export const verify = buildCommand({
  loader: async () => (await import("./verify_run.ts")).run,
  parameters: {
    flags: VERIFY_FLAGS,
    positional: {
      kind: "array",
      parameter: {
        brief:
          "Directory of a store, a store definition, or a directory of them",
        parse: parseText,
        placeholder: "path",
      },
    },
  },
  docs: {
    brief: "Check every link of a store, or a store definition",
    fullDescription: [
      "Check every link of an extension store: store.json, the manifests it links, and the files they link. All that",
      "is wrong is reported in one pass. Nothing is written, and no link that leaves the store is followed.",
      "Store definitions are checked against their schema and, where there are package lists, against the packages.",
      "",
      "Exit status: 0 clean, 1 problems, 5 not a store.",
      "",
      "Examples:",
      "  storectl verify /srv/store",
      "  storectl verify . --changed-since origin/main --report github",
      "  storectl verify stores/ --strict --report sarif > verify.sarif",
      "  storectl verify /srv/store --rebuild-index > store.json.new",
      "  storectl verify --installed",
    ].join("\n"),
  },
});
