/**
 * Flags of `verify`, for both ways to read a command line.
 *
 * @module
 */

import { StoreError } from "../core/store_error.ts";
import { GLOBAL_FLAGS, parseCount, parseText, repeatable } from "./flags.ts";
import { REPORTS } from "./report_forms.ts";

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
