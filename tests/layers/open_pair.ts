/**
 * Made-up machines as catalogs: built as a whole, and in two layers.
 *
 * @module
 */

import { phasingOf } from "../../src/apt/phasing.ts";
import { AptConfig } from "../../src/apt/apt_config.ts";
import { makePin, pinPackages } from "../../src/apt/pin.ts";
import { Policy } from "../../src/apt/policy.ts";
import { buildCatalog } from "../../src/catalog/build_catalog.ts";
import type { BuiltCatalog } from "../../src/catalog/built_catalog.ts";
import { MemorySource } from "../../src/catalog/byte_source.ts";
import type { Catalog } from "../../src/catalog/catalog.ts";
import { decide } from "../../src/catalog/decide.ts";
import { encodeRecords, Records } from "../../src/catalog/records.ts";
import { RootCatalog } from "../../src/catalog/root_catalog.ts";
import type { CatalogRecords } from "../../src/stores/open_records.ts";
import { openBuilt } from "../open_built.ts";
import { indexFile, scanChunks } from "../scan_text.ts";
import { changedNames, stanzaBytes } from "./make_pair.ts";
import type { MadePair, MadeStanza } from "./make_pair.ts";

const FILES = [
  indexFile({ origin: "Debian", suite: "stable" }, { name: "stable" }),
  indexFile({ label: "Harbour", suite: "main" }, { name: "harbour" }),
  indexFile(
    { origin: "Debian", suite: "new", notAutomatic: true },
    { name: "new" },
  ),
  indexFile("status", { name: "status" }),
];

/** Decides the stanzas of some files; the last of them is the status. */
function build(
  files: readonly (readonly Uint8Array[])[],
  auto: readonly string[],
): BuiltCatalog {
  const { table } = scanChunks(files);
  const pin = makePin(
    { type: "release", data: "a=new" },
    pinPackages("boat", "amd64"),
    990,
  );
  return buildCatalog({
    table,
    files: FILES,
    policy: new Policy(FILES, [pin], phasingOf(new AptConfig(), "")),
    autoInstalled: auto.map((name) => ({ name, architecture: "amd64" })),
  });
}

/** One after the other. */
function joined(parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(parts.flatMap((part) => [...part]));
}

/** The records of a catalog, from the files that it was built from. */
function recordsOf(
  { data, stanza, name, architecture, packages, count }: BuiltCatalog,
  files: readonly Uint8Array[],
): Records {
  const { table } = data;
  const rows = Array.from({ length: count }, (_, row) => {
    const own = stanza[row]!;
    const start = table.spanStart[own]!;
    const number = packages.find(name[row]!, architecture[row]!);
    const { versions, priorities, installed, candidate } = decide(
      data,
      packages.stanzas(number),
    );
    return {
      stanza: files[table.file[own]!]!.subarray(
        start,
        start + table.spanLength[own]!,
      ),
      description: undefined,
      versions: versions.map(({ version, files }, index) => ({
        version,
        priority: priorities[index]!,
        installed: index === installed,
        candidate: index === candidate,
        phased: null,
        files,
      })),
    };
  });
  const facts = {
    root: "/",
    key: "/",
    catalog: "",
    inputs: [],
    languages: [],
    translations: [],
    infoFolder: "/nonexistent",
    warnings: [{
      code: "APT_LIST_DAMAGED" as const,
      message: "Cannot read a translation",
    }],
  };
  return new Records(new MemorySource(encodeRecords(facts, rows, count)));
}

/** A catalog and the records of its rows. */
function open(
  { lists, auto }: Pick<MadePair, "lists" | "auto">,
  status: readonly MadeStanza[],
  isMeant: (name: string) => boolean = () => true,
): { readonly catalog: Catalog; readonly records: Records } {
  const files = [...lists, status].map((stanzas) =>
    joined(stanzas.filter(({ name }) => isMeant(name)).map(stanzaBytes))
  );
  const built = build(files.map((file) => [file]), auto);
  return { catalog: openBuilt(built), records: recordsOf(built, files) };
}

/** The row of a layer before which a name stands. */
function placeOf(base: Catalog, name: string): number {
  const row = base.findName(name);
  return row < 0 ? -1 - row : row;
}

/** The machine after the change: its catalog in two layers, and the same built as a whole. */
export function openPair(
  pair: MadePair,
): { readonly layered: CatalogRecords; readonly whole: CatalogRecords } {
  const { lists, before, after, auto } = pair;
  const names = changedNames(pair);
  const base = open({ lists, auto: [] }, before);
  const patch = open(pair, after, (name) => names.has(name));
  const whole = open({ lists, auto }, after);
  for (const name of names) base.catalog.leaveOut(base.catalog.rowsOf(name));
  const places = Uint32Array.from(
    { length: patch.catalog.count },
    (_, row) => placeOf(base.catalog, patch.catalog.name(row)),
  );
  return {
    layered: {
      catalog: new RootCatalog(base.catalog, patch.catalog, places),
      records: [base.records, patch.records],
    },
    whole: {
      catalog: new RootCatalog(whole.catalog),
      records: [whole.records],
    },
  };
}
