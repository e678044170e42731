/**
 * The fields of a package in the contract, read from a row of the catalog.
 *
 * @module
 */

import { formatDpkgState } from "../apt/dpkg_state.ts";
import { MULTI_ARCH } from "../apt/multi_arch.ts";
import { sourceOf } from "../apt/source_field.ts";
import type { SourcePackage } from "../apt/source_field.ts";
import { ROW } from "../catalog/row_flags.ts";
import type { Catalog, RowTexts } from "../catalog/catalog.ts";
import type { CatalogFile } from "../catalog/catalog_facts.ts";
import type { ListedRow } from "../catalog/listed_row.ts";
import { categoriesOf, splitTags } from "../catalog/tag_list.ts";
import type { Package, PackageField, PackageOrigin } from "./contract.ts";

/** A row whose texts are read at most once. */
class Row {
  #texts: RowTexts | undefined;
  #listed: ListedRow | undefined;

  /** Points at a row. */
  constructor(readonly catalog: Catalog, readonly number: number) {}

  get texts(): RowTexts {
    return this.#texts ??= this.catalog.texts(this.number);
  }

  get listed(): ListedRow {
    return this.#listed ??= this.catalog.listed(this.number);
  }

  /** Whether any of some bits of its flags is set. */
  has(bit: number): boolean {
    return (this.catalog.flags.at(this.number) & bit) !== 0;
  }

  /** What the first index file that carries the candidate says of itself. */
  get release(): CatalogFile["release"] | undefined {
    const { repositories, files } = this.catalog;
    return repositories.filesOf(files.at(this.number)).find((file) =>
      !file.isStatus
    )?.release;
  }

  get source(): SourcePackage {
    const { source, version } = this.texts;
    return sourceOf(source, this.texts.name, version);
  }
}

/** An index file as the contract shows it. */
function originOf(
  { release, name, component, site, trusted, priority }: CatalogFile,
): PackageOrigin {
  return {
    suite: release.suite,
    codename: release.codename,
    component,
    origin: release.origin,
    label: release.label,
    version: release.version,
    site,
    notAutomatic: release.notAutomatic,
    butAutomaticUpgrades: release.butAutomaticUpgrades,
    filename: name,
    trusted,
    priority,
  };
}

/** Reads one field of a row. */
type Readers = {
  readonly [Field in PackageField]: (row: Row) => Package[Field];
};

const READERS: Readers = {
  name: ({ listed }) => listed.name,
  architecture: ({ listed }) => listed.architecture,
  version: ({ listed }) => listed.version,
  installedVersion: ({ listed }) => listed.installedVersion,
  installed: ({ listed }) => listed.installed,
  upgradable: ({ listed }) => listed.upgradable,
  held: ({ listed }) => listed.held,
  section: ({ listed }) => listed.section,
  summary: ({ listed }) => listed.summary,
  repositories: ({ listed }) => listed.repositories,
  origin: ({ release }) => release?.origin ?? "",
  label: ({ release }) => release?.label ?? "",
  suite: ({ release }) => release?.suite ?? "",
  tags: ({ catalog, number }) =>
    splitTags(catalog.tagListText(catalog.ownTagList.at(number))),
  categories: ({ catalog, number }) =>
    categoriesOf(splitTags(catalog.tagListText(catalog.tagList.at(number)))),
  size: ({ catalog, number }) => catalog.size(number),
  installedSize: ({ catalog, number }) => catalog.installedSize(number) * 1024,
  maintainer: ({ catalog, number }) => catalog.maintainer(number),
  homepage: ({ texts }) => texts.homepage,
  auto: (row) => row.has(ROW.auto),
  state: ({ catalog, number }) => formatDpkgState(catalog.state.at(number)),
  multiArch: ({ catalog, number }) => MULTI_ARCH[catalog.multiArch.at(number)]!,
  source: ({ source }) => source.name,
  sourceVersion: ({ source }) => source.version,
  essential: (row) => row.has(ROW.essential),
  priority: (row) =>
    row.has(ROW.candidate) ? row.catalog.priority(row.number) : null,
  origins: ({ catalog, number }) =>
    catalog.repositories.filesOf(catalog.files.at(number)).map(originOf),
};

/** All fields, in the order in which they are printed. */
export const PACKAGE_FIELDS = Object.keys(READERS) as readonly PackageField[];

/** What a package list shows. */
export const DEFAULT_PACKAGE_FIELDS = [
  "name",
  "architecture",
  "version",
  "installedVersion",
  "installed",
  "upgradable",
  "held",
  "section",
  "summary",
  "repositories",
] as const satisfies readonly (keyof ListedRow)[];

/** Whether some fields are those of a package list. */
export function isListed(fields: readonly PackageField[]): boolean {
  return fields.length === DEFAULT_PACKAGE_FIELDS.length &&
    fields.every((field, index) => field === DEFAULT_PACKAGE_FIELDS[index]);
}

/** Makes a reader of rows with some fields; they come in the order of the contract. */
export function packageReader<Field extends PackageField>(
  catalog: Catalog,
  fields: readonly Field[],
): (row: number) => Pick<Package, Field> {
  const wanted = PACKAGE_FIELDS.filter((field) =>
    (fields as readonly string[]).includes(field)
  );
  if (isListed(wanted)) {
    return (row) =>
      catalog.listed(row) as Pick<ListedRow, Field & keyof ListedRow> as Pick<
        Package,
        Field
      >;
  }
  return (number) => {
    const row = new Row(catalog, number);
    const shown: Record<string, unknown> = {};
    for (const field of wanted) shown[field] = READERS[field](row);
    return shown as unknown as Pick<Package, Field>;
  };
}
