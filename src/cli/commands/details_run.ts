/**
 * `storectl details`: the work.
 *
 * @module
 */

import { parseStanzas } from "../../apt/deb822.ts";
import type { Stanza } from "../../apt/deb822.ts";
import { longDescription } from "../../apt/description.ts";
import { relationsOf } from "../../apt/relations.ts";
import { ROW } from "../../catalog/row_flags.ts";
import type { Catalog } from "../../catalog/catalog.ts";
import type { Records, VersionRecord } from "../../catalog/records.ts";
import { repositoryId } from "../../catalog/repositories.ts";
import type { LayerRow, RootCatalog } from "../../catalog/root_catalog.ts";
import { attempt } from "../../core/attempt.ts";
import { nearestName } from "../../core/nearest_name.ts";
import { StoreError } from "../../core/store_error.ts";
import { warningOf } from "../../core/warning.ts";
import type { Warning } from "../../core/warning.ts";
import type { CatalogRecords } from "../../stores/open_records.ts";
import { readFiles } from "../../stores/read_files.ts";
import type { CommandContext, GlobalFlags } from "../context.ts";
import type {
  DetailsReply,
  PackageDetails,
  VersionEntry,
} from "../contract.ts";
import { detailsTable } from "../details_table.ts";
import type { Outcome, View } from "../outcome.ts";
import { PACKAGE_FIELDS, packageReader } from "../package_fields.ts";
import { printing } from "../printing.ts";
import { Utf8Watch } from "../utf8_watch.ts";
import { missingLists } from "./_selection.ts";

const VIEW: View<DetailsReply> = {
  document: (reply) => reply,
  rows: ({ packages }) => packages,
  table: ({ packages }) =>
    packages.flatMap((
      details,
      index,
    ) => [...(index > 0 ? [""] : []), ...detailsTable(details)]),
  warnings: ({ warnings }) => warnings,
};

/** A row with the records of its layer. */
interface OpenedRow extends LayerRow {
  readonly records: Records;
}

/** The rows that an argument means: `name`, or `name:architecture`. */
function rowsOf(
  { catalog, records }: CatalogRecords,
  argument: string,
): readonly OpenedRow[] {
  const colon = argument.lastIndexOf(":");
  const name = (colon < 0 ? argument : argument.slice(0, colon)).toLowerCase();
  const isMeant = (
    { catalog: { architecture, facts, flags }, row }: LayerRow,
  ) =>
    colon < 0
      ? (flags.at(row) & ROW.hidden) === 0
      : facts.architectures[architecture.at(row)] ===
        argument.slice(colon + 1);
  return catalog.rowsOf(name).filter(isMeant).map((own) => ({
    ...own,
    records: records[catalog.layers.indexOf(own.catalog)]!,
  }));
}

/** Each row once, where it comes first. */
function unique(rows: readonly OpenedRow[]): readonly OpenedRow[] {
  const seen = new Map<Catalog, Set<number>>();
  return rows.filter(({ catalog, row }) => {
    const own = seen.get(catalog) ?? new Set();
    seen.set(catalog, own);
    const isNew = !own.has(row);
    own.add(row);
    return isNew;
  });
}

/** The one version of a row that has only the candidate, which is not installed. */
function onlyVersion(catalog: Catalog, row: number): VersionRecord {
  return {
    version: catalog.texts(row).version,
    priority: catalog.priority(row),
    installed: false,
    candidate: true,
    phased: null,
    files: catalog.facts.sets[catalog.files.at(row)]!,
  };
}

/** The version table of a row, as `apt-cache policy` prints it. */
function versionTable(
  { catalog, records, row }: OpenedRow,
): readonly VersionEntry[] {
  const versions = records.versions(row) ?? [onlyVersion(catalog, row)];
  return versions.map(({ files, ...entry }) => ({
    ...entry,
    repositories: files.map((file) => {
      const index = catalog.facts.files[file]!;
      return {
        id: index.isStatus ? null : repositoryId(index),
        priority: index.priority,
        description: index.description,
      };
    }),
  }));
}

/** The stanza behind a row, as far as it was kept; undefined, with a warning, where it could not be read. */
function stanzaOf(
  { catalog, records, row }: OpenedRow,
  warnings: Warning[],
): Stanza | undefined {
  const text = records.stanza(row);
  if (text === undefined) return undefined;
  const { name } = catalog.texts(row);
  const { path } = catalog.facts.files[catalog.textFile.at(row)]!;
  let found: Stanza | undefined;
  attempt(
    (error) => warnings.push(warningOf(error, "APT_LIST_DAMAGED")),
    () => {
      const [stanza] = parseStanzas(text, { path });
      if (stanza?.get("Package").toLowerCase() === name) found = stanza;
      else {
        throw new StoreError(
          "DATA_CORRUPT",
          `Cannot read package "${name}" again: "${path}" has changed`,
          { at: path, hint: "Run the command again." },
        );
      }
    },
  );
  return found;
}

/** The details of a row; what cannot be read is a warning. */
function readDetails(
  opened: OpenedRow,
  warnings: Warning[],
): PackageDetails {
  const { catalog, records, row } = opened;
  const fields = packageReader(catalog, PACKAGE_FIELDS)(row);
  const stanza = stanzaOf(opened, warnings);
  const translated = records.description(row);
  const files = fields.installed
    ? readFiles(records.facts.infoFolder, fields, warnings)
    : null;
  return {
    ...fields,
    description: longDescription(
      translated?.field ?? stanza?.get("Description") ?? "",
    ),
    descriptionLanguage: translated?.language ?? null,
    relations: stanza === undefined ? {} : relationsOf(stanza),
    versions: versionTable(opened),
    files,
  };
}

/** The failure for names that no package has. */
function missingNames(
  catalog: RootCatalog,
  names: readonly string[],
): StoreError | undefined {
  const [first] = names;
  if (first === undefined) return undefined;
  const nearest = nearestName(
    first.replace(/:[^:]*$/, ""),
    catalog.names(),
  );
  return new StoreError(
    "NOT_FOUND",
    `Cannot show ${
      names.map((name) => `"${name}"`).join(", ")
    }: there is no such package`,
    {
      hint: nearest === undefined
        ? "Run storectl filter --search WORD."
        : `Use "${nearest}".`,
    },
  );
}

/** What went wrong with the records; what is said of those of several layers is said once. */
function recordsWarnings({ records }: CatalogRecords): readonly Warning[] {
  const [first, ...others] = records.map(({ facts }) => facts.warnings);
  const said = new Set(first!.map((warning) => JSON.stringify(warning)));
  return [
    ...first!,
    ...others.flat().filter((warning) => !said.has(JSON.stringify(warning))),
  ];
}

/** Answers from a catalog and its records. */
function answer(
  opened: CatalogRecords,
  names: readonly string[],
): Outcome<DetailsReply> {
  const { catalog } = opened;
  const found = names.map((name) => rowsOf(opened, name));
  const missing = names.filter((_, index) => found[index]!.length === 0);
  const warnings = [...catalog.facts.warnings, ...recordsWarnings(opened)];
  const watch = new Utf8Watch(catalog, warnings, true);
  const packages = unique(found.flat()).map((own) => {
    const details = readDetails(own, warnings);
    watch.look(own.catalog, own.row, { ...details });
    return details;
  });
  return {
    reply: { packages, warnings },
    failure: missingLists(catalog) ?? missingNames(catalog, missing),
  };
}

function work(
  context: CommandContext,
  flags: GlobalFlags,
  ...names: readonly string[]
): Promise<Outcome<DetailsReply>> {
  return context.askRecords(flags, (opened) => answer(opened, names));
}

/** Runs the command. */
export const run = printing(work, VIEW);
