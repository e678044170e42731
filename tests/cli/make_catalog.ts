/**
 * A catalog from a few stanzas, without any file.
 *
 * @module
 */

import { AptConfig } from "../../src/apt/apt_config.ts";
import type { IndexFile } from "../../src/apt/index_file.ts";
import { phasingOf } from "../../src/apt/phasing.ts";
import { Policy } from "../../src/apt/policy.ts";
import { type Release, UNKNOWN_RELEASE } from "../../src/apt/release.ts";
import { StanzaScanner } from "../../src/apt/scan_stanzas.ts";
import { StanzaTable } from "../../src/apt/stanza_table.ts";
import { buildCatalog } from "../../src/catalog/build_catalog.ts";
import type { Catalog } from "../../src/catalog/catalog.ts";
import { openBuilt } from "../open_built.ts";

/** Fields of a stanza; those of every stanza come by themselves. */
export type Fields = Readonly<Record<string, string>>;

/** A repository with its release and its packages. */
export interface CatalogSource {
  /** Fields of its `Release` file. */
  readonly release: Partial<Release>;
  /** Host of its URI. */
  readonly site?: string;
  /** Its stanzas. */
  readonly packages: readonly Fields[];
}

function textOf(fields: Fields): string {
  const all: Fields = { Version: "1", Architecture: "amd64", ...fields };
  return Object.entries(all).map(([name, value]) => `${name}: ${value}\n`)
    .join("") + "\n";
}

function fileOf(
  name: string,
  site: string,
  release: Partial<Release>,
): IndexFile {
  return {
    name,
    isStatus: name === "status",
    site,
    component: "main",
    architecture: "amd64",
    release: { ...UNKNOWN_RELEASE, ...release },
    trusted: true,
    description: name,
  };
}

/** A catalog of a machine of architecture `amd64`. */
export function makeCatalog(
  sources: readonly CatalogSource[],
  status: readonly Fields[] = [],
): Catalog {
  const files = [
    ...sources.map(({ release, site = "" }, number) =>
      fileOf(`list${number}`, site, release)
    ),
    fileOf("status", "", {}),
  ];
  const table = new StanzaTable("amd64");
  const installed = status.map((fields) => ({
    Status: "install ok installed",
    ...fields,
  }));
  const contents = [...sources.map(({ packages }) => packages), installed];
  for (const [number, packages] of contents.entries()) {
    const scanner = new StanzaScanner(
      table,
      number,
      files[number]!.name,
      (error) => {
        throw error;
      },
    );
    scanner.push(new TextEncoder().encode(packages.map(textOf).join("")));
    scanner.end();
  }
  return openBuilt(buildCatalog({
    table,
    files,
    policy: new Policy(files, [], phasingOf(new AptConfig(), "")),
    autoInstalled: [],
  }));
}
