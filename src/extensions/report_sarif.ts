/**
 * A report as SARIF 2.1.0, which code scanning services read.
 *
 * Source: {@link https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html}.
 *
 * @module
 */

import { PROBLEM_TEXTS } from "./problem_texts.ts";
import { pathOf, sentenceOf } from "./verify_report.ts";
import type { VerifyReport } from "./verify_report.ts";

/** A path as a URI reference: relative to where the program ran, or of a file. */
function uriOf(path: string): string {
  const text = path.toWellFormed().split("/").map(encodeURIComponent).join("/");
  if (text.startsWith("/")) return `file://${text}`;
  // a first segment with a colon would be a scheme, but that is escaped; an empty path is no reference
  return text === "" ? "." : text;
}

/**
 * The document.
 *
 * @param version Version of the program.
 */
export function reportSarif(
  reports: readonly VerifyReport[],
  version: string,
): unknown {
  const found = reports.flatMap((report) =>
    report.problems.map((problem) => ({ report, problem }))
  );
  const codes = [...new Set(found.map(({ problem }) => problem.code))].sort();
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [{
      tool: {
        driver: {
          name: "storectl",
          version,
          rules: codes.map((code) => ({
            id: code,
            shortDescription: { text: PROBLEM_TEXTS[code] },
          })),
        },
      },
      columnKind: "utf16CodeUnits",
      results: found.map(({ report, problem }) => {
        const { code, severity, line, column } = problem;
        return {
          ruleId: code,
          ruleIndex: codes.indexOf(code),
          level: severity,
          message: { text: sentenceOf(problem).toWellFormed() },
          locations: [{
            physicalLocation: {
              artifactLocation: { uri: uriOf(pathOf(report, problem)) },
              // some readers show nothing without a line
              region: {
                startLine: line ?? 1,
                ...(column === undefined ? {} : { startColumn: column }),
              },
            },
          }],
        };
      }),
    }],
  };
}
