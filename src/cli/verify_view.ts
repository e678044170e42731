/**
 * What `verify` prints, in each form of its report.
 *
 * @module
 */

import type { Problem } from "../extensions/problem.ts";
import { reportGithub } from "../extensions/report_github.ts";
import { reportJunit } from "../extensions/report_junit.ts";
import { reportSarif } from "../extensions/report_sarif.ts";
import { pathOf } from "../extensions/verify_report.ts";
import type { VerifyReport } from "../extensions/verify_report.ts";
import type { Format } from "./context.ts";
import type { VerifyReply } from "./contract.ts";
import type { View } from "./outcome.ts";
import { byteText } from "./progress_bar.ts";
import type { ReportForm } from "./report_forms.ts";
import { VERSION } from "./version.ts";

/** The reports of a reply. */
export function reportsOf(reply: VerifyReply): readonly VerifyReport[] {
  const { reports, target, kind } = reply;
  if (reports !== undefined) return reports;
  return target === null || kind === null ? [] : [{ ...reply, target, kind }];
}

function plural(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** One problem for people. */
function problemLines(report: VerifyReport, problem: Problem): string[] {
  const { severity, code, message, expected, actual, hint, line, column } =
    problem;
  const place = [pathOf(report, problem), line, column].filter((part) =>
    part !== undefined
  ).join(":");
  return [
    `${severity} ${code} ${place}`,
    `  ${message}`,
    ...(expected === undefined ? [] : [`  expected ${expected}`]),
    ...(actual === undefined ? [] : [`  found    ${actual}`]),
    ...(hint === undefined ? [] : [`  hint: ${hint}`]),
  ];
}

/** The line that sums a report up. */
function summary(report: VerifyReport): string {
  const { target, kind, problems, checked } = report;
  const errors = problems.filter(({ severity }) => severity === "error").length;
  const warnings = problems.length - errors;
  const found = [
    ...(errors > 0 ? [plural(errors, "error")] : []),
    ...(warnings > 0 ? [plural(warnings, "warning")] : []),
  ];
  const looked = kind === "definition"
    ? plural(checked.files, "definition")
    : `${plural(checked.extensions, "version")}, ${
      plural(checked.files, "file")
    }, ${byteText(checked.bytes)} read`;
  return `${target}: ${
    found.length === 0 ? "no problems" : found.join(", ")
  } in ${looked}`;
}

function* text(reply: VerifyReply): Generator<string> {
  for (const report of reportsOf(reply)) {
    for (const problem of report.problems) {
      yield problemLines(report, problem).join("\n");
    }
    if (report.catalog === false) {
      yield `${report.target}: not compared with a catalog: there are no package lists`;
    }
    yield summary(report);
  }
}

const VIEW: View<VerifyReply> = {
  document: (reply) => reply,
  rows: (reply) =>
    reportsOf(reply).flatMap(({ target, problems }) =>
      problems.map((problem) => ({ target, ...problem }))
    ),
  table: text,
  warnings: () => [],
};

/** How a form is printed: by one of the formats, and what it shows. */
export function viewOf(
  form: ReportForm,
): { readonly format: Format; readonly view: View<VerifyReply> } {
  switch (form) {
    case "text":
      return { format: "table", view: VIEW };
    case "json":
    case "ndjson":
      return { format: form, view: VIEW };
    case "github":
      return {
        format: "table",
        view: { ...VIEW, table: (reply) => reportGithub(reportsOf(reply)) },
      };
    case "junit":
      return {
        format: "table",
        view: { ...VIEW, table: (reply) => reportJunit(reportsOf(reply)) },
      };
    case "sarif":
      return {
        format: "json",
        view: {
          ...VIEW,
          document: (reply) => reportSarif(reportsOf(reply), VERSION),
        },
      };
  }
}
