/**
 * `storectl filter`: the work.
 *
 * @module
 */

import { DEFAULT_PAGE_PACKAGES, LIMITS } from "../../core/limits.ts";
import { nearestName } from "../../core/nearest_name.ts";
import { StoreError } from "../../core/store_error.ts";
import type { Warning } from "../../core/warning.ts";
import { selectPage } from "../../curation/cascade.ts";
import type { Query, Tab } from "../../curation/cascade.ts";
import { unknownNames } from "../../curation/known_names.ts";
import type { RowRun } from "../../catalog/page.ts";
import type { RootCatalog } from "../../catalog/root_catalog.ts";
import type { CommandContext, GlobalFlags, StoreFlags } from "../context.ts";
import { missingLists } from "./_selection.ts";
import type { FilterReply, Package, PackageField } from "../contract.ts";
import type { Outcome, View } from "../outcome.ts";
import { outputFormat } from "../output.ts";
import { documentOf, keptLines, linesOf } from "../package_lines.ts";
import {
  DEFAULT_PACKAGE_FIELDS,
  isListed,
  PACKAGE_FIELDS,
  packageReader,
} from "../package_fields.ts";
import { printing } from "../printing.ts";
import { Utf8Watch } from "../utf8_watch.ts";

/** Flags of `filter`. */
export interface FilterFlags extends GlobalFlags, StoreFlags {
  readonly store?: readonly string[];
  readonly repo?: readonly string[];
  readonly tab?: Tab;
  readonly search?: string;
  readonly section?: readonly string[];
  readonly category?: readonly string[];
  readonly tag?: readonly string[];
  readonly offset?: number;
  readonly limit?: number;
  readonly all: boolean;
  readonly fields?: string;
  readonly strict: boolean;
  readonly allArchitectures: boolean;
}

/** The reply with rows that are made while they are printed. */
interface Reply extends Omit<FilterReply, "packages"> {
  readonly packages: Iterable<Partial<Package>>;
  /** The same as lines of JSON, where that is all that is wanted of them. */
  readonly lines?: Iterable<Uint8Array>;
  readonly fields: readonly PackageField[];
}

const VIEW: View<Reply> = {
  document: ({ fields: _, lines, packages, ...rest }) => {
    if (lines === undefined) return { packages: [...packages], ...rest };
    return documentOf([...lines], rest);
  },
  rows: ({ packages, lines }) => lines ?? packages,
  table: ({ packages, fields, offset, limit, totalCount, limited }) => [
    {
      columns: fields.map((field) => ({
        title: field.toUpperCase(),
        isNumber: /size$/i.test(field),
      })),
      rows: mapped(packages, (row) => fields.map((field) => cell(row[field]))),
    },
    ...(limited
      ? [
        "",
        `${offset + 1} to ${offset + limit} of ${totalCount}; --offset ${
          offset + limit
        } shows more`,
      ]
      : []),
  ],
  warnings: ({ warnings }) => warnings,
};

function* mapped<From, To>(
  items: Iterable<From>,
  map: (item: From) => To,
): Generator<To> {
  for (const item of items) yield map(item);
}

/** A value as it stands in a table. */
function cell(value: unknown): string {
  if (value === null || value === undefined) return "-";
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (Array.isArray(value)) {
    return value.map((item) =>
      typeof item === "string" ? item : JSON.stringify(item)
    ).join(", ");
  }
  return String(value);
}

/** The fields that a table shows when none are asked for. */
const TABLE_FIELDS: readonly PackageField[] = [
  "name",
  "version",
  "installedVersion",
  "section",
  "summary",
];

/** The fields to print. */
function parseFields(
  text: string | undefined,
  isTable: boolean,
): readonly PackageField[] {
  if (text === undefined) {
    return isTable ? TABLE_FIELDS : DEFAULT_PACKAGE_FIELDS;
  }
  if (text === "all") return PACKAGE_FIELDS;
  const names = text.split(",").map((name) => name.trim()).filter((name) =>
    name !== ""
  );
  for (const name of names) {
    if ((PACKAGE_FIELDS as readonly string[]).includes(name)) continue;
    const nearest = nearestName(name, PACKAGE_FIELDS);
    throw new StoreError(
      "INVALID_ARGUMENT",
      `Cannot print field "${name}": packages have no such field`,
      {
        hint: nearest === undefined
          ? `Pick from ${PACKAGE_FIELDS.join(", ")}.`
          : `Use "${nearest}".`,
      },
    );
  }
  if (names.length === 0) {
    throw new StoreError(
      "INVALID_ARGUMENT",
      `Cannot print fields "${text}": no field is named`,
      {
        hint: `Pick from ${PACKAGE_FIELDS.join(", ")}.`,
      },
    );
  }
  return PACKAGE_FIELDS.filter((field) => names.includes(field));
}

/** Refuses what is over a limit, and what does not go together. */
export function checkLimits(flags: FilterFlags, isJson: boolean): void {
  const { limit, search, all, offset } = flags;
  if (limit !== undefined && limit < 1) {
    throw new StoreError(
      "INVALID_ARGUMENT",
      `Cannot use --limit ${limit}: a page has at least 1 package`,
      { hint: "Leave --limit out, or give 1 or more." },
    );
  }
  if (limit !== undefined && limit > LIMITS.pagePackages) {
    throw new StoreError(
      "LIMIT_EXCEEDED",
      `Cannot use --limit ${limit}: a page has at most ${LIMITS.pagePackages} packages`,
      {
        hint:
          "Use --offset for the next page, or --all --format ndjson for all.",
      },
    );
  }
  const length = [...search ?? ""].length;
  if (length > LIMITS.queryCharacters) {
    throw new StoreError(
      "LIMIT_EXCEEDED",
      `Cannot search for ${length} characters: a query has at most ${LIMITS.queryCharacters}`,
      { hint: "Search for fewer words." },
    );
  }
  if (all && isJson) {
    throw new StoreError(
      "INVALID_ARGUMENT",
      "Cannot print all packages as json: one document would hold them all",
      {
        hint: "Add --format ndjson.",
      },
    );
  }
  if (all && (limit !== undefined || offset !== undefined)) {
    throw new StoreError(
      "INVALID_ARGUMENT",
      "Cannot use --all with --limit or --offset: it has no pages",
      { hint: "Leave one of them out." },
    );
  }
}

/** What took part, in the order of the cascade. */
export function appliedFilters(flags: FilterFlags): readonly string[] {
  const list = (name: string, values: readonly string[] = []) =>
    values.map((value) => `${name}=${value}`);
  return [
    ...list("store", flags.store),
    ...list("repo", flags.repo),
    ...list("tab", flags.tab === undefined ? [] : [flags.tab]),
    ...list("section", flags.section),
    ...list("category", flags.category),
    ...list("tag", flags.tag),
    ...list("search", flags.search ? [flags.search] : []),
  ];
}

/** What the flags ask for. */
export function queryOf(
  flags: FilterFlags,
  stores: Query["stores"],
): Query {
  return {
    stores,
    repositories: flags.repo ?? [],
    tab: flags.tab,
    sections: flags.section ?? [],
    categories: flags.category ?? [],
    tags: flags.tag ?? [],
    search: flags.search || undefined,
    allArchitectures: flags.allArchitectures,
  };
}

async function work(
  context: CommandContext,
  flags: FilterFlags,
): Promise<Outcome<Reply>> {
  const format = outputFormat(flags.format);
  checkLimits(flags, format === "json");
  const fields = parseFields(flags.fields, format === "table");
  const stores = flags.store === undefined
    ? undefined
    : await context.openStores(flags, flags.store);
  const query = queryOf(flags, stores?.selected);
  return await context.askCatalog(flags, (catalog) => {
    const warnings: Warning[] = [
      ...catalog.facts.warnings,
      ...stores?.warnings ?? [],
      ...unknownNames(catalog, query),
    ];
    return answer(catalog, flags, query, fields, warnings);
  });
}

/** The packages of some rows. */
function* packagesOf(
  catalog: RootCatalog,
  runs: readonly RowRun[],
  fields: readonly PackageField[],
  watch: Utf8Watch,
): Generator<Partial<Package>> {
  const readers = new Map(
    catalog.layers.map((layer) => [layer, packageReader(layer, fields)]),
  );
  for (const { catalog: layer, rows } of runs) {
    const read = readers.get(layer)!;
    for (const row of rows) {
      const shown = read(row);
      watch.look(layer, row, shown);
      yield shown;
    }
  }
}

/** The page that was asked for. */
function answer(
  catalog: RootCatalog,
  flags: FilterFlags,
  query: Query,
  fields: readonly PackageField[],
  warnings: Warning[],
): Outcome<Reply> {
  const offset = flags.offset ?? 0;
  const asked = flags.all
    ? catalog.count
    : flags.limit ?? DEFAULT_PAGE_PACKAGES;
  const { runs, total } = selectPage(catalog, query, offset, asked);
  const limit = flags.all ? total : asked;
  const watch = new Utf8Watch(catalog, warnings);
  const packages = packagesOf(catalog, runs, fields, watch);
  // what is read while it is printed must not turn out to be damaged then
  const isStreamed = flags.all && !flags.strict;
  const isPlain = isListed(fields) && !watch.isNeeded &&
    outputFormat(flags.format) !== "table";
  if (isStreamed && isPlain) catalog.checkLines();
  else if (isStreamed) catalog.checkAll();
  const lines = isPlain ? linesOf(runs) : undefined;
  return {
    reply: {
      packages: isStreamed || isPlain ? packages : [...packages],
      ...(lines ? { lines: isStreamed ? lines : keptLines(lines) } : {}),
      totalCount: total,
      offset,
      limit,
      limited: offset + limit < total,
      appliedFilters: appliedFilters(flags),
      warnings,
      fields,
    },
    failure: missingLists(catalog) ?? strictFailure(flags, warnings),
  };
}

function strictFailure(
  flags: FilterFlags,
  warnings: readonly Warning[],
): StoreError | undefined {
  const [first] = warnings;
  if (!flags.strict || first === undefined) return undefined;
  return new StoreError(
    "NOT_CLEAN",
    `Cannot call the answer clean: ${warnings.length} warnings, the first is "${first.message}"`,
    { hint: "Mend what the warnings name, or leave out --strict." },
  );
}

/** Runs the command. */
export const run = printing(work, VIEW);
