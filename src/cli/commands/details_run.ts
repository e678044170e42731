/**
 * `storectl details`: the work.
 *
 * @module
 */

import { longDescription } from "../../apt/description.ts";
import type { Stanza } from "../../apt/deb822.ts";
import { relationsOf } from "../../apt/relations.ts";
import { ROW } from "../../catalog/row_flags.ts";
import type { BuiltCatalog } from "../../catalog/built_catalog.ts";
import type { Catalog } from "../../catalog/catalog.ts";
import { decide } from "../../catalog/decide.ts";
import { repositoryId } from "../../catalog/repositories.ts";
import { nearestName } from "../../core/nearest_name.ts";
import { StoreError } from "../../core/store_error.ts";
import { RecordReader } from "../../stores/read_records.ts";
import type { CommandContext, GlobalFlags, OpenedRoot } from "../context.ts";
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

/** The version table of a row, as `apt-cache policy` prints it. */
function versionTable(
  { data, packages, ...built }: BuiltCatalog,
  row: number,
): readonly VersionEntry[] {
  const number = packages.find(built.name[row]!, built.architecture[row]!);
  const { versions, priorities, installed, candidate } = decide(
    data,
    packages.stanzas(number),
  );
  return versions.map(({ version, phased, files }, index) => ({
    version,
    priority: priorities[index]!,
    installed: index === installed,
    candidate: index === candidate,
    phased: phased < 0 ? null : phased,
    repositories: files.map((file) => {
      const index = data.files[file]!;
      return {
        id: index.isStatus ? null : repositoryId(index),
        priority: data.policy.filePriority(file),
        description: index.description,
      };
    }),
  }));
}

/** Languages to look for, best first; `Acquire::Languages` decides, `environment` stands for the user's own. */
function wantedLanguages(
  configured: readonly string[] | undefined,
  own: readonly string[],
): readonly string[] {
  const wanted: string[] = [];
  for (const word of configured ?? ["environment", "en"]) {
    if (word === "none") break;
    wanted.push(...(word === "environment" ? own : [word]));
  }
  return [...new Set(wanted)];
}

/** Reads what the catalog does not keep of some rows. */
async function readDetails(
  { root, built, catalog }: OpenedRoot,
  rows: readonly number[],
  ownLanguages: readonly string[],
): Promise<DetailsReply> {
  const reader = new RecordReader(root);
  const { table } = built.data;
  const stanzas = await reader.readStanzas(
    rows.map((row) => built.stanza[row]!),
  );
  const md5Of = (row: number) =>
    table.text(built.stanza[row]!, "descriptionMd5").toLowerCase();
  const descriptions = await reader.readDescriptions(
    new Set(rows.map(md5Of).filter((md5) => md5 !== "")),
    wantedLanguages(root.languages, ownLanguages),
  );
  const read = packageReader(catalog, PACKAGE_FIELDS);
  const packages = rows.map((row): PackageDetails => {
    const stanza: Stanza | undefined = stanzas.get(built.stanza[row]!);
    const translated = descriptions.get(md5Of(row));
    const fields = read(row);
    return {
      ...fields,
      description: longDescription(
        translated?.field ?? stanza?.get("Description") ?? "",
      ),
      descriptionLanguage: translated?.language ?? null,
      relations: stanza === undefined ? {} : relationsOf(stanza),
      versions: versionTable(built, row),
      files: fields.installed
        ? reader.readFiles(fields.name, fields.architecture)
        : null,
    };
  });
  const warnings = [...root.warnings, ...reader.warnings];
  const watch = new Utf8Watch(catalog, warnings);
  for (const [index, row] of rows.entries()) {
    watch.look(row, { ...packages[index] });
  }
  return { packages, warnings };
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

async function work(
  context: CommandContext,
  flags: GlobalFlags,
  ...names: readonly string[]
): Promise<Outcome<DetailsReply>> {
  const opened = await context.openRoot(flags);
  const found = names.map((name) => rowsOf(opened.catalog, name));
  const missing = names.filter((_, index) => found[index]!.length === 0);
  return {
    reply: await readDetails(
      opened,
      [...new Set(found.flat())],
      context.languages,
    ),
    failure: opened.root.missing ?? missingNames(opened.catalog, missing),
  };
}

/** Runs the command. */
export const run = printing(work, VIEW);
