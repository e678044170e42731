/**
 * What the bench found out, as text and as the tables of `docs/performance.md`. Pure.
 *
 * @module
 */

import { BARE, BUNDLE, PYTHON, SOURCE, stateOf } from "./finding.ts";
import type { Check, Finding } from "./finding.ts";

/** Characters of the widest column of a terminal. */
const WIDTH = 56;

type Measured = Finding["measured"][number];
type Rows = readonly (readonly string[])[];

/** A number, or a dash where it is not known. */
function number(value: number | undefined, digits: number): string {
  return value !== undefined && Number.isFinite(value)
    ? value.toFixed(digits)
    : "-";
}

const milliseconds = (seconds: number | undefined) =>
  number(seconds === undefined ? undefined : seconds * 1000, 1);
const mebibytes = (bytes: number | undefined) =>
  number(bytes === undefined ? undefined : bytes / 2 ** 20, 1);

/** The value of a check, with its unit. */
function valueText({ value, unit }: Check): string {
  return number(value, 2) + (Number.isFinite(value) ? unit : "");
}

/** Its bound. */
function limitText({ limit, atLeast, unit }: Check): string {
  return `${atLeast ? "≥" : "≤"} ${limit}${unit}`;
}

/** Text that fits into a column. */
function shorten(text: string): string {
  return text.length > WIDTH ? `${text.slice(0, WIDTH - 3)}...` : text;
}

/** Columns for a terminal: words to the left, numbers to the right. */
function textTable(table: Rows): string {
  const rows = table.map((row) => row.map(shorten));
  const widths = rows[0]!.map((_, column) =>
    Math.max(...rows.map((row) => row[column]!.length))
  );
  return rows.map((row) =>
    row.map((text, column) =>
      isWords(rows, column)
        ? text.padEnd(widths[column]!)
        : text.padStart(widths[column]!)
    ).join("  ").trimEnd()
  ).join("\n");
}

/** Whether a column has words; what is measured starts with a digit, a sign or a dash. */
function isWords(rows: Rows, column: number): boolean {
  return /^[a-z(]/i.test(rows.at(-1)?.[column] ?? "");
}

/** The same as Markdown. */
function markdownTable(rows: Rows): string {
  const [head = [], ...body] = rows;
  const rule = head.map((_, column) => isWords(rows, column) ? "---" : "---:");
  return [head, rule, ...body].map((row) =>
    `| ${row.map((text) => shorten(text).replaceAll("|", "\\|")).join(" | ")} |`
  ).join("\n");
}

/** One line as soon as it is measured, for a terminal. */
export function lineText(finding: Finding): string {
  const { group, line, measured, skipped, checks, parts, notes = [] } = finding;
  const head = ["", "cpu ms", "wall ms", "peak MiB", "read MiB", "× bare"]
    .concat("× bare, wall", "× storectl");
  const rows = measured.map((one) => [
    one.name,
    milliseconds(one.cpu),
    milliseconds(one.wall),
    mebibytes(one.peak),
    mebibytes(one.read),
    number(one.cpuTimes, 2),
    number(one.wallTimes, 2),
    number(one.ownTimes, 2),
  ]);
  return [
    `\n${group}: ${line}`,
    ...(rows.length > 0 ? [textTable([head, ...rows])] : []),
    ...(parts
      ? [textTable(parts.map(({ part, ms }) => [part, number(ms, 2), "ms"]))]
      : []),
    ...skipped.map((why) => `skipped: ${why}`),
    ...checks.map((check) =>
      `${stateOf(check)}: ${check.what} ${valueText(check)} (${
        limitText(check)
      })`
    ),
    ...notes,
  ].join("\n");
}

/** The lines in which storectl is a contender, one row each; those with parts have a table of their own. */
function summaryRows(findings: readonly Finding[]): Rows {
  const rows = findings.flatMap(({ line, measured, parts }) => {
    const find = (name: string): Measured | undefined =>
      measured.find((one) => one.name === name);
    const own = find(BUNDLE);
    if (!own || !find(BARE) || parts) return [];
    return [[
      line,
      milliseconds(own.cpu),
      number(own.cpuTimes, 2),
      milliseconds(own.wall),
      number(own.wallTimes, 2),
      mebibytes(own.peak),
      number(find(SOURCE)?.cpuTimes, 2),
      number(find(PYTHON)?.cpuTimes, 1),
      number(find(PYTHON)?.ownTimes, 1),
    ]];
  });
  const head = ["line", "CPU ms", "CPU × bare", "wall ms", "wall × bare"]
    .concat(
      "peak MiB",
      "from source, CPU × bare",
      "python-apt, CPU × bare",
      "python-apt, CPU × storectl",
    );
  return rows.length === 0 ? [] : [head, ...rows];
}

/** Everybody else, one row each. */
function otherRows(findings: readonly Finding[]): Rows {
  const own: readonly string[] = [BARE, BUNDLE, SOURCE, PYTHON];
  const rows = findings.flatMap(({ line, measured, parts }) =>
    measured.filter(({ name }) => !parts && !own.includes(name)).map((one) => [
      line,
      one.name,
      milliseconds(one.cpu),
      mebibytes(one.peak),
      number(one.ownTimes, 2),
    ])
  );
  return rows.length === 0
    ? []
    : [["line", "program", "CPU ms", "peak MiB", "CPU × storectl"], ...rows];
}

/** The bounds, one row each. */
function checkRows(findings: readonly Finding[]): Rows {
  const rows = findings.flatMap(({ line, checks }) =>
    checks.map((check) => [
      line,
      check.what,
      valueText(check),
      limitText(check),
      stateOf(check),
    ])
  );
  return rows.length === 0
    ? []
    : [["line", "what", "measured", "limit", ""], ...rows];
}

/** The parts of wholes, one row each. */
function partRows(findings: readonly Finding[]): Rows {
  const rows = findings.flatMap(({ line, parts = [] }) =>
    parts.map(({ part, ms }) => [line, part, number(ms, 2)])
  );
  return rows.length === 0 ? [] : [["line", "part", "CPU ms"], ...rows];
}

/** How many bounds hold. */
function verdict(findings: readonly Finding[]): string {
  const states = findings.flatMap(({ checks }) => checks.map(stateOf));
  const count = (state: string) => states.filter((one) => one === state).length;
  return `${count("ok")} limits hold, ${count("over")} do not, ${
    count("not measured")
  } could not be measured`;
}

/** The end of the text: every line and every bound once more, in one place. */
export function summaryText(findings: readonly Finding[]): string {
  const tables = [
    summaryRows(findings),
    partRows(findings),
    checkRows(findings),
  ]
    .filter((rows) => rows.length > 0).map(textTable);
  return `\n${[...tables, verdict(findings)].join("\n\n")}`;
}

/**
 * The tables of `docs/performance.md`.
 *
 * @param facts Where and how it was measured, one sentence each.
 */
export function markdown(
  findings: readonly Finding[],
  facts: readonly string[],
): string {
  const part = (title: string, rows: Rows) =>
    rows.length === 0 ? [] : [`### ${title}`, markdownTable(rows)];
  const notes = findings.flatMap(({ line, notes = [], skipped }) => [
    ...notes.map((note) => `- ${line}: ${note}`),
    ...skipped.map((why) => `- ${line}: left out: ${why}`),
  ]);
  return [
    facts.map((fact) => `- ${fact}`).join("\n"),
    ...part("Lines", summaryRows(findings)),
    ...part("Limits", checkRows(findings)),
    `${verdict(findings)}.`,
    ...part("Start-up", partRows(findings)),
    ...part("Other programs and other runs", otherRows(findings)),
    ...(notes.length > 0 ? ["### Notes", notes.join("\n")] : []),
  ].join("\n\n");
}
