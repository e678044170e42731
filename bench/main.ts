/**
 * `deno task bench`: storectl against a bare `deno run`, python-apt and APT's own programs.
 *
 * The contenders of a line take turns, so that a busy machine hurts all of them alike; tables show
 * medians, and ratios of runs that were made right after each other. What this machine does not
 * have is skipped. `--help` has the options.
 *
 * @module
 */

import { afterChanges } from "./after_change.ts";
import { allRows } from "./all_rows.ts";
import type { Finding } from "./finding.ts";
import { growth } from "./growth.ts";
import { openMeasurer } from "./measure.ts";
import { PROJECT, readOptions } from "./options.ts";
import { lineText, markdown, summaryText } from "./report.ts";
import { setUp } from "./setup.ts";
import type { Setup } from "./setup.ts";
import { startUp } from "./start_up.ts";
import { warmQueries } from "./warm_queries.ts";

/** Measures the lines of a group. */
type Group = (
  setup: Setup,
  isWanted: (line: string) => boolean,
) => AsyncGenerator<Finding, void>;

/** All that is measured, by the name of the group. */
const GROUPS: Readonly<Record<string, Group>> = {
  "start-up": startUp,
  "warm": warmQueries,
  "change": afterChanges,
  "output": allRows,
  "growth": growth,
};

/** The machine and the method, one sentence each. */
async function machine(setup: Setup): Promise<readonly string[]> {
  const { options: { runs }, measurer } = setup;
  const { totalCount } = await setup.ask(["filter", "--limit", "1"]) as {
    readonly totalCount: number;
  };
  const memory = Math.round(Deno.systemMemoryInfo().total / 2 ** 30);
  return [
    `${navigator.hardwareConcurrency} cores (${Deno.build.arch}), ${memory} GiB of memory, ${Deno.build.os}, Deno ${Deno.version.deno}.`,
    `The root has ${
      totalCount.toLocaleString("en")
    } packages; the limits are for some 60,000.`,
    `Load of the machine when it began: ${Deno.loadavg()[0]!.toFixed(1)}.`,
    `Medians of ${runs} runs in turns; processor time by ${measurer.method}.`,
  ];
}

/** Replaces what follows the mark in `docs/performance.md`. */
async function updatePage(tables: string): Promise<void> {
  const page = `${PROJECT}docs/performance.md`;
  const mark = "<!-- bench -->";
  const [text] = (await Deno.readTextFile(page)).split(mark);
  await Deno.writeTextFile(page, `${text}${mark}\n\n${tables}\n`);
  const { success } = await new Deno.Command(Deno.execPath(), {
    args: ["fmt", "--quiet", page],
    cwd: PROJECT,
  }).output();
  if (!success) throw new Error(`Cannot format "${page}": deno fmt failed`);
}

const options = readOptions();
const isText = options.output === "text";
/** What stdout is not for goes to stderr. */
const say = (text: string) => isText ? console.log(text) : console.error(text);

await using cleanup = new AsyncDisposableStack();
const measurer = cleanup.use(await openMeasurer(PROJECT));
const work = await Deno.makeTempDir({ prefix: "storectl-bench-" });
cleanup.defer(() => Deno.remove(work, { recursive: true }));
const setup = await setUp(options, measurer, work, say);
const facts = await machine(setup);
for (const fact of facts) say(fact);

const findings: Finding[] = [];
for (const [group, measure] of Object.entries(GROUPS)) {
  const isWanted = (line: string) =>
    options.only.length === 0 ||
    options.only.some((part) => group.includes(part) || line.includes(part));
  for await (const finding of measure(setup, isWanted)) {
    findings.push(finding);
    say(lineText(finding));
  }
}
if (findings.length === 0) {
  console.error("error: --only: no line is called so");
  Deno.exitCode = 2;
} else if (options.output === "json") {
  console.log(JSON.stringify({ facts, findings }, null, 2));
} else if (isText) console.log(summaryText(findings));
else console.log(markdown(findings, facts));
if (options.update && findings.length > 0) {
  await updatePage(markdown(findings, facts));
}
