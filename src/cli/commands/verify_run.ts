/**
 * `storectl verify`: the work.
 *
 * @module
 */

import { StoreError } from "../../core/store_error.ts";
import { pathOf } from "../../extensions/verify_report.ts";
import type { VerifyReport } from "../../extensions/verify_report.ts";
import { verifyStore } from "../../stores/verify_store.ts";
import { statFile } from "../../sys/stat_file.ts";
import type { CommandContext, Format, GlobalFlags } from "../context.ts";
import type { VerifyReply } from "../contract.ts";
import type { Outcome } from "../outcome.ts";
import { dataFolder } from "../data_folder.ts";
import { openProgressLine, outputFormat } from "../output.ts";
import { printing } from "../printing.ts";
import type { CliContext } from "../printing.ts";
import { progressText } from "../progress_bar.ts";
import { viewOf } from "../verify_view.ts";
import type { ReportForm } from "../report_forms.ts";

/** What the command line says. */
export interface VerifyFlags extends GlobalFlags {
  /** `--report`. */
  readonly report?: ReportForm;
  /** `--fast`. */
  readonly fast: boolean;
  /** `--changed-since`. */
  readonly changedSince?: string;
  /** `--rebuild-index`. */
  readonly rebuildIndex: boolean;
  /** `--key`. */
  readonly key?: readonly string[];
  /** `--jobs`. */
  readonly jobs?: number;
  /** `--installed`. */
  readonly installed: boolean;
  /** `--assets`. */
  readonly assets?: string;
  /** `--strict`. */
  readonly strict: boolean;
}

/** Told how far some reading is. */
type OnProgress = (done: number, total: number) => void;

/** Does some reading with a bar for people. */
async function withBar<Result>(
  flags: VerifyFlags,
  body: (onProgress: OnProgress | undefined) => Promise<Result>,
): Promise<Result> {
  using line = openProgressLine(flags);
  const start = performance.now();
  return await body(
    line && ((done, total) => {
      const elapsed = performance.now() - start;
      line.show(progressText({ done, total, elapsed }, line.columns));
    }),
  );
}

/** Verifies one store. */
async function verifyOne(
  target: string,
  flags: VerifyFlags,
): Promise<VerifyReport> {
  const changes = flags.changedSince === undefined
    ? {}
    : await (await import("../../stores/changed_versions.ts"))
      .changedVersions(target, flags.changedSince);
  const { fast: isFast, jobs: threads, key: keys } = flags;
  return await withBar(
    flags,
    (onProgress) =>
      verifyStore(target, { isFast, threads, keys, ...changes, onProgress }),
  );
}

/** Verifies what is installed. */
async function verifyData(flags: VerifyFlags): Promise<VerifyReport> {
  const data = dataFolder(flags.root);
  if (data === undefined) {
    throw new StoreError(
      "INVALID_ARGUMENT",
      "Cannot find what is installed: no home is known",
      { hint: "Set HOME or XDG_DATA_HOME." },
    );
  }
  const { verifyInstalled } = await import(
    "../../installed/verify_installed.ts"
  );
  const { fast: isFast, jobs: threads } = flags;
  return await withBar(
    flags,
    (onProgress) => verifyInstalled(data, { isFast, threads, onProgress }),
  );
}

/** Refuses paths where none is taken, and none where one is needed. */
function checkPaths(flags: VerifyFlags, paths: readonly string[]): void {
  if (flags.installed === (paths.length === 0)) return;
  throw new StoreError(
    "INVALID_ARGUMENT",
    flags.installed
      ? `Cannot verify "${paths[0]}": --installed takes no path`
      : "Cannot verify: no path is given",
    { hint: "Give the directory of a store, a definition, or --installed." },
  );
}

/** Verifies those targets that are definitions; what it takes is loaded only where one may be. */
async function definitionReports(
  context: CommandContext,
  flags: VerifyFlags,
  paths: readonly string[],
): Promise<readonly VerifyReport[]> {
  const others = paths.filter((path) =>
    statFile(`${path}/store.json`) === null
  );
  if (others.length === 0) return [];
  const { isDefinitionTarget, verifyDefinitions } = await import(
    "../../stores/verify_definitions.ts"
  );
  const definitions = others.filter((path) => isDefinitionTarget(path));
  if (definitions.length === 0) return [];
  const { root, assets } = flags;
  return await context.askCatalog(
    flags,
    (catalog) => verifyDefinitions(definitions, { root, catalog, assets }),
  );
}

/** Verifies all targets; one that is no store does not keep the others from being verified. */
async function verifyAll(
  context: CommandContext,
  flags: VerifyFlags,
  paths: readonly string[],
): Promise<
  { reports: readonly VerifyReport[]; failure?: StoreError | undefined }
> {
  checkPaths(flags, paths);
  if (flags.installed) return { reports: [await verifyData(flags)] };
  const found = new Map(
    (await definitionReports(context, flags, paths))
      .map((report) => [report.target, report]),
  );
  let failure: StoreError | undefined;
  for (const path of paths) {
    if (found.has(path)) continue;
    try {
      found.set(path, await verifyOne(path, flags));
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      failure ??= error;
    }
  }
  const reports = [...new Set(paths)].map((path) => found.get(path))
    .filter((report) => report !== undefined);
  return { reports, failure };
}

/** One reply for all targets. */
function replyOf(reports: readonly VerifyReport[]): VerifyReply {
  if (reports.length === 1) return reports[0]!;
  const sum = (count: (report: VerifyReport) => number): number =>
    reports.reduce((total, report) => total + count(report), 0);
  return {
    target: null,
    kind: null,
    ok: reports.every(({ ok }) => ok),
    checked: {
      extensions: sum(({ checked }) => checked.extensions),
      files: sum(({ checked }) => checked.files),
      bytes: sum(({ checked }) => checked.bytes),
    },
    problems: reports.flatMap((report) =>
      report.problems.map((problem) => ({
        ...problem,
        path: pathOf(report, problem),
      }))
    ),
    reports,
  };
}

/** The failure that goes with what was found. */
function failureOf(
  reports: readonly VerifyReport[],
  isStrict: boolean,
): StoreError | undefined {
  const all = reports.flatMap(({ problems }) => problems);
  const errors = all.filter(({ severity }) => severity === "error").length;
  if (errors > 0) {
    return new StoreError(
      "PROBLEMS_FOUND",
      `Cannot vouch for all of it: ${errors} ${
        errors === 1 ? "error" : "errors"
      }`,
      { hint: "Look at the report." },
    );
  }
  if (!isStrict || all.length === 0) return undefined;
  return new StoreError(
    "NOT_CLEAN",
    `Cannot accept warnings: there are ${all.length}`,
    { hint: "Look at the report, or leave out --strict." },
  );
}

async function work(
  context: CommandContext,
  flags: VerifyFlags,
  ...paths: readonly string[]
): Promise<Outcome<VerifyReply>> {
  const { reports, failure } = await verifyAll(context, flags, paths);
  if (failure !== undefined && reports.length === 0) throw failure;
  return {
    reply: replyOf(reports),
    failure: failure ?? failureOf(reports, flags.strict),
  };
}

const FORMS: Readonly<Record<Format, ReportForm>> = {
  json: "json",
  ndjson: "ndjson",
  table: "text",
};

/** Runs the command. */
export async function run(
  this: CliContext,
  flags: VerifyFlags,
  ...paths: string[]
): Promise<void> {
  if (flags.rebuildIndex) {
    const { runRebuild } = await import("../rebuild_run.ts");
    return await runRebuild.call(this, flags, ...paths);
  }
  const form = flags.report ?? FORMS[outputFormat(flags.format)];
  const { format, view } = viewOf(form);
  await printing(work, view).call(this, { ...flags, format }, ...paths);
}
