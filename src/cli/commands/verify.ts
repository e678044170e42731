/**
 * `storectl verify`: flags and help.
 *
 * @module
 */

import { StoreError } from "../../core/store_error.ts";
import { GLOBAL_FLAGS, parseCount, parseText, repeatable } from "../flags.ts";
import { REPORTS } from "../report_forms.ts";
import { buildCommand } from "../stricli.ts";

/** The most threads. */
const MOST_JOBS = 64;

function parseJobs(text: string): number {
  const jobs = parseCount(text);
  if (jobs >= 1 && jobs <= MOST_JOBS) return jobs;
  throw new StoreError(
    "INVALID_ARGUMENT",
    `expected 1 to ${MOST_JOBS} threads, found "${text}"`,
    { hint: "Leave it out to use the cores there are." },
  );
}

/** Flags of the command. */
export const VERIFY_FLAGS = {
  report: {
    kind: "enum",
    values: REPORTS,
    optional: true,
    brief: "Form of the report; as --format says unless given",
  },
  fast: {
    kind: "boolean",
    default: false,
    withNegated: false,
    brief: "Check links and sizes, without reading the files",
  },
  changedSince: {
    kind: "parsed",
    parse: parseText,
    optional: true,
    placeholder: "ref",
    brief: "Only versions that changed since this commit of git",
  },
  rebuildIndex: {
    kind: "boolean",
    default: false,
    withNegated: false,
    brief: "Print a store.json made from the manifests that lie there",
  },
  key: repeatable(
    "key",
    "Public key of which one has to have signed; repeatable",
  ),
  jobs: {
    kind: "parsed",
    parse: parseJobs,
    optional: true,
    placeholder: "n",
    brief:
      "Threads that read files; one for each core unless given, up to four",
  },
  installed: {
    kind: "boolean",
    default: false,
    withNegated: false,
    brief: "Verify what is installed; no path then",
  },
  assets: {
    kind: "parsed",
    parse: parseText,
    optional: true,
    placeholder: "dir",
    brief: "Directory that plays / for icons and banners of definitions",
  },
  strict: {
    kind: "boolean",
    default: false,
    withNegated: false,
    brief: "Warnings count too",
  },
  ...GLOBAL_FLAGS,
} as const;

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
