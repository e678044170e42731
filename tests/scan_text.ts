/**
 * Stanzas of text in a table, and what is wrong with them, for tests of `src/apt` and `src/catalog`.
 *
 * @module
 */

import type { StoreError } from "../src/core/store_error.ts";
import type { IndexFile } from "../src/apt/index_file.ts";
import { Mentions } from "../src/apt/mentions.ts";
import type { WantedMentions } from "../src/apt/mentions.ts";
import { UNKNOWN_RELEASE } from "../src/apt/release.ts";
import type { Release } from "../src/apt/release.ts";
import { StanzaScanner } from "../src/apt/scan_stanzas.ts";
import { StanzaTable, TEXTS } from "../src/apt/stanza_table.ts";

/** A table that has been filled, and the errors on the way. */
export interface Scanned {
  /** The stanzas. */
  readonly table: StanzaTable;
  /** What was refused. */
  readonly errors: readonly StoreError[];
}

/** Scans files, each given as its chunks; the last one plays dpkg's status. */
export function scanChunks(
  files: readonly (readonly Uint8Array[])[],
  wanted?: WantedMentions,
): Scanned {
  const table = new StanzaTable("amd64", new Mentions(wanted));
  const errors: StoreError[] = [];
  for (const [number, chunks] of files.entries()) {
    const scanner = new StanzaScanner(
      table,
      number,
      `f${number}`,
      (error) => errors.push(error),
    );
    for (const chunk of chunks) scanner.push(chunk);
    scanner.end();
  }
  return { table, errors };
}

/** Scans files of text. */
export function scan(...files: readonly string[]): Scanned {
  const encoder = new TextEncoder();
  return scanChunks(files.map((text) => [encoder.encode(text)]));
}

/** All that a table says of its stanzas, as plain values. */
export function dump(table: StanzaTable): readonly unknown[] {
  return Array.from({ length: table.count }, (_, stanza) => ({
    name: table.names.text(table.name[stanza]!),
    architecture: table.architectures.text(table.architecture[stanza]!),
    file: table.file[stanza],
    flags: table.flags[stanza],
    multiArch: table.multiArch[stanza],
    section: table.sections.text(table.section[stanza]!),
    tags: table.tagLists.text(table.tagList[stanza]!),
    maintainer: table.maintainers.text(table.maintainer[stanza]!),
    size: table.size[stanza],
    installedSize: table.installedSize[stanza],
    buildHash: table.buildHash[stanza],
    phased: table.phased[stanza],
    state: table.state[stanza],
    span: [table.spanStart[stanza], table.spanLength[stanza]],
    texts: TEXTS.map((name) => table.text(stanza, name)),
  }));
}

/** An index file of `main` for `amd64` with a release; `status` for dpkg's. */
export function indexFile(
  release: Partial<Release> | "status",
  more: Partial<IndexFile> = {},
): IndexFile {
  const isStatus = release === "status";
  return {
    name: isStatus ? "status" : "Packages",
    isStatus,
    site: isStatus ? "" : "ex.org",
    component: isStatus ? "now" : "main",
    architecture: isStatus ? "" : "amd64",
    release: {
      ...UNKNOWN_RELEASE,
      ...(isStatus ? { suite: "now" } : release),
    },
    trusted: !isStatus,
    description: "",
    ...more,
  };
}
