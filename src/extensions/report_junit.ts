/**
 * A report as JUnit XML, which most build servers read.
 *
 * @module
 */

import { pathOf, sentenceOf } from "./verify_report.ts";
import type { VerifyReport } from "./verify_report.ts";

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
  "\t": "&#9;",
  "\n": "&#10;",
  "\r": "&#13;",
};

/** Escapes text of attributes and elements. What XML cannot hold at all becomes U+FFFD. */
function escapeXml(text: string): string {
  return text.toWellFormed()
    // deno-lint-ignore no-control-regex -- they are what XML cannot hold
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "\ufffd")
    .replace(/[&<>"'\t\n\r]/g, (character) => ENTITIES[character]!);
}

function attributes(values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values).map(([name, value]) =>
    ` ${name}="${escapeXml(String(value))}"`
  ).join("");
}

/** One suite for a target: a case for each problem, or one case where there is none. Warnings are no failures. */
function suite(report: VerifyReport): string[] {
  const { target, kind, problems } = report;
  const failures = problems.filter(({ severity }) => severity === "error");
  const cases = problems.map((problem) => {
    const { severity, code, message } = problem;
    const head = `    <testcase${
      attributes({ classname: pathOf(report, problem), name: code })
    }>`;
    const text = escapeXml(sentenceOf(problem));
    return severity === "error"
      ? `${head}<failure${
        attributes({ type: code, message })
      }>${text}</failure></testcase>`
      : `${head}<system-out>${text}</system-out></testcase>`;
  });
  if (cases.length === 0) {
    cases.push(
      `    <testcase${attributes({ classname: target, name: kind })}/>`,
    );
  }
  return [
    `  <testsuite${
      attributes({
        name: target,
        tests: cases.length,
        failures: failures.length,
        errors: 0,
        skipped: 0,
      })
    }>`,
    ...cases,
    "  </testsuite>",
  ];
}

/** The lines of the document. */
export function reportJunit(reports: readonly VerifyReport[]): string[] {
  const suites = reports.map(suite);
  const count = reports.map(({ problems }) =>
    problems.filter(({ severity }) => severity === "error").length
  ).reduce((sum, failures) => sum + failures, 0);
  const tests = reports.reduce(
    (sum, { problems }) => sum + Math.max(1, problems.length),
    0,
  );
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${
      attributes({ name: "storectl verify", tests, failures: count, errors: 0 })
    }>`,
    ...suites.flat(),
    "</testsuites>",
  ];
}
