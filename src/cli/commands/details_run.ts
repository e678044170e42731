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
import type { VersionRecord } from "../../catalog/records.ts";
import { repositoryId } from "../../catalog/repositories.ts";
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

/** The rows that an argument means: `name`, or `name:architecture`. */
function rowsOf(catalog: Catalog, argument: string): readonly number[] {
  const colon = argument.lastIndexOf(":");
  const name = (colon < 0 ? argument : argument.slice(0, colon)).toLowerCase();
  const rows: number[] = [];
  for (
    let row = catalog.findName(name);
    row >= 0 && row < catalog.count && catalog.name(row) === name;
    row++
  ) {
    const architecture = catalog.facts
      .architectures[catalog.architecture.at(row)]!;
    const isMeant = colon < 0
      ? (catalog.flags.at(row) & ROW.hidden) === 0
      : architecture === argument.slice(colon + 1);
    if (isMeant) rows.push(row);
  }
  return rows;
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
  { catalog, records }: CatalogRecords,
  row: number,
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
  { catalog, records }: CatalogRecords,
  row: number,
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
  opened: CatalogRecords,
  row: number,
  warnings: Warning[],
): PackageDetails {
  const { catalog, records } = opened;
  const fields = packageReader(catalog, PACKAGE_FIELDS)(row);
  const stanza = stanzaOf(opened, row, warnings);
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
    versions: versionTable(opened, row),
    files,
  };
}

/** The failure for names that no package has. */
function missingNames(
  catalog: Catalog,
  names: readonly string[],
): StoreError | undefined {
  const [first] = names;
  if (first === undefined) return undefined;
  const known = Array.from(
    { length: catalog.count },
    (_, row) => catalog.name(row),
  );
  const nearest = nearestName(first.replace(/:[^:]*$/, ""), known);
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

/** Answers from a catalog and its records. */
function answer(
  opened: CatalogRecords,
  names: readonly string[],
): Outcome<DetailsReply> {
  const { catalog, records } = opened;
  const found = names.map((name) => rowsOf(catalog, name));
  const missing = names.filter((_, index) => found[index]!.length === 0);
  const warnings = [...catalog.facts.warnings, ...records.facts.warnings];
  const watch = new Utf8Watch(catalog, warnings, true);
  const packages = [...new Set(found.flat())].map((row) => {
    const details = readDetails(opened, row, warnings);
    watch.look(row, { ...details });
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
