/**
 * The forms in which `verify` can report.
 *
 * @module
 */

/** Names of the forms. */
export const REPORTS = [
  "text",
  "json",
  "ndjson",
  "github",
  "sarif",
  "junit",
] as const;

/** Form of a report. */
export type ReportForm = (typeof REPORTS)[number];
