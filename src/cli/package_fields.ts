/**
 * The fields of a package in the contract, read from a row of the catalog.
 *
 * @module
 */

import { formatDpkgState } from "../apt/dpkg_state.ts";
import type { IndexFile } from "../apt/index_file.ts";
import { sourceOf } from "../apt/source_field.ts";
import { MULTI_ARCH } from "../apt/stanza_table.ts";
import { ROW } from "../catalog/catalog.ts";
import type { Catalog } from "../catalog/catalog.ts";
import { categoriesOf, splitTags } from "../catalog/tag_list.ts";
import type { Package, PackageField, PackageOrigin } from "./contract.ts";

/** Reads one field of a row. */
type Readers = {
  readonly [Field in PackageField]: (
    catalog: Catalog,
    row: number,
  ) => Package[Field];
};

function flag(bit: number): (catalog: Catalog, row: number) => boolean {
  return (catalog, row) => (catalog.flags[row]! & bit) !== 0;
}

function nameOf({ data, name }: Catalog, row: number): string {
  return data.table.names.text(name[row]!);
}

function candidateOf(
  { data, flags, stanza }: Catalog,
  row: number,
): string | null {
  return (flags[row]! & ROW.candidate) === 0
    ? null
    : data.table.text(stanza[row]!, "version");
}

function installedOf(
  { data, installedStanza }: Catalog,
  row: number,
): string | null {
  const stanza = installedStanza[row]!;
  return stanza < 0 ? null : data.table.text(stanza, "version");
}

function sourcePackage(
  catalog: Catalog,
  row: number,
): ReturnType<typeof sourceOf> {
  const { table } = catalog.data;
  const version = candidateOf(catalog, row) ?? installedOf(catalog, row) ?? "";
  return sourceOf(
    table.text(catalog.stanza[row]!, "source"),
    nameOf(catalog, row),
    version,
  );
}

/** The first index file that carries the candidate, unless only dpkg's status does. */
function firstFile(
  { repositories, files }: Catalog,
  row: number,
): IndexFile | undefined {
  return repositories.filesOf(files[row]!).find((file) => !file.isStatus);
}

/** An index file as the contract shows it. */
function originOf(catalog: Catalog, number: number): PackageOrigin {
  const { release, ...file } = catalog.data.files[number]!;
  return {
    suite: release.suite,
    codename: release.codename,
    component: file.component,
    origin: release.origin,
    label: release.label,
    version: release.version,
    site: file.site,
    notAutomatic: release.notAutomatic,
    butAutomaticUpgrades: release.butAutomaticUpgrades,
    filename: file.name,
    trusted: file.trusted,
    priority: catalog.data.policy.filePriority(number),
  };
}

const READERS: Readers = {
  name: nameOf,
  architecture: ({ data, architecture }, row) =>
    data.table.architectures.text(architecture[row]!),
  version: candidateOf,
  installedVersion: installedOf,
  installed: flag(ROW.installed),
  upgradable: flag(ROW.upgradable),
  held: flag(ROW.held),
  section: ({ data, section }, row) => data.table.sections.text(section[row]!),
  summary: ({ data, stanza }, row) => data.table.text(stanza[row]!, "summary"),
  repositories: ({ repositories, files }, row) =>
    repositories.repositoriesOf(files[row]!).map((number) =>
      repositories.repositories[number]!.id
    ),
  origin: (catalog, row) => firstFile(catalog, row)?.release.origin ?? "",
  label: (catalog, row) => firstFile(catalog, row)?.release.label ?? "",
  suite: (catalog, row) => firstFile(catalog, row)?.release.suite ?? "",
  tags: ({ data: { table }, stanza }, row) =>
    splitTags(table.tagLists.text(table.tagList[stanza[row]!]!)),
  categories: ({ data, tagList }, row) =>
    categoriesOf(splitTags(data.table.tagLists.text(tagList[row]!))),
  size: ({ data, stanza }, row) => data.table.size[stanza[row]!]!,
  installedSize: ({ data, stanza }, row) =>
    data.table.installedSize[stanza[row]!]! * 1024,
  maintainer: ({ data: { table }, stanza }, row) =>
    table.maintainers.text(table.maintainer[stanza[row]!]!),
  homepage: ({ data, stanza }, row) =>
    data.table.text(stanza[row]!, "homepage"),
  auto: flag(ROW.auto),
  state: ({ state }, row) => formatDpkgState(state[row]!),
  multiArch: ({ data, stanza }, row) =>
    MULTI_ARCH[data.table.multiArch[stanza[row]!]!]!,
  source: (catalog, row) => sourcePackage(catalog, row).name,
  sourceVersion: (catalog, row) => sourcePackage(catalog, row).version,
  essential: flag(ROW.essential),
  priority: ({ flags, priority }, row) =>
    (flags[row]! & ROW.candidate) === 0 ? null : priority[row]!,
  origins: (catalog, row) =>
    catalog.repositories.fileNumbersOf(catalog.files[row]!).map((number) =>
      originOf(catalog, number)
    ),
};

/** All fields, in the order in which they are printed. */
export const PACKAGE_FIELDS = Object.keys(READERS) as readonly PackageField[];

/** What a package list shows. */
export const DEFAULT_PACKAGE_FIELDS: readonly PackageField[] = PACKAGE_FIELDS
  .slice(
    0,
    PACKAGE_FIELDS.indexOf("repositories") + 1,
  );

/** Makes a reader of rows with some fields; they come in the order of the contract. */
export function packageReader<Field extends PackageField>(
  catalog: Catalog,
  fields: readonly Field[],
): (row: number) => Pick<Package, Field> {
  const wanted = PACKAGE_FIELDS.filter((field) =>
    (fields as readonly string[]).includes(field)
  );
  return (row) =>
    Object.fromEntries(
      wanted.map((field) => [field, READERS[field](catalog, row)]),
    ) as unknown as Pick<Package, Field>;
}
