/**
 * `storectl filter --explain`: the work.
 *
 * @module
 */

import type { Catalog } from "../../catalog/catalog.ts";
import type { Page } from "../../catalog/page.ts";
import type { LayerRow, RootCatalog } from "../../catalog/root_catalog.ts";
import { nearestName } from "../../core/nearest_name.ts";
import { StoreError } from "../../core/store_error.ts";
import { selectPage } from "../../curation/cascade.ts";
import type { Query } from "../../curation/cascade.ts";
import { explainRow } from "../../curation/explain_row.ts";
import { unknownNames } from "../../curation/known_names.ts";
import type { CommandContext } from "../context.ts";
import type { ExplainReply, ExplainStep, Explanation } from "../contract.ts";
import type { Outcome, View } from "../outcome.ts";
import { printing } from "../printing.ts";
import type { TextTable } from "../text_table.ts";
import { missingLists } from "./_selection.ts";
import { appliedFilters, checkLimits, queryOf } from "./filter_run.ts";
import type { FilterFlags } from "./filter_run.ts";

/** Flags of `filter`, with the one that only the long way knows. */
export interface ExplainFlags extends FilterFlags {
  /** `--explain`. */
  readonly explain?: string;
}

type Row = readonly [string, ExplainStep["kept"], ...(readonly string[])[]];

/** The rows of a step: itself, then the lists of its stores. */
function stepRows(step: ExplainStep): readonly Row[] {
  const own: Row = [step.step, step.kept, step.matched, step.asked, step.has];
  const lists = (step.stores ?? []).flatMap(({ id, lists }) =>
    lists.map(({ list, kept, matched, asked, has }): Row => [
      `  ${id}: ${list}`,
      kept,
      matched,
      asked,
      has,
    ])
  );
  return [own, ...lists];
}

function stepTable(steps: readonly ExplainStep[]): TextTable {
  return {
    columns: ["STEP", "KEEPS IT", "BY", "ASKED FOR", "THE PACKAGE HAS"].map((
      title,
    ) => ({ title })),
    rows: steps.flatMap(stepRows).map(([title, kept, ...lists]) => [
      title,
      kept ? "yes" : "no",
      ...lists.map((values) => values.join(", ") || "-"),
    ]),
  };
}

const VIEW: View<ExplainReply> = {
  document: (reply) => reply,
  rows: ({ packages }) => packages,
  table: ({ packages, totalCount }) =>
    packages.flatMap((
      { name, architecture, droppedBy, position, steps },
      index,
    ) => [
      ...index > 0 ? [""] : [],
      `${name} (${architecture}): ${
        droppedBy === null
          ? `kept, number ${(position ?? 0) + 1} of ${totalCount}`
          : `dropped by ${droppedBy}`
      }`,
      "",
      ...steps.length > 0 ? [stepTable(steps)] : [],
    ]),
  warnings: ({ warnings }) => warnings,
};

function architectureOf(catalog: Catalog, row: number): string {
  return catalog.facts.architectures[catalog.architecture.at(row)]!;
}

/** The rows that `NAME` or `NAME:ARCHITECTURE` means. */
function rowsOf(catalog: RootCatalog, argument: string): readonly LayerRow[] {
  const [name = "", architecture] = argument.split(":", 2);
  const rows = catalog.rowsOf(name).filter(({ catalog, row }) =>
    architecture === undefined || architecture === architectureOf(catalog, row)
  );
  if (rows.length > 0) return rows;
  const nearest = nearestName(name, catalog.names());
  throw new StoreError(
    "NOT_FOUND",
    `Cannot explain package "${argument}": no repository has it, and it is not installed`,
    nearest === undefined ? {} : { hint: `Use "${nearest}".` },
  );
}

/** Where a row stands in an answer, or -1. */
function positionOf({ runs }: Page, { catalog, row }: LayerRow): number {
  let before = 0;
  for (const { catalog: layer, rows } of runs) {
    const index = layer === catalog ? rows.indexOf(row) : -1;
    if (index >= 0) return before + index;
    before += rows.length;
  }
  return -1;
}

function explain(query: Query, own: LayerRow, answer: Page): Explanation {
  const { catalog, row } = own;
  const steps = explainRow(catalog, query, row);
  const position = positionOf(answer, own);
  return {
    name: catalog.name(row),
    architecture: architectureOf(catalog, row),
    kept: position >= 0,
    droppedBy: steps.find(({ kept }) => !kept)?.step ?? null,
    position: position < 0 ? null : position,
    steps,
  };
}

async function work(
  context: CommandContext,
  flags: ExplainFlags,
): Promise<Outcome<ExplainReply>> {
  checkLimits(flags, false);
  const { explain: argument = "" } = flags;
  const stores = flags.store === undefined
    ? undefined
    : await context.openStores(flags, flags.store);
  const query = queryOf(flags, stores?.selected);
  return await context.askCatalog(flags, (catalog) => {
    const rows = rowsOf(catalog, argument);
    const answer = selectPage(catalog, query, 0, catalog.count);
    return {
      reply: {
        packages: rows.map((row) => explain(query, row, answer)),
        totalCount: answer.total,
        appliedFilters: appliedFilters(flags),
        warnings: [
          ...catalog.facts.warnings,
          ...stores?.warnings ?? [],
          ...unknownNames(catalog, query),
        ],
      },
      failure: missingLists(catalog),
    };
  });
}

/** Runs the command. */
export const run = printing(work, VIEW);
