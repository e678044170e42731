/**
 * A report as the workflow commands of GitHub, which shows them beside the files.
 *
 * @module
 */

import { pathOf, sentenceOf } from "./verify_report.ts";
import type { VerifyReport } from "./verify_report.ts";

/** Escapes what stands behind `::`; as `@actions/core` does. */
function escapeData(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D")
    .replaceAll("\n", "%0A");
}

/** Escapes a property, which ends at `,` and `::`. */
function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}

/** One line for each problem; none for a clean target. */
export function reportGithub(reports: readonly VerifyReport[]): string[] {
  return reports.flatMap((report) =>
    report.problems.map((problem) => {
      const { severity, code, line, column } = problem;
      const properties = [
        `file=${escapeProperty(pathOf(report, problem))}`,
        ...(line === undefined ? [] : [`line=${line}`]),
        ...(column === undefined ? [] : [`col=${column}`]),
        `title=${escapeProperty(code)}`,
      ];
      return `::${severity} ${properties.join(",")}::${
        escapeData(sentenceOf(problem))
      }`;
    })
  );
}
